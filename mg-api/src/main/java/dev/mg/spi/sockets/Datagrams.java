package dev.mg.spi.sockets;

import dev.mg.MgNetException;
import dev.mg.spi.MgDatagram;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** What is asked of a datagram before it is sent. For any thread. */
public final class Datagrams {
  private Datagrams() {}

  /**
   * Where a datagram goes: a connected socket sends to its remote alone.
   *
   * @param remote null if the socket is not connected
   * @param to as given to {@link MgDatagram#send}
   * @throws IllegalArgumentException if there is neither
   * @throws MgNetException MESSAGE_TOO_BIG if no datagram is so long
   */
  public static SocketAddress target(
      @Nullable SocketAddress remote, @Nullable SocketAddress to, int len) throws MgNetException {
    SocketAddress target = remote == null ? to : remote;
    if (target == null) {
      throw new IllegalArgumentException("nobody to send to: the socket is not connected");
    }
    if (len > MgDatagram.MAX_BYTES) {
      throw new MgNetException(
          MgNetException.Kind.MESSAGE_TOO_BIG,
          "a datagram of " + len + " bytes: at most " + MgDatagram.MAX_BYTES + " can be sent",
          null);
    }
    return target;
  }
}
