package dev.mg;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Text of {@link MgPrintf}: s Q q c b, what prints bytes encoded, and the padding of all of them.
 */
final class MgPrintfText {
  private MgPrintfText() {}

  static void text(MgIobuf out, MgPrintfSpec spec) {
    spec.refuseNumberFlags();
    Object arg = spec.argument();
    int from = out.len();
    boolean quoted = spec.conversion == 'Q' && arg != null;
    if (quoted) {
      out.addByte('"');
    }
    MgStr raw = raw(arg);
    if (raw == null) {
      string(out, String.valueOf(arg), spec);
    } else if (spec.conversion == 's') {
      out.add(raw.buf(), raw.off(), limit(raw.len(), spec));
    } else {
      MgEscape.add(out, raw.buf(), raw.off(), limit(raw.len(), spec));
    }
    if (quoted) {
      out.addByte('"');
    }
    pad(out, from, raw != null ? out.len() - from : MgUtf8.count(out, from), spec);
  }

  /** What is printed byte by byte; null for all else, which is text. */
  private static @Nullable MgStr raw(@Nullable Object arg) {
    if (arg instanceof MgStr s) {
      return s;
    }
    if (arg instanceof byte[] b) {
      return MgStr.of(b);
    }
    return arg instanceof MgIobuf b ? b.str() : null;
  }

  private static void string(MgIobuf out, String s, MgPrintfSpec spec) {
    int end = spec.precision < 0 ? s.length() : MgUtf8.end(s, spec.precision);
    if (spec.conversion == 's') {
      MgUtf8.add(out, s, 0, end);
    } else {
      MgEscape.add(out, s, 0, end);
    }
  }

  private static int limit(int len, MgPrintfSpec spec) {
    return spec.precision < 0 ? len : Math.min(len, spec.precision);
  }

  static void bool(MgIobuf out, MgPrintfSpec spec) {
    Object arg = spec.argument();
    if (!(arg instanceof Boolean)) {
      throw spec.wrongClass(arg, "a Boolean");
    }
    spec.refuseNumberFlags();
    int from = out.len();
    String s = arg.toString();
    MgUtf8.add(out, s, 0, limit(s.length(), spec));
    pad(out, from, out.len() - from, spec);
  }

  static void character(MgIobuf out, MgPrintfSpec spec) {
    spec.refuseNumberFlags();
    if (spec.precision >= 0) {
      throw spec.failure("it takes no precision");
    }
    Object arg = spec.argument();
    int from = out.len();
    if (arg instanceof Byte b) {
      out.addByte(b);
    } else {
      int codePoint = codePoint(arg, spec);
      if (!Character.isValidCodePoint(codePoint)
          || codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
        throw spec.failure(codePoint + " is not a character");
      }
      MgUtf8.add(out, codePoint);
    }
    pad(out, from, 1, spec);
  }

  private static int codePoint(@Nullable Object arg, MgPrintfSpec spec) {
    if (arg instanceof Character ch) {
      return ch;
    }
    if (arg instanceof Integer || arg instanceof Short) {
      return ((Number) arg).intValue();
    }
    throw spec.wrongClass(arg, "a Character, Integer, Short, or a Byte");
  }

  static void encoded(MgIobuf out, MgPrintfSpec spec) {
    spec.refuseNumberFlags();
    Object arg = spec.argument();
    MgStr raw = raw(arg);
    if (raw == null) {
      throw spec.wrongClass(arg, "a byte[], MgStr or MgIobuf");
    }
    int from = out.len();
    int n = limit(raw.len(), spec);
    if (spec.conversion == 'H') {
      MgDigits.hex(out, raw.buf(), raw.off(), n);
    } else {
      MgBase64Encoder encoder = new MgBase64Encoder(out);
      encoder.update(raw.buf(), raw.off(), n);
      encoder.finish();
    }
    pad(out, from, out.len() - from, spec);
  }

  static void address(MgIobuf out, MgPrintfSpec spec) {
    spec.refuseNumberFlags();
    Object arg = spec.argument();
    if (!(arg instanceof MgAddr addr)) {
      throw spec.wrongClass(arg, "an MgAddr");
    }
    if (spec.precision >= 0) {
      throw spec.failure("it takes no precision");
    }
    int from = out.len();
    out.add(addr.ip());
    pad(out, from, out.len() - from, spec);
  }

  private static void pad(MgIobuf out, int from, int columns, MgPrintfSpec spec) {
    pad(out, from, from, false, columns, spec);
  }

  /**
   * Fills up what was printed from {@code from} on to the width.
   *
   * @param columns what it takes already
   * @param at where zeros would go, behind the sign
   */
  static void pad(MgIobuf out, int from, int at, boolean zeros, int columns, MgPrintfSpec spec) {
    int missing = spec.width - columns;
    if (missing <= 0) {
      return;
    }
    if (spec.has(MgPrintfSpec.MINUS)) {
      insert(out, out.len(), missing, ' ');
    } else {
      insert(out, zeros ? at : from, missing, zeros ? '0' : ' ');
    }
  }

  /** Inserts the same byte {@code n} times before byte {@code at}. */
  static void insert(MgIobuf out, int at, int n, int b) {
    out.reserve(n);
    byte[] buf = out.buf();
    int from = out.head() + at;
    System.arraycopy(buf, from, buf, from + n, out.tail() - from);
    Arrays.fill(buf, from, from + n, (byte) b);
    out.commit(n);
  }
}
