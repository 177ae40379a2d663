package dev.mg.http;

import dev.mg.MgIobuf;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;

/** The Date field of a manager's responses, made once a second. */
final class DateField {
  private static final int AT = 6;

  private final LongSupplier wallMs;
  private final byte[] line =
      ("Date: " + "-".repeat(HttpDate.BYTES) + "\r\n").getBytes(StandardCharsets.US_ASCII);
  private long staleAtMs = Long.MIN_VALUE;

  /** With the wall's clock, milliseconds since 1970. */
  DateField(LongSupplier wallMs) {
    this.wallMs = wallMs;
  }

  /**
   * Appends the line.
   *
   * @param nowMs the manager's monotonic time, which is cheaper to have than the wall's
   */
  void write(MgIobuf out, long nowMs) {
    if (nowMs >= staleAtMs) {
      long wall = wallMs.getAsLong();
      HttpDate.write(wall / 1_000, line, AT);
      staleAtMs = nowMs + 1_000 - wall % 1_000;
    }
    out.add(line);
  }
}
