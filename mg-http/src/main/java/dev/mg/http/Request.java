package dev.mg.http;

/** One request being received. */
final class Request extends IncomingMessage {
  final RequestHead head;

  /** With these limits: {@code dev.mg.MgOptions} describes them. */
  Request(int maxLineBytes, int maxHeadBytes, int maxFields) {
    super(new FieldParser(maxFields), maxHeadBytes);
    head = new RequestHead(maxLineBytes, maxHeadBytes, maxFields);
  }

  @Override
  MessageHead head() {
    return head;
  }

  /** The head is complete: its fields tell the body. */
  void beginBody(int bytes) {
    beginBody(bytes, head.framing.chunked, Math.max(0, head.framing.contentLength));
  }
}
