package dev.mg.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Finds the ends of the answers on one connection, however they are split. It keeps what it has not
 * understood, so the buffer is free after each call. Not thread safe.
 */
final class AnswerFramer {
  private static final int FIRST_HEAD_BYTES = 256;
  private static final byte[] END = {'\r', '\n', '\r', '\n'};

  private final ExpectedAnswer expected;

  /** What has come of a head that is not whole, or not the last one. */
  private byte[] head = new byte[FIRST_HEAD_BYTES];

  private int headBytes;

  /** How much of {@link #END} the head ends with. */
  private int endBytes;

  /** Of a body that has begun. */
  private int missing;

  AnswerFramer(ExpectedAnswer expected) {
    this.expected = expected;
  }

  /**
   * Takes all that has come.
   *
   * @return how many answers became whole
   * @throws IOException if something of it is no part of a right answer
   */
  int take(ByteBuffer in) throws IOException {
    int answers = 0;
    while (in.hasRemaining()) {
      if (missing > 0) {
        missing = expected.skipBody(in, missing);
      } else {
        int left = headBytes == 0 ? expected.skip(in) : ExpectedAnswer.UNKNOWN;
        if (left == ExpectedAnswer.UNKNOWN && !takeHead(in)) {
          break;
        }
        missing = left == ExpectedAnswer.UNKNOWN ? learn() : left;
      }
      if (missing == 0) {
        answers++;
      }
    }
    return answers;
  }

  /** Up to the end of a head; false = that has not come. */
  private boolean takeHead(ByteBuffer in) throws IOException {
    while (in.hasRemaining()) {
      if (headBytes == head.length) {
        if (headBytes == ExpectedAnswer.MAX_HEAD_BYTES) {
          throw new IOException("answered by a head of more than " + headBytes + " bytes");
        }
        head = Arrays.copyOf(head, 2 * headBytes);
      }
      byte b = in.get();
      head[headBytes++] = b;
      if (b == END[endBytes]) {
        if (++endBytes == END.length) {
          return true;
        }
      } else {
        endBytes = b == END[0] ? 1 : 0;
      }
    }
    return false;
  }

  private int learn() throws IOException {
    int n = headBytes;
    reset();
    return expected.learn(head, n);
  }

  /** Whether an answer has begun that is not whole. */
  boolean isWithin() {
    return headBytes > 0 || missing > 0;
  }

  /** For a new connection. */
  void reset() {
    headBytes = 0;
    endBytes = 0;
    missing = 0;
  }
}
