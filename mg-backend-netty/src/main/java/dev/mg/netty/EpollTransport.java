package dev.mg.netty;

import dev.mg.MgNetException;
import dev.mg.MgOptions;
import dev.mg.spi.MgChannel;
import dev.mg.spi.MgDatagram;
import dev.mg.spi.MgSocketOptions;
import dev.mg.spi.MgStream;
import dev.mg.spi.MgTransport;
import dev.mg.spi.MgTransportEvents;
import dev.mg.spi.sockets.PollGuard;
import dev.mg.spi.sockets.Reports;
import io.netty.channel.unix.Buffer;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** One epoll descriptor and its sockets. <b>Owner thread only but {@link #wakeup}.</b> */
final class EpollTransport implements MgTransport {
  private final PollGuard guard = new PollGuard(EpollTransportProvider.NAME);
  private final ArrayDeque<EpollChannel> due = new ArrayDeque<>();

  final Reports reports;
  final EpollPoller poller;

  /** Between the kernel and the heap, one for all: used up within each read and write. */
  final ByteBuffer scratch;

  final long scratchAddress;

  /** What accept fills in: a length, an IP address, a scope id if it is IPv6, a port. */
  final byte[] peerAddress = new byte[1 + 16 + 4 + 4];

  EpollTransport(MgOptions options, MgTransportEvents events) throws MgNetException {
    reports = new Reports(events);
    scratch = ByteBuffer.allocateDirect(Math.max(options.readBytes(), MgStream.WRITE_BYTES));
    scratchAddress = Buffer.memoryAddress(scratch);
    try {
      poller = new EpollPoller();
    } catch (RuntimeException e) {
      throw EpollErrors.of("open epoll", e);
    }
  }

  @Override
  public MgChannel listen(SocketAddress local, MgSocketOptions options, @Nullable Object attachment)
      throws MgNetException {
    guard.check("listen");
    return EpollListener.open(this, local, options, attachment);
  }

  @Override
  public MgStream connect(
      SocketAddress remote,
      @Nullable SocketAddress local,
      MgSocketOptions options,
      @Nullable Object attachment) {
    guard.check("connect");
    EpollStream stream = new EpollStream(this, remote, attachment);
    stream.connect(local, options);
    return stream;
  }

  @Override
  public MgDatagram datagram(
      @Nullable SocketAddress local,
      @Nullable SocketAddress remote,
      MgSocketOptions options,
      @Nullable Object attachment)
      throws MgNetException {
    guard.check("datagram");
    return EpollDatagram.open(this, local, remote, options, attachment);
  }

  @Override
  public int poll(long timeoutMs) {
    guard.enter();
    try {
      poller.run(due.isEmpty() ? timeoutMs : 0);
      // What a report leads to, inside this loop, is due by the next poll.
      for (int n = due.size(); n > 0; n--) {
        EpollChannel channel = due.remove();
        if (!channel.isClosed()) {
          channel.reportDue(reports);
        }
      }
    } finally {
      guard.leave();
    }
    return reports.end();
  }

  /** Has the next poll report something of {@code channel} that the kernel does not tell. */
  void report(EpollChannel channel) {
    due.add(channel);
  }

  @Override
  public void wakeup() {
    if (!guard.isClosed()) {
      poller.wakeup();
    }
  }

  @Override
  public void close() {
    if (guard.close()) {
      due.clear();
      poller.close();
    }
  }
}
