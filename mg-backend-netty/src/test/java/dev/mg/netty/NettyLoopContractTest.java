package dev.mg.netty;

import dev.mg.testkit.MgLoopContract;

class NettyLoopContractTest extends MgLoopContract {
  @Override
  public String transport() {
    return "netty";
  }
}
