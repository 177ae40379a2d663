package dev.mg.core;

import dev.mg.MgOptions;
import dev.mg.testkit.ContractPeers;
import dev.mg.testkit.EventLog;
import dev.mg.testkit.LoopRig;
import dev.mg.testkit.MemoryNetwork;
import dev.mg.testkit.MemoryPeers;
import dev.mg.testkit.MgLoopContract;
import org.junit.jupiter.api.Test;

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

  /** Which spares a poll on transports that read straight from the kernel, as this one does. */
  @Test
  void bytesThatCameWithTheConnection_areReadInThePollOfItsAccept() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog(LoopRig::echo);
    loop.peer(loop.listen(log)).write(new byte[5]);
    log.clear();
    loop.mgr.poll(0);
    log.expect("OPEN", "ACCEPT", "READ 5", "WRITE 5");
  }
}
