package dev.mg.netty;

import dev.mg.spi.MgTransportProvider;
import dev.mg.testkit.MgTransportContract;

/** What every transport promises. */
class EpollContractTest extends MgTransportContract {
  @Override
  protected MgTransportProvider provider() {
    return new EpollTransportProvider();
  }

  /** Netty makes the sender's address anew each time, and takes the addressee's apart. */
  @Override
  public long datagramEchoBytes() {
    return 256;
  }

  @Override
  public boolean canWrap() {
    return false;
  }
}
