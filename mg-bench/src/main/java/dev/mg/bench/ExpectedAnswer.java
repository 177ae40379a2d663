package dev.mg.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What every answer of a load is: status 200, and the one body. A head is looked into when it
 * differs from the one before, as it does once a second by its Date; as long as it does not, the
 * whole answer is known and only compared. Shared by the connections of one client; not thread
 * safe.
 */
final class ExpectedAnswer {
  /** A longer one is no head of a right answer. */
  static final int MAX_HEAD_BYTES = 8192;

  /** Returned by {@link #skip}. */
  static final int UNKNOWN = -1;

  private static final String STATUS = "HTTP/1.1 200 ";
  private static final Pattern LENGTH =
      Pattern.compile("\r\ncontent-length:[ \t]*(\\d+)[ \t]*\r\n", Pattern.CASE_INSENSITIVE);

  private final byte[] body;
  private final boolean closing;

  /** The last head, and the body. */
  private final ByteBuffer known;

  private int headBytes;

  /**
   * @param body at least one byte
   * @param closing whether the end of the connection may end it
   */
  ExpectedAnswer(byte[] body, boolean closing) {
    this.body = body;
    this.closing = closing;
    known = ByteBuffer.allocateDirect(MAX_HEAD_BYTES + body.length).limit(0);
  }

  /**
   * Skips an answer whose head is the last one, or as much of it as has come.
   *
   * @return bytes that are still to come, or {@link #UNKNOWN}: nothing was skipped since the head
   *     is another one, or not whole
   * @throws IOException if the body is wrong
   */
  int skip(ByteBuffer in) throws IOException {
    int length = known.limit();
    int there = Math.min(in.remaining(), length);
    int differs = in.mismatch(known);
    int same = differs < 0 ? there : differs;
    if (headBytes == 0 || same < headBytes) {
      return UNKNOWN;
    }
    if (same < there) {
      throw wrongBody(same - headBytes);
    }
    in.position(in.position() + same);
    return length - same;
  }

  /**
   * Skips what has come of a body.
   *
   * @param missing bytes of it, at least one
   * @return how many are still to come
   * @throws IOException if it is wrong
   */
  int skipBody(ByteBuffer in, int missing) throws IOException {
    int there = Math.min(in.remaining(), missing);
    int differs = in.mismatch(known.position(known.limit() - missing));
    known.rewind();
    int same = differs < 0 ? there : differs;
    if (same < there) {
      throw wrongBody(body.length - missing + same);
    }
    in.position(in.position() + same);
    return missing - same;
  }

  private static IOException wrongBody(int at) {
    return new IOException("the body of an answer is wrong from byte " + at + " on");
  }

  /**
   * Looks into a head and knows it from now on.
   *
   * @param n bytes, at most {@link #MAX_HEAD_BYTES}
   * @return bytes of the body that follows
   * @throws IOException if it is not that of a right answer
   */
  int learn(byte[] head, int n) throws IOException {
    String text = new String(head, 0, n, StandardCharsets.ISO_8859_1);
    if (!text.startsWith(STATUS)) {
      throw new IOException("answered by '" + text.lines().findFirst().orElse("") + "'");
    }
    Matcher length = LENGTH.matcher(text);
    if (length.find()) {
      if (!length.group(1).equals(Integer.toString(body.length))) {
        throw new IOException("answered by " + length.group(1) + " bytes and not " + body.length);
      }
    } else if (!closing) {
      throw new IOException("answered without a Content-Length: '" + text.strip() + "'");
    }
    known.clear().put(head, 0, n).put(body).flip();
    headBytes = n;
    return body.length;
  }
}
