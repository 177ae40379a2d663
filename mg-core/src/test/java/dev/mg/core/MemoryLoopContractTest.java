package dev.mg.core;

import dev.mg.MgOptions;
import dev.mg.testkit.ContractPeers;
import dev.mg.testkit.MemoryNetwork;
import dev.mg.testkit.MemoryPeers;
import dev.mg.testkit.MgLoopContract;

class MemoryLoopContractTest extends MgLoopContract {
  private final MemoryNetwork net = new MemoryNetwork();

  @Override
  public String transport() {
    return "memory";
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
  public boolean isVirtual() {
    return true;
  }

  @Override
  public boolean canWrap() {
    return false;
  }
}
