package dev.mg.core;

import dev.mg.MgCloseReason;
import dev.mg.MgEvent;
import dev.mg.MgException;
import dev.mg.MgIobuf;
import dev.mg.spi.MgStream;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The way out of a stream: bytes and files to the transport, and what follows once they have left,
 * the end of output, of TLS, of the connection.
 */
final class Output {
  /** A connection with more to send than this waits for its next turn. */
  private static final int FLUSH_BYTES = 1 << 20;

  private final CoreManager mgr;
  private final Dispatcher dispatcher;
  private final MgIobuf scratch = new MgIobuf();

  Output(CoreManager mgr, Dispatcher dispatcher) {
    this.mgr = mgr;
    this.dispatcher = dispatcher;
  }

  /** Sends what it can, fires WRITE for it, and does what was due after the last byte. */
  void flush(CoreConnection c) {
    // What somebody appended to a listener's send has nowhere to go.
    if (!c.state.isUp() || c.isAcceptor()) {
      return;
    }
    long budget = FLUSH_BYTES;
    long sent;
    boolean progress = c.has(Flag.TLS) && flushTls(c);
    do {
      sent = push(c, budget);
      budget -= sent;
      if (sent > 0) {
        progress = true;
        mgr.visits.bytesOut += sent;
        if (c.send.len() <= mgr.sendLowBytes) {
          c.set(Flag.SEND_FULL, false);
        }
        dispatcher.fireNumber(c, MgEvent.WRITE, sent);
      }
    } while (sent > 0 && budget > 0 && !c.has(Flag.WRITE_BLOCKED) && isOutWaiting(c));
    if (c.state.isUp()) {
      afterFlush(c, progress);
    }
  }

  /** Pushes ciphertext that is left; whether there was progress. */
  private boolean flushTls(CoreConnection c) {
    TlsStream tls = c.tlsStream();
    long before = tls.unflushed();
    try {
      tls.flush();
    } catch (IOException e) {
      mgr.failures.broken(c, e);
    }
    return tls.unflushed() < before;
  }

  private void afterFlush(CoreConnection c, boolean progress) {
    boolean waiting = isOutWaiting(c) || (c.has(Flag.TLS) && c.tlsStream().hasPending());
    c.set(Flag.WRITE_BLOCKED, waiting);
    if (c.has(Flag.OVERFLOW) || c.send.len() > mgr.maxSendBytes) {
      mgr.failures.fail(
          c,
          new MgException(
              "more than maxSendBytes "
                  + mgr.maxSendBytes
                  + " are to be sent: look at isSendFull() and wait for WRITE"),
          MgCloseReason.ERROR);
      return;
    }
    if (c.state == ConnState.OPEN && !c.has(Flag.TLS_HS)) {
      if (!waiting) {
        c.endPhase();
      } else if (progress || c.phaseNs() == 0) {
        c.phase(mgr.options().writeStallTimeoutMs());
      }
    } else if (progress && c.has(Flag.READ_EOF) && isPeersEnd(c.reason()) && !c.state.isOver()) {
      // Who has ended its own side only, and takes what it gets, is served as long as that takes.
      c.phase(mgr.options().drainTimeoutMs());
    }
    if (!waiting && c.has(Flag.SHUT_WANTED) && !c.has(Flag.TLS_HS) && !shutdown(c)) {
      return;
    }
    if (c.state == ConnState.DRAINING && !c.isOutPending()) {
      drained(c);
    }
    mgr.visits.interest(c);
  }

  private void drained(CoreConnection c) {
    if (c.has(Flag.TLS_HS)) {
      c.end(MgCloseReason.DRAINED);
      return;
    }
    // Closed with bytes unread, a socket resets, which may cost the peer what was just sent.
    if (c.has(Flag.LINGER | Flag.READ_FILLED) && !c.has(Flag.READ_EOF)) {
      c.set(Flag.LINGER, true);
      if (!c.has(Flag.SHUT_DONE) && shutdown(c)) {
        c.phase(Failures.LINGER_MS);
      }
    } else if (!isPeersEnd(c.reason()) || !c.has(Flag.RESP | Flag.AGAIN)) {
      if (!c.has(Flag.TLS) || goodbye(c)) {
        c.end(MgCloseReason.DRAINED);
      }
    }
  }

  private static boolean isPeersEnd(@Nullable MgCloseReason why) {
    return why == MgCloseReason.EOF || why == MgCloseReason.TRUNCATED;
  }

  /** TLS's own end; whether it has left. */
  private boolean goodbye(CoreConnection c) {
    try {
      return c.tlsStream().goodbye();
    } catch (IOException e) {
      mgr.failures.broken(c, e);
      return false;
    }
  }

  /** FIN, once. False if that failed. */
  private boolean shutdown(CoreConnection c) {
    if (!c.has(Flag.SHUT_DONE)) {
      c.set(Flag.SHUT_DONE, true);
      try {
        c.stream().shutdownOutput();
      } catch (IOException e) {
        mgr.failures.broken(c, e);
        return false;
      }
    }
    return true;
  }

  /** Whether the core holds bytes to go out: not counted are those the transport took. */
  private static boolean isOutWaiting(CoreConnection c) {
    FileQueue files = c.files();
    return !c.send.isEmpty() || (files != null && !files.isEmpty());
  }

  /** Writes until nothing is left, the kernel takes no more, or {@code budget} is spent. */
  private long push(CoreConnection c, long budget) {
    long total = 0;
    c.set(Flag.WRITE_BLOCKED, false);
    if (c.has(Flag.SHUT_DONE)) {
      c.send.clear();
    }
    try {
      while (total < budget && isOutWaiting(c) && c.state.isUp()) {
        MgStream to = c.stream();
        FileQueue files = c.files();
        int max = (int) Math.min(c.send.len(), budget - total);
        if (files != null) {
          files.reap(to);
          if (files.isEmpty()) {
            c.sendBuf().files = null;
            continue;
          }
          max = Math.min(max, files.sendFirst(c.send.len()));
        }
        long n;
        boolean all;
        if (max > 0) {
          n = to.write(c.send, max);
          all = n >= Math.min(max, MgStream.WRITE_BYTES);
          if (c.has(Flag.HEXDUMP) && n > 0) {
            c.dump(MgEvent.WRITE, c.send.buf(), c.send.head(), (int) n);
          }
          c.send.del((int) n);
          if (files != null) {
            files.sent((int) n);
          }
        } else {
          n = Objects.requireNonNull(files).transfer(to, budget - total, scratch);
          all = n > 0;
          files.reap(to);
        }
        total += n;
        if (!all && isOutWaiting(c)) {
          c.set(Flag.WRITE_BLOCKED, true);
          break;
        }
      }
    } catch (IOException e) {
      mgr.failures.broken(c, e);
    }
    return total;
  }
}
