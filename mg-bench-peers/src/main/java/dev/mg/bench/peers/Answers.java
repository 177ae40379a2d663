package dev.mg.bench.peers;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** What the answers hold. */
final class Answers {
  static final String HELLO = "Hello, World!";
  static final byte[] HELLO_BYTES = HELLO.getBytes(StandardCharsets.US_ASCII);

  private static final long SECOND_NS = 1_000_000_000;

  private static String date = "";
  private static long madeNs = System.nanoTime() - SECOND_NS;

  private Answers() {}

  /** The Date of now, made once a second. For one thread: that of the event loop. */
  static String date() {
    long nowNs = System.nanoTime();
    if (nowNs - madeNs >= SECOND_NS) {
      madeNs = nowNs;
      date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
    }
    return date;
  }
}
