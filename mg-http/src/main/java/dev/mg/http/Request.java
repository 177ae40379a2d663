package dev.mg.http;

import org.jspecify.annotations.Nullable;

/** One request being received. */
final class Request extends IncomingMessage {
  final RequestHead head;

  /** Whether the sender waits for 100 (Continue). */
  boolean owesContinue;

  /** Takes the pieces of a streamed body before the program hears of them; mostly null. */
  @Nullable BodySink sink;

  /** With these limits: {@code dev.mg.MgOptions} describes them. */
  Request(int maxLineBytes, int maxHeadBytes, int maxFields) {
    super(new FieldParser(maxFields), maxHeadBytes);
    head = new RequestHead(maxLineBytes, maxHeadBytes, maxFields);
  }

  @Override
  MessageHead head() {
    return head;
  }

  @Override
  void reset() {
    super.reset();
    if (sink != null) {
      sink.close();
      sink = null;
    }
  }

  /** The head is complete: its fields tell the body. */
  void beginBody(int bytes) {
    beginBody(bytes, head.framing.chunked, Math.max(0, head.framing.contentLength));
  }
}
