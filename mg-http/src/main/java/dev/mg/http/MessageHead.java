package dev.mg.http;

import org.jspecify.annotations.Nullable;

/**
 * A message's first line and fields: parsed as the bytes arrive, then judged.
 *
 * <p>Pure: no connection, no event. Offsets count from the message's start in its buffer. Reused
 * from message to message.
 */
abstract class MessageHead {
  final StartLine line;
  final FieldIndex fields;
  final Framing framing = new Framing();
  private final FieldParser parser;
  private final int maxHeadBytes;
  private boolean inFields;

  /** Whether the connection may stay open after the response. */
  boolean keepAlive;

  @Nullable Refusal refusal;

  MessageHead(StartLine line, FieldParser parser, int maxHeadBytes) {
    this.line = line;
    this.parser = parser;
    fields = parser.index;
    this.maxHeadBytes = maxHeadBytes;
    line.reset();
  }

  /** Gets ready for another message. */
  void reset() {
    line.reset();
    inFields = false;
    refusal = null;
  }

  /**
   * Goes on where the last call stopped; what has ended is judged too.
   *
   * @param base where the message starts in {@code b}; it may move between calls
   * @param end where the bytes received so far end
   * @return the length of the head, or {@link StartLine#MORE}, or {@link StartLine#REFUSED}, which
   *     {@link #refusal} is about
   */
  int parse(byte[] b, int base, int end) {
    if (!inFields) {
      int n = line.parse(b, base, end);
      if (n <= 0) {
        refusal = line.refusal;
        return n;
      }
      inFields = true;
      parser.begin(n, line.from + maxHeadBytes);
    }
    int n = parser.parse(b, base, end);
    if (n <= 0) {
      refusal = parser.refusal;
      return n;
    }
    refusal = judge(b, base);
    return refusal == null ? n : StartLine.REFUSED;
  }

  /** What is wrong with a head that is complete, or null. */
  abstract @Nullable Refusal judge(byte[] b, int base);

  boolean isHttp10() {
    return line.minor == 0;
  }
}
