package dev.mg.netty;

import dev.mg.testkit.MgLoopContract;

/** What a manager promises on every transport. */
class EpollLoopContractTest extends MgLoopContract {
  @Override
  public String transport() {
    return "netty-epoll";
  }

  @Override
  public boolean canWrap() {
    return false;
  }
}
