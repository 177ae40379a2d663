package dev.mg.http;

import dev.mg.MgConnection;
import dev.mg.MgException;
import dev.mg.MgIobuf;
import dev.mg.MgOptions;
import dev.mg.MgStr;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events (HTML standard, section 9.2): a response that goes on, which browsers read
 * with {@code EventSource} and open again by themselves when it breaks.
 *
 * <p><b>Manager's thread only.</b> A silent stream gets a comment at least each two {@link
 * MgOptions#httpSsePingMs}, so that a client that has vanished is noticed. It ends with {@link
 * #end}, with its client (the handler hears CLOSE), and when the manager stops; the handler of STOP
 * may still send.
 *
 * <p>A client that does not read gets no more than fits: from {@link MgOptions#sendHighBytes} on
 * {@link #send} drops the event and returns false. A program that may not lose one closes the
 * connection then: the client comes back, and tells by {@link #lastEventId} where to go on.
 *
 * <pre>{@code
 * case MgHttp.EV_MSG -> { if (MgSse.start(c)) streams.add(c); }
 * case MgEvent.CLOSE -> streams.remove(c);
 * ...
 * for (MgConnection c : streams) MgSse.send(c, "tick", null, "12:00");
 * }</pre>
 */
public final class MgSse {
  private static final String HEAD =
      "Content-Type: text/event-stream\r\nCache-Control: no-store\r\n";

  private MgSse() {}

  /** As {@link #start(MgConnection, String)}, without more headers. */
  public static boolean start(MgConnection c) {
    return start(c, "");
  }

  /**
   * Answers a request with a stream of events.
   *
   * @param headers to be added, as for {@link MgHttp#reply(MgConnection, int, String, String)}
   * @return false if there will be no stream: the request was HEAD, and is answered, or the
   *     connection is closing
   */
  public static boolean start(MgConnection c, String headers) {
    ServerConnection s = ServerConnection.of(c);
    BodyWriter pieces = ServerConnection.server(c).responder.pieces;
    boolean open = pieces.replyChunked(c, s, 200, HEAD + headers);
    if (open) {
      s.hold = SseStreams.of(c.mgr()).add(c, s);
    } else if (s.answer() == ServerConnection.Answer.BODILESS) {
      pieces.end(c, s, "");
    }
    return open;
  }

  /** As {@link #send(MgConnection, String, String, String)}, with the data alone. */
  public static boolean send(MgConnection c, String data) {
    return send(c, null, null, data);
  }

  /**
   * Sends an event.
   *
   * @param event its type, null for "message"
   * @param id what the client will tell as Last-Event-ID, null = that of the event before
   * @param data any text; its lines arrive joined by LF
   * @return false if it was dropped: the client does not keep up, or the stream has ended
   * @throws MgException if event or id hold CR, LF or NUL, which would make them another event; or
   *     another response is due, or under way
   */
  public static boolean send(
      MgConnection c, @Nullable String event, @Nullable String id, String data) {
    checkLine("event", event);
    checkLine("id", id);
    SseStreams.Stream stream = stream(c);
    if (stream == null) {
      return false;
    }
    MgIobuf text = SseStreams.of(c.mgr()).text;
    if (event != null) {
      line(text, "event: ", event, 0, event.length());
    }
    if (id != null) {
      line(text, "id: ", id, 0, id.length());
    }
    lines(text, "data: ", data);
    text.addByte('\n');
    return stream.send();
  }

  /** Sends a comment, which no program on the other side sees; returns as {@link #send}. */
  public static boolean comment(MgConnection c, String comment) {
    SseStreams.Stream stream = stream(c);
    if (stream == null) {
      return false;
    }
    MgIobuf text = SseStreams.of(c.mgr()).text;
    lines(text, ": ", comment);
    text.addByte('\n');
    return stream.send();
  }

  /** Tells how long the client is to wait before it comes again; returns as {@link #send}. */
  public static boolean retry(MgConnection c, long ms) {
    if (ms < 0) {
      throw new MgException("retry after " + ms + " ms: it must be 0 at least");
    }
    SseStreams.Stream stream = stream(c);
    if (stream == null) {
      return false;
    }
    String number = Long.toString(ms);
    MgIobuf text = SseStreams.of(c.mgr()).text;
    line(text, "retry: ", number, 0, number.length());
    text.addByte('\n');
    return stream.send();
  }

  /** The id of the last event the client has seen; null if it has seen none that had one. */
  public static @Nullable MgStr lastEventId(MgHttpMessage hm) {
    return hm.header("Last-Event-ID");
  }

  /** Ends the stream; nothing if it has ended. The client comes again, unless told not to. */
  public static void end(MgConnection c) {
    if (stream(c) != null) {
      MgHttp.endResponse(c);
    }
  }

  /** Null if it has ended. */
  private static SseStreams.@Nullable Stream stream(MgConnection c) {
    if (c.isClosing()) {
      return null;
    }
    ServerConnection s = ServerConnection.of(c);
    if (s.hold instanceof SseStreams.Stream stream) {
      return stream;
    }
    if (s.phase() == ServerConnection.Phase.OVER
        || s.answer() == ServerConnection.Answer.NONE
        || s.isAnswered()) {
      return null;
    }
    throw new MgException(
        "connection " + c.id() + " has no stream of events: begin it by MgSse.start");
  }

  private static void checkLine(String what, @Nullable String value) {
    if (value != null) {
      for (int i = 0; i < value.length(); i++) {
        char ch = value.charAt(i);
        if (ch == '\r' || ch == '\n' || ch == 0) {
          throw new MgException(
              "the " + what + " of an event holds CR, LF or NUL at " + i + ": leave it out");
        }
      }
    }
  }

  private static void lines(MgIobuf to, String field, String text) {
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char ch = text.charAt(i);
      if (ch == '\r' || ch == '\n') {
        line(to, field, text, from, i);
        if (ch == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
          i++;
        }
        from = i + 1;
      }
    }
    line(to, field, text, from, text.length());
  }

  private static void line(MgIobuf to, String field, String text, int from, int end) {
    to.add(field);
    to.add(text.substring(from, end));
    to.addByte('\n');
  }
}
