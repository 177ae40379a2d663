package dev.mg.http;

import dev.mg.MgConnection;
import dev.mg.MgIobuf;
import dev.mg.MgManager;
import dev.mg.MgTimer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The streams of server-sent events of a manager. One timer looks after all of them: those that
 * were silent since it looked last get a comment, which tells proxies and both ends that the other
 * is there.
 */
final class SseStreams {
  /** The array of a longer event is not kept. */
  private static final int KEPT_BYTES = 64 << 10;

  private static final byte[] PING = ":\n\n".getBytes(StandardCharsets.US_ASCII);

  /** Where an event is put together. */
  final MgIobuf text = new MgIobuf();

  private final MgManager mgr;
  private final int pingMs;
  private final List<Stream> streams = new ArrayList<>();
  private @Nullable MgTimer timer;

  private SseStreams(MgManager mgr) {
    this.mgr = mgr;
    pingMs = mgr.options().httpSsePingMs();
  }

  /** The one of {@code mgr}. */
  static SseStreams of(MgManager mgr) {
    return mgr.local(SseStreams.class, () -> new SseStreams(mgr));
  }

  /** One stream under way. */
  final class Stream implements ResponseHold {
    private final MgConnection c;
    private final ServerConnection s;
    private int index;

    /** Whether nothing was sent since the timer looked. */
    private boolean isSilent;

    private Stream(MgConnection c, ServerConnection s, int index) {
      this.c = c;
      this.s = s;
      this.index = index;
    }

    /** Sends what {@link #text} holds; false if the client does not keep up. */
    boolean send() {
      boolean fits = !c.isSendFull();
      if (fits) {
        isSilent = false;
        BodyWriter.put(c, s, text.buf(), text.head(), text.len());
      }
      if (text.capacity() > KEPT_BYTES) {
        text.free();
      }
      text.clear();
      return fits;
    }

    private void ping() {
      if (c.pfnData() != s) {
        // Given to another protocol outside of our events: nobody told us.
        s.releaseHold();
      } else if (c.isReadEof()) {
        // Nobody who listens ends his side.
        ServerConnection.server(c).responder.pieces.end(c, s, "");
      } else if (isSilent && !c.isSendFull()) {
        BodyWriter.put(c, s, PING, 0, PING.length);
      }
      isSilent = true;
    }

    @Override
    public void release() {
      remove(this);
    }
  }

  Stream add(MgConnection c, ServerConnection s) {
    Stream stream = new Stream(c, s, streams.size());
    streams.add(stream);
    if (timer == null && pingMs > 0) {
      timer = mgr.timerAdd(pingMs, MgTimer.REPEAT, this::look);
    }
    return stream;
  }

  private void remove(Stream stream) {
    Stream last = streams.remove(streams.size() - 1);
    if (last != stream) {
      last.index = stream.index;
      streams.set(stream.index, last);
    }
    MgTimer running = timer;
    if (streams.isEmpty() && running != null) {
      timer = null;
      running.cancel();
    }
  }

  private void look() {
    // Backwards: what is removed on the way is replaced by one that was looked at.
    for (int i = streams.size() - 1; i >= 0; i--) {
      streams.get(i).ping();
    }
  }
}
