package dev.mg.testkit;

import dev.mg.MgOptions;
import dev.mg.spi.MgTransportProvider;

class MemoryTransportTest extends MgTransportContract {
  private final MemoryNetwork net = new MemoryNetwork();

  @Override
  protected MgTransportProvider provider() {
    return new MemoryTransportProvider();
  }

  @Override
  protected MgOptions options() {
    return new MgOptions().extension(MemoryNetwork.class, net);
  }

  @Override
  protected ContractPeers peers() {
    return new MemoryPeers(net);
  }

  @Override
  public boolean usesDescriptors() {
    return false;
  }

  /** A wait of the lock allocates its node. */
  @Override
  public long echoBytes() {
    return 256;
  }

  /** What is sent is copied, and an entry of the queue. */
  @Override
  public long datagramEchoBytes() {
    return 512;
  }

  /** It has a network of its own, where no socket of the kernel's is. */
  @Override
  public boolean canWrap() {
    return false;
  }
}
