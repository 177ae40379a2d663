package dev.mg.core;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgHandler;
import dev.mg.MgTimer;
import dev.mg.MgUtil;
import org.jspecify.annotations.Nullable;

/**
 * One question to one server: over UDP, asked again while there is no answer, over TCP when the
 * answer does not fit.
 *
 * <p>Each lookup has a socket of its own, connected to the server, so that the port is random like
 * the id (RFC 5452 section 9.2) and the system drops what others send. Datagrams that are not the
 * answer are ignored: a liar must not end a lookup that the server still answers.
 */
final class DnsLookup {
  /** Told once: an answer, or null when there was none in time. */
  interface Done {
    void done(DnsMessage.@Nullable Answer answer);
  }

  private static final long FIRST_WAIT_MS = 400;
  private static final MgHandler NOBODY = (c, ev, evData, fnData) -> {};

  private final CoreManager mgr;
  private final String server;
  private final byte[] query;
  private final Done done;
  private final MgTimer deadline;
  private @Nullable MgConnection socket;
  private @Nullable MgTimer again;
  private boolean over;

  DnsLookup(CoreManager mgr, String server, String name, int type, long timeoutMs, Done done) {
    this.mgr = mgr;
    this.server = server;
    this.done = done;
    query = DnsMessage.query(randomId(), name, type);
    deadline = mgr.timerAdd(timeoutMs, MgTimer.ONCE, () -> end(null));
  }

  void start() {
    socket = open("udp://", this::udp);
  }

  /**
   * A connection of our own: opened while the manager stops too, since somebody there is served to
   * the end, and the handler a protocol's, so that the stop leaves the end of it to us.
   */
  private MgConnection open(String scheme, MgHandler handler) {
    MgConnection c = mgr.outgoing.connect(scheme + server, NOBODY, null, handler, null, null, 0);
    c.label("dns");
    return c;
  }

  private static int randomId() {
    byte[] b = new byte[2];
    MgUtil.random(b);
    return (b[0] & 0xFF) << 8 | b[1] & 0xFF;
  }

  private void udp(MgConnection c, int ev, @Nullable Object data, @Nullable Object fnData) {
    switch (ev) {
      case MgEvent.CONNECT -> ask(c, FIRST_WAIT_MS);
      case MgEvent.READ -> answered(c);
      case MgEvent.CLOSE -> {
        if (c == socket) {
          end(null);
        }
      }
      default -> {}
    }
  }

  /** Sends, and again after {@code waitMs}, then after twice that, until the deadline. */
  private void ask(MgConnection c, long waitMs) {
    if (!over && c == socket) {
      c.send(query);
      again = mgr.timerAdd(waitMs, MgTimer.ONCE, () -> ask(c, waitMs * 2));
    }
  }

  private void answered(MgConnection c) {
    DnsMessage.Answer answer = DnsMessage.answer(query, c.recv.buf(), c.recv.head(), c.recv.len());
    if (answer == null || over) {
      return;
    }
    if (answer.truncated()) {
      // Switched before the old one closes: its CLOSE is then not the end.
      socket = open("tcp://", this::tcp);
      c.close();
    } else {
      end(answer);
    }
  }

  private void tcp(MgConnection c, int ev, @Nullable Object data, @Nullable Object fnData) {
    switch (ev) {
      case MgEvent.CONNECT -> {
        c.send(new byte[] {(byte) (query.length >> 8), (byte) query.length});
        c.send(query);
      }
      case MgEvent.READ -> {
        int n = c.recv.len() < 2 ? 0 : (c.recv.at(0) & 0xFF) << 8 | c.recv.at(1) & 0xFF;
        if (c.recv.len() >= 2 && c.recv.len() - 2 >= n) {
          end(DnsMessage.answer(query, c.recv.buf(), c.recv.head() + 2, n));
        }
      }
      case MgEvent.CLOSE -> {
        if (c == socket) {
          end(null);
        }
      }
      default -> {}
    }
  }

  private void end(DnsMessage.@Nullable Answer answer) {
    if (over) {
      return;
    }
    over = true;
    deadline.cancel();
    if (again != null) {
      again.cancel();
    }
    if (socket != null) {
      socket.close();
    }
    done.done(answer != null && answer.truncated() ? null : answer);
  }
}
