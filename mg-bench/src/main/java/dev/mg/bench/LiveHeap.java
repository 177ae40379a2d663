package dev.mg.bench;

import java.lang.management.ManagementFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What is alive on this JVM's heap, to the byte: the sum of a class histogram. What the heap says
 * it uses has in it the pieces, of up to a megabyte, that threads were given to allocate in.
 */
final class LiveHeap {
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

  private LiveHeap() {}

  /**
   * Collects all garbage and counts.
   *
   * @throws BenchException if this JVM is no HotSpot
   */
  static long bytes() {
    // What the first collection queues for cleaners is freed by the second.
    histogram();
    String text = histogram();
    Matcher total = TOTAL.matcher(text);
    if (!total.find()) {
      throw new BenchException("no total in a class histogram: " + text);
    }
    return Long.parseLong(total.group(1));
  }

  private static String histogram() {
    try {
      return (String)
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "gcClassHistogram",
                  new Object[] {new String[0]},
                  new String[] {String[].class.getName()});
    } catch (JMException e) {
      throw new BenchException("this JVM gives no class histogram: " + e.getMessage(), e);
    }
  }
}
