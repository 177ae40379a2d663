package dev.mg.nio;

import dev.mg.spi.MgTransportProvider;
import dev.mg.testkit.MgTransportContract;

/** What every transport promises. */
class NioContractTest extends MgTransportContract {
  @Override
  protected MgTransportProvider provider() {
    return new NioTransportProvider();
  }
}
