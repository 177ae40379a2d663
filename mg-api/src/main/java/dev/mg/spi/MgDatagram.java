package dev.mg.spi;

import dev.mg.MgIobuf;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A datagram socket. <b>Owner thread only.</b> Errors (port unreachable, message too big) are
 * thrown by one call and leave it usable.
 */
public interface MgDatagram extends MgChannel {
  /** The longest datagram: what UDP over IPv4 carries. */
  int MAX_BYTES = 65_507;

  /**
   * Appends one whole datagram; 0 bytes is one too. Never cut: there is room for the longest.
   *
   * @return its sender, or null if there is none now
   */
  @Nullable SocketAddress receive(MgIobuf dst) throws IOException;

  /**
   * Sends one datagram at once; 0 bytes is one too.
   *
   * @param to null: to the connected remote, beside whom a connected socket sends to nobody
   * @return false if it would block: it was not sent
   * @throws dev.mg.MgNetException MESSAGE_TOO_BIG above {@link #MAX_BYTES} or what the path takes
   */
  boolean send(byte[] src, int off, int len, @Nullable SocketAddress to) throws IOException;

  /**
   * Receives what is sent to {@code group} from now on, on {@code nic} or the one the system routes
   * the group to; a second time is as once.
   */
  void join(InetAddress group, @Nullable NetworkInterface nic) throws IOException;
}
