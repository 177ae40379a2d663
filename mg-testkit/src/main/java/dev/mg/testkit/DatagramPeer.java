package dev.mg.testkit;

import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketAddress;

/**
 * The far end of a datagram socket under test, plain and blocking. <b>For one thread at a time,
 * which need not be the transport's.</b>
 */
public interface DatagramPeer extends AutoCloseable {
  /**
   * A datagram received.
   *
   * @param bytes all of it
   * @param from who sent it
   */
  record Received(byte[] bytes, SocketAddress from) {}

  /** Sends one datagram; multicasts need {@link #multicastOn} first, and stay on this host. */
  void send(byte[] datagram, SocketAddress to) throws IOException;

  /**
   * Waits for the next datagram, 10 s at most.
   *
   * @throws IOException if none comes
   */
  Received receive() throws IOException;

  /** Has multicasts go out of that interface. */
  void multicastOn(NetworkInterface nic) throws IOException;

  /** Where it is bound. */
  SocketAddress local();

  @Override
  void close() throws IOException;
}
