package dev.mg.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What wrk printed.
 *
 * @param errors answers that are not 2xx or 3xx, and connections that failed
 */
record WrkResult(LoadResult answers, long errors) {
  private static final Pattern TOTAL =
      Pattern.compile("(\\d+) requests in ([0-9.]+)(us|ms|s|m|h), ");

  /** Printed by {@link #SCRIPT}, in microseconds. */
  private static final String PERCENTILE = "(?m)^p%s ([0-9.]+)$";

  private static final Pattern STATUS = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
  private static final Pattern SOCKET =
      Pattern.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");

  /** What makes wrk print latencies: of itself it prints none beyond 99 %. */
  static final String SCRIPT = script();

  /**
   * From the output of wrk.
   *
   * @throws IllegalArgumentException if it is not that
   */
  static WrkResult parse(String output) {
    Matcher total = find(TOTAL, output);
    long errors = 0;
    Matcher status = STATUS.matcher(output);
    if (status.find()) {
      errors += Long.parseLong(status.group(1));
    }
    Matcher socket = SOCKET.matcher(output);
    if (socket.find()) {
      for (int i = 1; i <= socket.groupCount(); i++) {
        errors += Long.parseLong(socket.group(i));
      }
    }
    return new WrkResult(
        new LoadResult(
            Long.parseLong(total.group(1)),
            us(total.group(2), total.group(3)) / 1e6,
            Stream.of(Percentile.values()).map(p -> us(p, output)).toList()),
        errors);
  }

  private static String script() {
    StringBuilder lua = new StringBuilder("done = function(summary, latency)\n");
    for (Percentile p : Percentile.values()) {
      lua.append("  io.write('p%s ', latency:percentile(%s), '\\n')\n".formatted(p.text, p.text));
    }
    return lua.append("end\n").toString();
  }

  private static double us(Percentile percentile, String output) {
    Pattern line = Pattern.compile(PERCENTILE.formatted(percentile.text.replace(".", "\\.")));
    return Double.parseDouble(find(line, output).group(1));
  }

  private static Matcher find(Pattern pattern, String output) {
    Matcher matcher = pattern.matcher(output);
    if (!matcher.find()) {
      throw new IllegalArgumentException("no '" + pattern + "' in the output of wrk: " + output);
    }
    return matcher;
  }

  private static double us(String number, String unit) {
    double factor =
        switch (unit) {
          case "us" -> 1;
          case "ms" -> 1e3;
          case "s" -> 1e6;
          case "m" -> 60e6;
          default -> 3600e6;
        };
    return Double.parseDouble(number) * factor;
  }
}
