package dev.mg.ws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgIobuf;
import dev.mg.MgManager;
import dev.mg.MgStr;
import dev.mg.MgTimer;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Joins two managers by a TCP connection of mg: one listens, the other connects, and connects again
 * after a pause that doubles. What an author of a backplane can begin with.
 *
 * <pre>
 *   frame = length of the rest (4), kind (1), then
 *   S pattern, U pattern                                   has subscribers now, has none any more
 *   H first number (8)                                     the patterns are told, messages may come
 *   M number (8), opcode (1), length (2), topic, payload   numbers tell the other end what it missed
 * </pre>
 */
final class TcpBackplane implements MgBackplane {
  static final int FIRST_RETRY_MS = 100;
  static final int LAST_RETRY_MS = 1_600;

  private final int port;
  private final int maxQueueBytes;
  private @Nullable TcpLink link;

  private TcpBackplane(int port, int maxQueueBytes) {
    this.port = port;
    this.maxQueueBytes = maxQueueBytes;
  }

  static TcpBackplane listening(int maxQueueBytes) {
    return new TcpBackplane(0, maxQueueBytes);
  }

  static TcpBackplane connecting(int port, int maxQueueBytes) {
    return new TcpBackplane(port, maxQueueBytes);
  }

  @Override
  public TcpLink join(MgManager mgr, Inbox in) {
    link = new TcpLink(mgr, in);
    if (port == 0) {
      link.listen();
    } else {
      link.dial();
    }
    return link;
  }

  /** Of the one manager that was given this. */
  TcpLink link() {
    return Objects.requireNonNull(link);
  }

  final class TcpLink implements Link {
    private final MgManager mgr;
    private final Inbox in;

    /** Frames that wait for a connection, or for room in its {@code send}. */
    private final MgIobuf queue = new MgIobuf();

    /** What the other end wants; null while nothing is known of it: then all is sent. */
    private @Nullable Set<String> wanted;

    /** What it has told on this connection. */
    private Set<String> told = new HashSet<>();

    private @Nullable MgConnection listener;
    private @Nullable MgConnection c;
    private long nextNumber;
    private long firstQueued;
    private long expected;
    private long dropped;
    private int retryMs = FIRST_RETRY_MS;

    /** Messages that went to the connection or the queue. */
    long sent;

    int dials;

    TcpLink(MgManager mgr, Inbox in) {
      this.mgr = mgr;
      this.in = in;
    }

    void listen() {
      listener = mgr.listen("tcp://127.0.0.1:0", this::onEvent, null);
    }

    int port() {
      return Objects.requireNonNull(listener).loc().port();
    }

    void dial() {
      dials++;
      mgr.connect("tcp://127.0.0.1:" + port, this::onEvent, null);
    }

    boolean isUp() {
      return c != null && wanted == told;
    }

    @Nullable MgConnection connection() {
      return c;
    }

    int queued() {
      return queue.len();
    }

    // ---- out ----

    /** Whether the other end has somebody who wants it, as far as is known. */
    boolean wants(String topic) {
      return wanted == null || wanted.stream().anyMatch(p -> NaiveTopics.matches(p, topic));
    }

    @Override
    public void publish(String topic, MgStr data, int op) {
      if (!wants(topic)) {
        return;
      }
      byte[] name = topic.getBytes(UTF_8);
      ByteBuffer frame = ByteBuffer.allocate(4 + 1 + 8 + 1 + 2 + name.length + data.len());
      frame.putInt(frame.capacity() - 4).put((byte) 'M').putLong(nextNumber).put((byte) op);
      frame.putShort((short) name.length).put(name).put(data.buf(), data.off(), data.len());
      if (isUp() && queue.isEmpty() && !c.isSendFull()) {
        c.send(frame.array());
        sent++;
      } else if (queue.len() + frame.capacity() <= maxQueueBytes) {
        if (queue.isEmpty()) {
          firstQueued = nextNumber;
        }
        queue.add(frame.array());
        sent++;
      } else {
        dropped++;
      }
      nextNumber++;
    }

    @Override
    public void subscribe(String pattern) {
      pattern('S', pattern);
    }

    @Override
    public void unsubscribe(String pattern) {
      pattern('U', pattern);
    }

    private void pattern(char kind, String pattern) {
      if (c != null) {
        byte[] name = pattern.getBytes(UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(4 + 1 + name.length);
        c.send(frame.putInt(1 + name.length).put((byte) kind).put(name).array());
      }
    }

    private void flush() {
      if (isUp() && !c.isSendFull() && !queue.isEmpty()) {
        c.send(queue);
        queue.clear();
        if (dropped > 0) {
          in.lost(dropped, "the queue was full");
          dropped = 0;
        }
      }
    }

    // ---- in ----

    private void onEvent(
        MgConnection from, int ev, @Nullable Object evData, @Nullable Object fnData) {
      switch (ev) {
        case MgEvent.ACCEPT, MgEvent.CONNECT -> up(from);
        case MgEvent.READ -> read(from);
        case MgEvent.WRITE -> flush();
        case MgEvent.CLOSE -> down(from);
        default -> {}
      }
    }

    private void up(MgConnection now) {
      if (c != null) {
        c.close();
      }
      c = now;
      told = new HashSet<>();
      long first = queue.isEmpty() ? nextNumber : firstQueued;
      in.patterns(p -> pattern('S', p));
      now.send(ByteBuffer.allocate(13).putInt(9).put((byte) 'H').putLong(first).array());
    }

    private void down(MgConnection gone) {
      if (gone == c) {
        c = null;
      }
      if (c == null && gone != listener && listener == null && !mgr.isStopping()) {
        mgr.timerAdd(retryMs, MgTimer.ONCE, this::dial);
        retryMs = Math.min(2 * retryMs, LAST_RETRY_MS);
      }
    }

    private void read(MgConnection from) {
      MgIobuf recv = from.recv;
      while (recv.len() >= 4 && from == c && !from.isClosing()) {
        ByteBuffer frame = ByteBuffer.wrap(recv.buf(), recv.head(), recv.len());
        int n = frame.getInt();
        if (n < 1 || n > 1 << 20) {
          from.error("a frame of %d bytes", n);
          return;
        }
        if (frame.remaining() < n) {
          return;
        }
        frame.limit(frame.position() + n);
        frame(from, frame);
        recv.del(4 + n);
      }
    }

    private void frame(MgConnection from, ByteBuffer frame) {
      switch (frame.get()) {
        case 'H' -> {
          wanted = told;
          retryMs = FIRST_RETRY_MS;
          missedUpTo(frame.getLong());
          flush();
        }
        case 'S' -> told.add(text(frame, frame.remaining()));
        case 'U' -> told.remove(text(frame, frame.remaining()));
        case 'M' -> {
          missedUpTo(frame.getLong());
          expected++;
          int op = frame.get();
          String topic = text(frame, frame.getShort() & 0xFFFF);
          byte[] data = new byte[frame.remaining()];
          frame.get(data);
          in.message(topic, data, op);
        }
        default -> from.error("a frame of no kind");
      }
    }

    private void missedUpTo(long number) {
      if (number > expected) {
        in.lost(number - expected, "they went out and did not arrive");
        expected = number;
      }
    }

    private static String text(ByteBuffer frame, int n) {
      String s = new String(frame.array(), frame.position(), n, UTF_8);
      frame.position(frame.position() + n);
      return s;
    }

    @Override
    public void close() {
      c = null;
      queue.free();
    }
  }
}
