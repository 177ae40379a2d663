package dev.mg.netty;

import dev.mg.testkit.MgLoopContract;

class EpollLoopContractTest extends MgLoopContract {
  @Override
  public String transport() {
    return "netty-epoll";
  }
}
