package dev.mg.nio;

import dev.mg.testkit.MgLoopContract;

class NioLoopContractTest extends MgLoopContract {
  @Override
  public String transport() {
    return "nio";
  }
}
