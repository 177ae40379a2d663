package dev.mg.nio;

import dev.mg.testkit.MgLoopContract;

/** What a manager promises on every transport. */
class NioLoopContractTest extends MgLoopContract {
  @Override
  public String transport() {
    return "nio";
  }
}
