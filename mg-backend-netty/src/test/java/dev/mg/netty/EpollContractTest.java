package dev.mg.netty;

import dev.mg.spi.MgTransportProvider;
import dev.mg.testkit.MgTransportContract;

/** What every transport promises. */
class EpollContractTest extends MgTransportContract {
  @Override
  protected MgTransportProvider provider() {
    return new EpollTransportProvider();
  }
}
