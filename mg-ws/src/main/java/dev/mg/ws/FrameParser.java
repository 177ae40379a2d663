package dev.mg.ws;

import dev.mg.MgIobuf;
import org.jspecify.annotations.Nullable;

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
 * <p>A message that is streamed is delivered in parts, as it arrives, and nothing of it is kept. A
 * compressed one is inflated into a buffer of its own, and nothing of its payload is kept.
 *
 * <p>Pure: bytes in, answers out. Call {@link #next} until it has nothing more to say or the caller
 * has enough for now, then {@link #settle}; only then bytes may be appended to the buffer. After a
 * violation it must not be called again. Offsets count from the head of {@link #where}.
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

  /** A part of a streamed message: as {@link #MESSAGE}; FIN is set in the flags of the last one. */
  static final int PART = 4;

  private final FrameHeader header = new FrameHeader();
  private final FrameRules rules;

  /** Of the compressed message under way; between messages only what keeps a window. */
  private @Nullable Inflation inflation;

  /** Whether a message has begun and was not delivered. */
  private boolean inMessage;

  /** Whether messages that begin from now on are streamed. */
  private boolean streams;

  /** Whether the one under way is. */
  private boolean inParts;

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
  private int fragments;

  /** A parser for the frames of one connection. */
  FrameParser(FrameRules rules) {
    this.rules = rules;
  }

  /** Messages that begin from now on are delivered in parts, or whole. */
  void stream(boolean on) {
    streams = on;
  }

  /**
   * First octet of the frame, of the first frame for a message of several; FIN set, unless it is a
   * part that does not end the message.
   */
  int flags() {
    if (answered == CONTROL) {
      return header.flags();
    }
    int all = messageFlags & ~FrameHeader.COMPRESSED & 0xFF;
    return answered == PART && !isLastOfMessage() ? all & ~FrameHeader.FIN : all;
  }

  /** The buffer that {@link #at} is about: {@code in}, or that of a compressed message. */
  MgIobuf where(MgIobuf in) {
    Inflation z = inflation;
    return answered != CONTROL && isCompressed() && z != null ? z.out() : in;
  }

  /** Where the payload starts. */
  int at() {
    if (answered == CONTROL) {
      return start + size;
    }
    return isCompressed() ? 0 : start;
  }

  /** Bytes of the payload. */
  int len() {
    Inflation z = inflation;
    if (answered == CONTROL) {
      return controlSize;
    }
    return isCompressed() && z != null ? z.out().len() : size;
  }

  /** Bytes of payload that the frame under way has announced, that did not arrive and are kept. */
  long expected() {
    return inMessage && (inParts || isCompressed()) ? 0 : header.left();
  }

  /**
   * Goes on where the last call stopped, up to the end of a frame at most.
   *
   * @param in the bytes received; its content is changed, its length is not
   * @return {@link #MORE}, {@link #FRAGMENT}, {@link #MESSAGE}, {@link #CONTROL}, {@link #PART}, or
   *     negative a {@link Violation#answer}
   */
  int next(MgIobuf in) {
    forget();
    int answer = header.isComplete() ? MORE : takeHeader(in);
    if (header.isComplete() && answer >= 0) {
      if (header.isControl()) {
        answer = takeControl(in);
      } else if (isCompressed()) {
        answer = takeCompressed(in);
      } else {
        answer = inParts ? takePart(in) : takeData(in);
      }
    }
    answered = (byte) answer;
    return answer;
  }

  /** What was delivered is over. */
  private void forget() {
    switch (answered) {
      case MORE -> {
        return;
      }
      case CONTROL -> controlSize = 0;
      case MESSAGE -> endMessage();
      case PART -> {
        size = 0;
        if (isLastOfMessage()) {
          endMessage();
        } else if (inflation != null && isCompressed()) {
          inflation.out().clear();
        }
      }
      default -> {
        // A fragment leaves its payload for the message.
      }
    }
    if (header.left() == 0) {
      header.reset();
    }
    answered = MORE;
  }

  private void endMessage() {
    inMessage = false;
    size = 0;
    fragments = 0;
    if (isCompressed()) {
      freeInflation(rules.keepsWindow);
    }
    messageFlags = 0;
  }

  private void freeInflation(boolean keep) {
    Inflation z = inflation;
    DeflatePool pool = rules.deflate;
    if (z != null && pool != null) {
      inflation = pool.over(z, keep);
    }
  }

  /** The connection is over: gives back what inflates. Idempotent; no call may follow but this. */
  void free() {
    freeInflation(false);
  }

  private int takeHeader(MgIobuf in) {
    int head = in.head();
    boolean counts = inMessage ? !inParts && !isCompressed() : !streams;
    long room = counts ? rules.maxMessageBytes - size : Long.MAX_VALUE;
    int at = header.parse(in.buf(), head + scan, head + in.len(), inMessage, room, rules);
    if (at < 0) {
      return at;
    }
    scan = at - head;
    if (header.isComplete()) {
      if (size == 0) {
        // Nothing before it is needed by anybody, so that its payload can stay where it is.
        start = scan;
      }
      if (!header.isControl()) {
        return beginFrame();
      }
    }
    return MORE;
  }

  private int beginFrame() {
    if (!inMessage) {
      inMessage = true;
      inParts = streams;
      messageFlags = (byte) (header.flags() | FrameHeader.FIN);
      DeflatePool pool = rules.deflate;
      if (isCompressed() && pool != null) {
        inflation = pool.begin(inflation);
      }
    }
    return ++fragments > rules.maxFragments ? Violation.FRAGMENTS.answer() : MORE;
  }

  /** Unmasks what there is of the payload, {@code max} bytes at most; returns how much. */
  private int unmask(MgIobuf in, int max) {
    int n = (int) Math.min(Math.min(header.left(), max), in.len() - scan);
    if (n > 0) {
      int from = in.head() + scan;
      int key = header.key();
      header.took(n, key == 0 ? 0 : Mask.apply(in.buf(), from, from + n, key));
      scan += n;
    }
    return n;
  }

  /** Moves the {@code n} bytes before {@link #scan} to {@code to}; returns their index. */
  private int join(MgIobuf in, int n, int to) {
    int head = in.head();
    if (to != scan - n) {
      System.arraycopy(in.buf(), head + scan - n, in.buf(), head + to, n);
    }
    return head + to;
  }

  private int takeControl(MgIobuf in) {
    int n = unmask(in, FrameHeader.SHORT);
    join(in, n, start + size + controlSize);
    controlSize += n;
    return header.left() > 0 ? MORE : CONTROL;
  }

  private int takeData(MgIobuf in) {
    int n = unmask(in, Integer.MAX_VALUE);
    if (n > 0) {
      int at = join(in, n, start + size);
      size += n;
      if (isText() && !isTextStill(in.buf(), at, n)) {
        return Violation.TEXT.answer();
      }
    }
    return header.left() > 0 ? MORE : endOfFrame(MESSAGE, FRAGMENT);
  }

  private int takePart(MgIobuf in) {
    int n = unmask(in, Integer.MAX_VALUE);
    start = scan - n;
    size = n;
    if (isText() && !isTextStill(in.buf(), in.head() + start, n)) {
      return Violation.TEXT.answer();
    }
    if (header.left() > 0) {
      return n > 0 ? PART : MORE;
    }
    return endOfFrame(PART, n > 0 ? PART : FRAGMENT);
  }

  private int takeCompressed(MgIobuf in) {
    Inflation z = inflation;
    if (z == null) {
      throw new IllegalStateException("a compressed message without anything to inflate it");
    }
    MgIobuf out = z.out();
    int max = inParts ? MgIobuf.MAX_BYTES - 1 : rules.maxMessageBytes;
    int n;
    do {
      n = unmask(in, inParts ? Inflation.SLICE_BYTES : Integer.MAX_VALUE);
      int before = out.len();
      int wrong = n == 0 ? 0 : z.feed(in.buf(), in.head() + scan - n, n, max);
      int got = out.len() - before;
      if (isText() && !isTextStill(out.buf(), out.head() + before, got)) {
        return Violation.TEXT.answer();
      }
      if (wrong != 0) {
        return wrong;
      }
    } while (n > 0 && header.left() > 0 && (!inParts || out.isEmpty()));
    boolean some = inParts && !out.isEmpty();
    if (header.left() > 0) {
      return some ? PART : MORE;
    }
    if ((header.flags() & FrameHeader.FIN) != 0) {
      int wrong = z.finish(rules.keepsWindow);
      if (wrong != 0) {
        return wrong;
      }
    }
    return inParts ? endOfFrame(PART, some ? PART : FRAGMENT) : endOfFrame(MESSAGE, FRAGMENT);
  }

  /** The answer at the end of a frame, which may be that of the message. */
  private int endOfFrame(int ifLast, int ifNot) {
    if ((header.flags() & FrameHeader.FIN) == 0) {
      return ifNot;
    }
    return isText() && utf8 != Utf8Validator.DONE ? Violation.TEXT.answer() : ifLast;
  }

  private boolean isTextStill(byte[] buf, int from, int n) {
    utf8 = (byte) Utf8Validator.feed(utf8, buf, from, from + n);
    return utf8 != Utf8Validator.BAD;
  }

  private boolean isText() {
    return (messageFlags & 0x0F) == MgWs.OP_TEXT;
  }

  private boolean isCompressed() {
    return (messageFlags & FrameHeader.COMPRESSED) != 0;
  }

  private boolean isLastOfMessage() {
    return header.left() == 0 && (header.flags() & FrameHeader.FIN) != 0;
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
