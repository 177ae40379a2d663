package dev.mg.netty;

import dev.mg.testkit.MgLoopContract;

/** What a manager promises on every transport. */
class NettyLoopContractTest extends MgLoopContract {
  @Override
  public String transport() {
    return "netty";
  }
}
