package dev.mg.ws;

import dev.mg.MgIobuf;

/**
 * Frames to messages, in place: payloads are unmasked where they arrived, and those of fragments
 * moved together. Each byte is looked at once, however the stream is cut into pieces; what no
 * message needs any more is deleted.
 *
 * <pre>
 *            start           start + size              scan            len
 *   delivered  |  message so far  |  control frame  |gap|  not looked at |
 * </pre>
 *
 * <p>Pure: bytes in, answers out. Call {@link #next} until it has nothing more to say or the caller
 * has enough for now, then {@link #settle}; only then bytes may be appended to the buffer. After a
 * violation it must not be called again. Offsets count from the buffer's head.
 */
final class FrameParser {
  /** All was looked at and the frame under way is not complete. */
  static final int MORE = 0;

  /** A data frame that does not end its message: nothing to do but to count it. */
  static final int FRAGMENT = 1;

  /** A message is whole: {@link #flags}, {@link #at}, {@link #len}. */
  static final int MESSAGE = 2;

  /** A control frame is whole: {@link #flags}, {@link #at}, {@link #len}. */
  static final int CONTROL = 3;

  private final FrameHeader header = new FrameHeader();
  private final int maxMessageBytes;

  /** Whether a message has begun and was not delivered. */
  private boolean inMessage;

  /** First octet of the message's first frame, and FIN once it is whole. */
  private byte messageFlags;

  /** Of the text so far; between texts it is DONE, or the last one would have been refused. */
  private byte utf8 = Utf8Validator.DONE;

  /** What the last {@link #next} answered; what it delivered goes with the next call. */
  private byte answered;

  private int start;
  private int size;
  private int controlSize;
  private int scan;

  /**
   * A parser for the frames of one connection.
   *
   * @param maxMessageBytes what all payloads of a message together may have; more is a violation as
   *     soon as a frame announces it
   */
  FrameParser(int maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
  }

  /** First octet of the frame, of the first frame for a message of several; FIN set. */
  int flags() {
    return answered == CONTROL ? header.flags() : messageFlags & 0xFF;
  }

  /** Where the payload starts. */
  int at() {
    return answered == CONTROL ? start + size : start;
  }

  /** Bytes of the payload. */
  int len() {
    return answered == CONTROL ? controlSize : size;
  }

  /** Bytes of payload that the frame under way has announced and that did not arrive yet. */
  long expected() {
    return header.left();
  }

  /**
   * Goes on where the last call stopped, up to the end of a frame at most.
   *
   * @param in the bytes received; its content is changed, its length is not
   * @return {@link #MORE}, {@link #FRAGMENT}, {@link #MESSAGE}, {@link #CONTROL}, or negative a
   *     {@link Violation#answer}
   */
  int next(MgIobuf in) {
    forget();
    int answer = header.isComplete() ? MORE : takeHeader(in);
    if (header.isComplete()) {
      answer = takePayload(in);
    }
    answered = (byte) answer;
    return answer;
  }

  /** What was delivered is over. */
  private void forget() {
    if (answered == CONTROL) {
      controlSize = 0;
    } else if (answered == MESSAGE) {
      inMessage = false;
      size = 0;
    }
    if (answered != MORE) {
      header.reset();
      answered = MORE;
    }
  }

  private int takeHeader(MgIobuf in) {
    int head = in.head();
    int room = maxMessageBytes - size;
    int at = header.parse(in.buf(), head + scan, head + in.len(), inMessage, room);
    if (at < 0) {
      return at;
    }
    scan = at - head;
    if (header.isComplete() && !inMessage) {
      // Nothing before it is needed by anybody, so that its payload can stay where it is.
      start = scan;
      if (!header.isControl()) {
        inMessage = true;
        messageFlags = (byte) (header.flags() | FrameHeader.FIN);
      }
    }
    return MORE;
  }

  private int takePayload(MgIobuf in) {
    byte[] buf = in.buf();
    int head = in.head();
    int n = (int) Math.min(header.left(), in.len() - scan);
    if (n > 0) {
      int from = head + scan;
      header.took(n, Mask.apply(buf, from, from + n, header.key()));
      int to = head + start + size + controlSize;
      if (to != from) {
        System.arraycopy(buf, from, buf, to, n);
      }
      scan += n;
      if (header.isControl()) {
        controlSize += n;
      } else {
        size += n;
        if (isText()) {
          utf8 = (byte) Utf8Validator.feed(utf8, buf, to, to + n);
          if (utf8 == Utf8Validator.BAD) {
            return Violation.TEXT.answer();
          }
        }
      }
    }
    if (header.left() > 0) {
      return MORE;
    }
    if (header.isControl()) {
      return CONTROL;
    }
    if ((header.flags() & FrameHeader.FIN) == 0) {
      return FRAGMENT;
    }
    return isText() && utf8 != Utf8Validator.DONE ? Violation.TEXT.answer() : MESSAGE;
  }

  private boolean isText() {
    return (messageFlags & 0x0F) == MgWs.OP_TEXT;
  }

  /** Deletes from {@code in} what is not needed any more. */
  void settle(MgIobuf in) {
    forget();
    int kept = size + controlSize;
    if (scan == in.len()) {
      in.truncate(kept == 0 ? 0 : start + kept);
      scan = in.len();
    }
    int gone = kept == 0 ? scan : start;
    in.del(gone);
    scan -= gone;
    start = kept == 0 ? 0 : start - gone;
  }
}
