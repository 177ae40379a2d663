package dev.mg.bench.micro;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/** Bytes that go into a benchmark, and checks that those which come out of two are the same. */
public final class Octets {
  private static final Pattern DATE = Pattern.compile("^date:.*$");
  private static final String END_OF_LINE = "\r\n";
  private static final String END_OF_HEAD = "\r\n\r\n";

  private Octets() {}

  /** Of a text in ASCII. */
  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** So many that count up, which show when one is at the wrong place. */
  public static byte[] counting(int n) {
    byte[] bytes = new byte[n];
    for (int i = 0; i < n; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  /** The same {@code n} times in a row. */
  public static byte[] times(int n, byte[] one) {
    byte[] all = new byte[n * one.length];
    for (int i = 0; i < n; i++) {
      System.arraycopy(one, 0, all, i * one.length, one.length);
    }
    return all;
  }

  /**
   * Checks that two have come to the same: else their times say nothing of each other.
   *
   * @throws IllegalStateException if they have not
   */
  public static void checkSame(String what, byte[] ours, byte[] theirs) {
    if (!Arrays.equals(ours, theirs)) {
      throw new IllegalStateException(
          what + " differs: ours has " + ours.length + " bytes, theirs " + theirs.length);
    }
  }

  /** The same for anything that can be compared. */
  public static void checkSame(String what, Object ours, Object theirs) {
    if (!ours.equals(theirs)) {
      throw new IllegalStateException(what + " differs: ours is " + ours + ", theirs " + theirs);
    }
  }

  /**
   * The same for answers of HTTP: the fields may come in any order and case, with any date (RFC
   * 9110 section 5.3).
   */
  static void checkSameAnswer(String what, byte[] ours, byte[] theirs) {
    checkSame(what, comparable(ours), comparable(theirs));
  }

  private static String comparable(byte[] answer) {
    String text = new String(answer, StandardCharsets.ISO_8859_1);
    int end = text.indexOf(END_OF_HEAD);
    if (end < 0) {
      throw new IllegalStateException("no answer: " + text);
    }
    String[] lines = text.substring(0, end).toLowerCase(Locale.ROOT).split(END_OF_LINE);
    Arrays.setAll(lines, i -> DATE.matcher(lines[i]).replaceFirst("date"));
    Arrays.sort(lines);
    return String.join(END_OF_LINE, lines) + text.substring(end);
  }
}
