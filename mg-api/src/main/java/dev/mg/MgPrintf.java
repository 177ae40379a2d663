package dev.mg;

import dev.mg.spi.MgCheck;
import org.jspecify.annotations.Nullable;

/**
 * Formats text as C does, on Java's types. Stateless, for any thread; a buffer belongs to its
 * owner.
 *
 * <p>A conversion is {@code %[n$][flags][width][.precision][length]letter}, where width and
 * precision may be {@code *}, an argument of their own. Flags mean what they mean in C, those that
 * C leaves undefined are refused. The locale never matters.
 *
 * <table>
 *   <caption>Conversions</caption>
 *   <tr><th>letter</th><th>argument</th><th>prints</th></tr>
 *   <tr><td>d i</td><td>Byte, Short, Integer, Long, Character, MgLong</td><td>signed decimal</td></tr>
 *   <tr><td>u x X o</td><td>the same</td><td>unsigned, in as many bits as the argument's class has;
 *     length hh narrows to 8</td></tr>
 *   <tr><td>e E f F g G</td><td>Double, Float</td><td>the exact binary value, ties to even; nan and
 *     inf as in C</td></tr>
 *   <tr><td>c</td><td>Character, Integer, Short; Byte</td><td>a code point in UTF-8; a raw byte</td></tr>
 *   <tr><td>s</td><td>anything</td><td>MgStr, byte[] and MgIobuf raw, precision in bytes; all else as
 *     toString in UTF-8, precision in code points; "null" for null</td></tr>
 *   <tr><td>b</td><td>Boolean</td><td>true or false</td></tr>
 *   <tr><td>Q q</td><td>as s</td><td>a JSON string with quotes (null: null without), and without
 *     them</td></tr>
 *   <tr><td>V H</td><td>byte[], MgStr, MgIobuf</td><td>base64; lower-case hex</td></tr>
 *   <tr><td>I</td><td>MgAddr</td><td>the IP address without port and brackets</td></tr>
 *   <tr><td>p</td><td>anything</td><td>the identity hash in hex</td></tr>
 *   <tr><td>M m</td><td>{@link MgPrinter}</td><td>what it prints; no flags, width or precision</td></tr>
 *   <tr><td>%</td><td>none</td><td>a percent sign</td></tr>
 * </table>
 *
 * <p>Lengths (hh h l ll z j, l and L before e f g) are accepted and mean nothing beyond hh. Refused
 * are a n S B h t, which C and java.util.Formatter read differently or which are dangerous, and the
 * flags {@code , ( < '}. {@code "%.*s", len, bytes} works as in C; an argument must not be a view
 * of the buffer that is printed into.
 *
 * <p>A wrong conversion, a missing argument or one of a wrong class is an {@link MgException} with
 * the format and the position; with {@code dev.mg.check} one too many is, too.
 */
public final class MgPrintf {
  private MgPrintf() {}

  /** The formatted text; raw bytes that are not UTF-8 come out as U+FFFD. */
  public static String format(String fmt, @Nullable Object... args) {
    MgIobuf out = new MgIobuf(fmt.length() + 32);
    format(out, fmt, args);
    return out.toString();
  }

  /**
   * Appends the formatted text.
   *
   * @return bytes appended; if anything throws, none are
   */
  public static int format(MgIobuf out, String fmt, @Nullable Object... args) {
    return format(out, fmt, args, MgCheck.ON);
  }

  static int format(MgIobuf out, String fmt, @Nullable Object[] args, boolean refuseExtra) {
    int before = out.len();
    boolean done = false;
    try {
      MgPrintfSpec spec = new MgPrintfSpec(fmt, args);
      while (spec.next(out)) {
        convert(out, spec);
      }
      if (refuseExtra) {
        spec.refuseExtraArguments();
      }
      done = true;
    } finally {
      if (!done && out.len() > before) {
        out.truncate(before);
      }
    }
    return out.len() - before;
  }

  private static void convert(MgIobuf out, MgPrintfSpec spec) {
    switch (spec.conversion) {
      case 'd', 'i', 'u', 'x', 'X', 'o' -> MgPrintfInt.print(out, spec);
      case 'p' -> MgPrintfInt.identity(out, spec);
      case 'e', 'E', 'f', 'F', 'g', 'G' -> MgPrintfReal.print(out, spec);
      case 's', 'Q', 'q' -> MgPrintfText.text(out, spec);
      case 'c' -> MgPrintfText.character(out, spec);
      case 'b' -> MgPrintfText.bool(out, spec);
      case 'V', 'H' -> MgPrintfText.encoded(out, spec);
      case 'I' -> MgPrintfText.address(out, spec);
      case 'M', 'm' -> custom(out, spec);
      case '%' -> {
        spec.refuseLayout();
        out.addByte('%');
      }
      default -> throw spec.failure(whyNot(spec.conversion));
    }
  }

  private static void custom(MgIobuf out, MgPrintfSpec spec) {
    spec.refuseLayout();
    Object arg = spec.argument();
    if (!(arg instanceof MgPrinter printer)) {
      throw spec.wrongClass(arg, "an MgPrinter");
    }
    int before = out.len();
    int told = printer.print(out);
    if (MgCheck.ON && told != out.len() - before) {
      throw spec.failure(
          "the printer returned " + told + " and appended " + (out.len() - before) + " bytes");
    }
  }

  private static String whyNot(int conversion) {
    return switch (conversion) {
      case -1 -> "the format ends within it; write %% for a percent sign";
      case 'n' -> "a line end is written \\n or \\r\\n";
      case 'a', 'A' -> "hex floats differ between C and Java; write %e or %g";
      case 'S' -> "upper-case the text yourself and write %s";
      case 'B' -> "write %b for a boolean, %x for bits";
      case 't', 'T' -> "dates are not formatted here; pass text to %s";
      case ',', '(', '<', '\'' -> "that flag is not one of - + 0 # and space";
      default -> "there is no such conversion; write %% for a percent sign";
    };
  }
}
