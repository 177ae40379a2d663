package dev.mg;

import java.nio.charset.StandardCharsets;

/** Strings of JSON that the scanner has passed: their text. */
final class MgJsonText {
  private MgJsonText() {}

  /** Whether the string that starts at {@code quote} has the text {@code s[from .. to)}. */
  static boolean is(MgJsonScanner scanner, int quote, String s, int from, int to) {
    byte[] buf = scanner.buf;
    int at = quote + 1;
    for (int i = from; i < to; i++, at++) {
      if (buf[at] < 0 || buf[at] == '\\' || s.charAt(i) >= 0x80) {
        return s.substring(from, to).equals(decode(buf, quote + 1, scanner.string(quote) - 1));
      }
      // The closing quote must not pass for one that the path holds.
      if (buf[at] != s.charAt(i) || buf[at] == '"') {
        return false;
      }
    }
    return buf[at] == '"';
  }

  /** The text of {@code buf[from .. to)}, what is between the quotes. */
  static String decode(byte[] buf, int from, int to) {
    int plain = from;
    StringBuilder text = null;
    for (int i = from; i < to; i++) {
      if (buf[i] != '\\') {
        continue;
      }
      text = text == null ? new StringBuilder(to - from) : text;
      text.append(new String(buf, plain, i - plain, StandardCharsets.UTF_8));
      byte letter = buf[++i];
      switch (letter) {
        case 'b' -> text.append('\b');
        case 'f' -> text.append('\f');
        case 'n' -> text.append('\n');
        case 'r' -> text.append('\r');
        case 't' -> text.append('\t');
        case 'u' -> {
          int unit = 0;
          for (int end = i + 4; i < end; ) {
            unit = unit << 4 | MgDigits.hexValue(buf[++i]);
          }
          // Half of a surrogate pair, too: the other half follows, or it stays alone.
          text.append((char) unit);
        }
        default -> text.append((char) letter);
      }
      plain = i + 1;
    }
    String rest = new String(buf, plain, to - plain, StandardCharsets.UTF_8);
    return text == null ? rest : text.append(rest).toString();
  }
}
