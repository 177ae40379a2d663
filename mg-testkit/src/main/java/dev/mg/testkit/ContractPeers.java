package dev.mg.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Makes the far ends that a transport is tested against; closing it closes all it made. {@link
 * SocketPeers} for transports over the kernel's sockets.
 */
public interface ContractPeers extends AutoCloseable {
  /**
   * A peer connected to a listener of the transport, of a unix-domain socket too; it need not be
   * accepted yet.
   */
  ContractPeer connect(SocketAddress to) throws IOException;

  /** A listener for the transport to connect to. */
  Listener listen() throws IOException;

  /** A datagram socket bound there, {@link #anyPort} mostly. */
  DatagramPeer datagram(SocketAddress at) throws IOException;

  /**
   * An interface through which multicasts to that group pass within this host; null if there is
   * none.
   */
  @Nullable NetworkInterface multicastInterface(InetAddress group) throws IOException;

  /** Where a listener under test is bound: loopback, any port. */
  SocketAddress anyPort();

  /** An address of this host where nobody listens, taken until {@link #close}. */
  SocketAddress refusing() throws IOException;

  /** An address no host here has: it cannot be bound. */
  SocketAddress foreign();

  /** An address that cannot be reached, and for which no packet leaves this host. */
  SocketAddress unreachable();

  @Override
  void close() throws IOException;

  /** A listening far end. */
  interface Listener extends AutoCloseable {
    /** What to connect to. */
    SocketAddress address();

    /** Waits for the next connection, 10 s at most. */
    ContractPeer accept() throws IOException;

    @Override
    void close() throws IOException;
  }
}
