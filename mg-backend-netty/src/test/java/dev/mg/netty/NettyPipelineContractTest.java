package dev.mg.netty;

import dev.mg.MgOptions;
import dev.mg.spi.MgTransportProvider;
import dev.mg.testkit.MgTransportContract;

/** What every transport promises, where connections are channels of Netty's. */
class NettyPipelineContractTest extends MgTransportContract {
  @Override
  protected MgTransportProvider provider() {
    return new NettyTransportProvider();
  }

  @Override
  protected MgOptions options() {
    return new MgOptions().extension(MgNettyPipeline.class, (pipeline, accepted) -> {});
  }

  /**
   * On a thread that is not of Netty's kind: an entry of the outbound buffer, a view of each of the
   * two buffers, and the samples of the leak detector; more until the compiler has seen it all.
   */
  @Override
  public long echoBytes() {
    return 512;
  }

  /**
   * An iterator a poll, from JDK 24 on: there Netty cannot put a set of its own into a selector.
   */
  @Override
  public long datagramEchoBytes() {
    return 128;
  }
}
