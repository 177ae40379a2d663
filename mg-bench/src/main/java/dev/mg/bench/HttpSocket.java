package dev.mg.bench;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One of the connections of an {@link HttpClient}, or a row of them, one after the other. */
final class HttpSocket {
  final AnswerFramer framer;

  /** Null: it is not connected. */
  @Nullable SocketChannel channel;

  @Nullable SelectionKey key;

  /** Answers that are due. */
  int missing;

  /** Bytes of the requests that are written. */
  int written;

  /** Since when these answers are waited for. */
  long sinceNs;

  /** The number of its next write in a {@link Pace}. */
  long next;

  HttpSocket(ExpectedAnswer expected) {
    framer = new AnswerFramer(expected);
  }

  /** Whether it can be given requests. */
  boolean isIdle(boolean closing) {
    return closing ? channel == null : missing == 0;
  }

  void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
    channel = null;
    key = null;
  }
}
