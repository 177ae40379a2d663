package dev.mg.http;

import dev.mg.MgOptions;

/** One response being received. */
final class Response extends IncomingMessage {
  final ResponseHead head;

  /** With the limits of {@code options}. */
  Response(MgOptions options) {
    super(new FieldParser(options.httpMaxFields(), true), options.httpMaxHeadBytes());
    head =
        new ResponseHead(
            options.httpMaxLineBytes(), options.httpMaxHeadBytes(), options.httpMaxFields());
  }

  @Override
  MessageHead head() {
    return head;
  }

  /** The head is complete, and tells the body. */
  void beginBody(int bytes) {
    beginBody(bytes, head.chunked, head.length);
  }
}
