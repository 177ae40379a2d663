package dev.mg.http;

import java.nio.charset.StandardCharsets;

/** IMF-fixdate, {@code Sun, 06 Nov 1994 08:49:37 GMT} (RFC 9110 section 5.6.7). Stateless. */
final class HttpDate {
  /** Bytes of every such date. */
  static final int BYTES = 29;

  private static final byte[] DAYS = ascii("ThuFriSatSunMonTueWed");
  private static final byte[] MONTHS = ascii("JanFebMarAprMayJunJulAugSepOctNovDec");
  private static final byte[] SHAPE = ascii("Thu, 00 Jan 0000 00:00:00 GMT");

  private HttpDate() {}

  private static byte[] ascii(String s) {
    return s.getBytes(StandardCharsets.US_ASCII);
  }

  /** Writes the date of {@code epochSeconds}, of the years 1970 to 9999, at {@code to[at..]}. */
  static void write(long epochSeconds, byte[] to, int at) {
    int days = (int) Math.floorDiv(epochSeconds, 86_400L);
    int seconds = (int) Math.floorMod(epochSeconds, 86_400L);
    // Years start in March here, so that the leap day is the last; 400 years have 146,097 days.
    int z = days + 719_468;
    int ofEra = z % 146_097;
    int yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365;
    int ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int fromMarch = (5 * ofYear + 2) / 153;
    int month = fromMarch < 10 ? fromMarch + 2 : fromMarch - 10;
    int year = yearOfEra + z / 146_097 * 400 + (month < 2 ? 1 : 0);
    System.arraycopy(SHAPE, 0, to, at, BYTES);
    System.arraycopy(DAYS, days % 7 * 3, to, at, 3);
    two(to, at + 5, ofYear - (153 * fromMarch + 2) / 5 + 1);
    System.arraycopy(MONTHS, month * 3, to, at + 8, 3);
    two(to, at + 12, year / 100);
    two(to, at + 14, year % 100);
    two(to, at + 17, seconds / 3_600);
    two(to, at + 20, seconds / 60 % 60);
    two(to, at + 23, seconds % 60);
  }

  private static void two(byte[] to, int at, int value) {
    to[at] = (byte) ('0' + value / 10);
    to[at + 1] = (byte) ('0' + value % 10);
  }
}
