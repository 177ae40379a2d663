package dev.mg.core;

import dev.mg.MgAddr;
import dev.mg.MgCloseReason;
import dev.mg.MgEvent;
import dev.mg.MgException;
import dev.mg.MgLog;
import dev.mg.MgNetException;
import dev.mg.spi.MgDatagram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * UDP: a datagram is one READ and stands alone in {@code recv}; a send is one datagram at once. A
 * failure is an ERROR and does not end the connection: the next datagram may fare better.
 */
final class Datagrams {
  /** So that a flood of datagrams cannot keep the others waiting. */
  private static final int RECEIVES_A_VISIT = 64;

  private final CoreManager mgr;
  private byte[] array = {};

  Datagrams(CoreManager mgr) {
    this.mgr = mgr;
  }

  /** Reads what is there, a bounded number of datagrams. */
  void receive(CoreConnection c) {
    if (array.length == 0) {
      array = new byte[MgDatagram.MAX_BYTES];
    }
    for (int i = 0; i < RECEIVES_A_VISIT && c.state == ConnState.OPEN && c.pauses == 0; i++) {
      c.recv.clear();
      c.recvBuf().lend(array);
      try {
        SocketAddress from = c.datagram().receive(c.recv);
        if (from == null) {
          break;
        }
        if (c.has(Flag.LISTENING)) {
          c.rareState().peer = from;
        }
      } catch (IOException e) {
        error(c, e);
        break;
      }
      int n = c.recv.len();
      mgr.visits.bytesIn += n;
      if (c.has(Flag.HEXDUMP)) {
        c.dump(MgEvent.READ, c.recv.buf(), c.recv.head(), n);
      }
      mgr.dispatcher.fireNumber(c, MgEvent.READ, n);
      // Now, while the datagram is there: the next one takes its place.
      again(c);
    }
    c.recv.clear();
    c.recvBuf().settle(array);
  }

  /** Gives one more READ if it was asked for, and sends what has been appended. */
  void again(CoreConnection c) {
    if (c.has(Flag.AGAIN)) {
      c.set(Flag.AGAIN, false);
      if (c.state == ConnState.OPEN) {
        mgr.dispatcher.fireAgain(c);
      }
    }
    sendAppended(c);
  }

  /** What was appended to {@code send} itself is one datagram. */
  void sendAppended(CoreConnection c) {
    if (c.send.isEmpty() || c.state != ConnState.OPEN) {
      return;
    }
    byte[] bytes = c.send.buf();
    int head = c.send.head();
    int len = c.send.len();
    // First, since the handlers of what follows may append the next.
    c.send.free();
    if (len > MgDatagram.MAX_BYTES) {
      error(c, new MgNetException(MgNetException.Kind.MESSAGE_TOO_BIG, tooLong(len), null));
    } else if (hasNobody(c)) {
      error(c, new MgException(nobody(c)));
    } else {
      send(c, bytes, head, len);
    }
  }

  private static boolean hasNobody(CoreConnection c) {
    return c.state != ConnState.OPEN || (c.has(Flag.LISTENING) && c.peer() == null);
  }

  private static String nobody(CoreConnection c) {
    return c + " has nobody to send to yet: wait for CONNECT, or for READ on a listener";
  }

  private static String tooLong(int len) {
    return "a datagram of " + len + " bytes: at most " + MgDatagram.MAX_BYTES + " can be sent";
  }

  int send(CoreConnection c, byte[] bytes, int off, int len) {
    mgr.checkOwner();
    Objects.checkFromIndexSize(off, len, bytes.length);
    if (len > MgDatagram.MAX_BYTES) {
      throw new MgException(tooLong(len));
    }
    if (c.state.isOver()) {
      return 0;
    }
    if (hasNobody(c)) {
      throw new MgException(nobody(c));
    }
    try {
      if (!c.datagram().send(bytes, off, len, c.peer())) {
        return 0;
      }
    } catch (IOException e) {
      error(c, e);
      return 0;
    }
    mgr.visits.bytesOut += len;
    if (c.has(Flag.HEXDUMP)) {
      c.dump(MgEvent.WRITE, bytes, off, len);
    }
    mgr.dispatcher.fireNumber(c, MgEvent.WRITE, len);
    return len;
  }

  private void error(CoreConnection c, Exception e) {
    MgLog.debug(() -> c + ": " + e.getMessage());
    mgr.dispatcher.fire(c, MgEvent.ERROR, e);
  }

  /** The last step of a UDP connect: the first of the addresses that can be had at all. */
  void connect(CoreConnection c, Dial dial) {
    IOException why = null;
    while (c.channel == null && dial.hasNext()) {
      try {
        c.channel = mgr.transport.datagram(null, dial.next(), mgr.options().socketOptions(), c);
      } catch (IOException e) {
        why = e;
      }
    }
    mgr.dispatcher.fire(c, MgEvent.RESOLVE, null);
    if (c.state.isOver()) {
      return;
    }
    if (c.channel == null) {
      mgr.failures.fail(c, Objects.requireNonNull(why), MgCloseReason.ERROR);
      return;
    }
    c.rareState().dial = null;
    c.go(ConnState.OPEN);
    c.phase(0);
    mgr.visits.interest(c);
    Recorder.connected(c);
    mgr.dispatcher.fire(c, MgEvent.CONNECT, null);
    sendAppended(c);
    if (c.has(Flag.DRAIN_LATER)) {
      c.end(MgCloseReason.DRAINED);
    }
  }

  void join(CoreConnection c, String group, @Nullable String nic) {
    MgAddr ip = MgAddr.parse(group, 0);
    InetAddress address =
        ip == null ? null : ((InetSocketAddress) ip.toSocketAddress()).getAddress();
    if (!c.has(Flag.UDP) || c.channel == null || address == null || !address.isMulticastAddress()) {
      throw new MgException(
          c
              + " cannot join '"
              + group
              + "': that takes a UDP connection and the literal address of a multicast group");
    }
    try {
      c.datagram().join(address, nic == null ? null : named(nic));
    } catch (IOException e) {
      throw new MgException(c + " cannot join '" + group + "': " + e.getMessage(), e);
    }
  }

  private static NetworkInterface named(String nic) throws IOException {
    NetworkInterface found = NetworkInterface.getByName(nic);
    if (found == null) {
      throw new MgNetException(
          MgNetException.Kind.ADDRESS_NOT_AVAILABLE, "no network interface is named " + nic, null);
    }
    return found;
  }
}
