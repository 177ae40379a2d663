package dev.mg.spi;

import dev.mg.MgNetException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * <b>One poller and its sockets, owned by the thread that opened it; only {@link #wakeup} is for
 * any thread.</b>
 *
 * <p>It moves bytes and takes notes: never calls user code, keeps no timers, closes nothing of its
 * own accord (every channel it handed out, failed or not, is closed by the core), and owns no
 * memory the core passed in after a call has returned. Addresses are java.net ones on every
 * transport: a resolved InetSocketAddress, or UnixDomainSocketAddress. Every IOException thrown out
 * of this SPI is an {@link dev.mg.MgNetException}.
 *
 * <p>Poll by a thread that is not the owner, a poll inside a poll, and any call but {@link #wakeup}
 * and {@link #close} after close get an IllegalStateException.
 */
public interface MgTransport extends AutoCloseable {
  /**
   * Bound and listening on return; a listener starts paused: accepting needs {@code
   * interest(READ)}. Port 0: {@code local()} has the real one. SO_REUSEADDR is on. A unix-domain
   * socket bound onto an existing file fails with ADDRESS_IN_USE (the core has the rule about stale
   * files); close removes the file this call made.
   */
  MgChannel listen(SocketAddress local, MgSocketOptions options, @Nullable Object attachment)
      throws IOException;

  /**
   * Starts a connect. Never throws for the network or for missing descriptors, never calls back:
   * exactly one {@code connected} follows from a later poll, none after close(). No interest is set
   * until the core sets it.
   */
  MgStream connect(
      SocketAddress remote,
      @Nullable SocketAddress local,
      MgSocketOptions options,
      @Nullable Object attachment);

  /**
   * A datagram socket, bound on return (to any port when {@code local} is null), paused; with a
   * remote only its datagrams are received. A taken address is ADDRESS_IN_USE, unless both sockets
   * have {@code reusePort} or the address is a multicast group's.
   */
  MgDatagram datagram(
      @Nullable SocketAddress local,
      @Nullable SocketAddress remote,
      MgSocketOptions options,
      @Nullable Object attachment)
      throws IOException;

  /**
   * Adopts a connected, non-blocking socket, its options as they are; after an exception it is
   * still the caller's. What waits in it already is delivered.
   *
   * @throws IllegalArgumentException if it is blocking, not connected, or of a selector already
   * @throws dev.mg.MgNetException UNSUPPORTED where the transport cannot, which is the default
   */
  default MgStream wrap(SocketChannel socket, @Nullable Object attachment) throws IOException {
    throw new MgNetException(
        MgNetException.Kind.UNSUPPORTED,
        "this transport cannot adopt a java.nio channel: use nio or netty",
        null);
  }

  /**
   * Waits, then reports. 0 never waits, negative waits until something happens, early returns are
   * allowed. Bounded work: at most 256 accepts a listener. Level-triggered: what stays readable (or
   * held back inside the transport) while wanted is reported again by the next poll, which then
   * does not wait. A channel closed since is not reported. An interrupted thread keeps its flag,
   * and the poll waits nevertheless.
   *
   * @return reports made
   */
  int poll(long timeoutMs) throws IOException;

  /**
   * Whether its addresses and paths are of a network of its own, where no socket of the kernel's
   * and no file meets them.
   */
  default boolean isVirtual() {
    return false;
  }

  /** The running or else the next poll returns at once; coalescing. Also after close: nothing. */
  void wakeup();

  /** Closes every channel and the poller; reports nothing; idempotent. */
  @Override
  void close();
}
