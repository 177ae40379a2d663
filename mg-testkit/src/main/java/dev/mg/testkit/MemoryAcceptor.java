package dev.mg.testkit;

/** Somebody who listens in a {@link MemoryNetwork}. <b>Called under the network's lock.</b> */
interface MemoryAcceptor {
  void arrived(MemoryEnd end);
}
