package dev.mg.netty;

import dev.mg.spi.MgTransportProvider;
import dev.mg.testkit.MgTransportContract;

/** What every transport promises. */
class NettyContractTest extends MgTransportContract {
  @Override
  protected MgTransportProvider provider() {
    return new NettyTransportProvider();
  }

  /**
   * An iterator a poll, from JDK 24 on: there Netty cannot put a set of its own into a selector.
   */
  @Override
  public long echoBytes() {
    return Runtime.version().feature() < 24 ? 0 : 128;
  }

  @Override
  public long datagramEchoBytes() {
    return 128;
  }
}
