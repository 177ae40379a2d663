package dev.mg.bench.micro;

/**
 * A loop that its owner turns, with an echo server and the one client of it. <b>Owner thread
 * only.</b>
 */
interface EchoEnds extends AutoCloseable {
  /** Length of a message. */
  int BYTES = 64;

  /** One turn that does not wait; returns how many bytes have come since the last message. */
  int poll();

  /** Sends the message and turns until it has come back whole; returns its length. */
  int roundTrip();

  /** Connects so many that are idle, by HTTP. */
  IdleOnes idleOnes(int many);

  @Override
  void close();
}
