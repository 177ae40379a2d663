package dev.mg.bench;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Commands to a server on its standard input, one a line: {@code heap} collects all garbage and
 * prints {@code heap BYTES}, what is alive then; {@code allocated} prints {@code allocated BYTES},
 * what the threads that live have allocated since that command before, this one left out; the end
 * of the input ends the server, so that it does not outlive the benchmark that started it. Runs in
 * a thread of its own: {@code serve --control} starts one, and {@link #main} one beside a server of
 * others. It needs no other class of ours.
 */
final class Control implements Runnable {
  static final String HEAP = "heap";
  static final String ALLOCATED = "allocated";

  private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

  private final PrintStream out;
  private final Runnable stop;

  /** By thread, at the command before. */
  private Map<Long, Long> allocated = new HashMap<>();

  /**
   * @param stop called at the end of the input
   */
  Control(PrintStream out, Runnable stop) {
    this.out = out;
    this.stop = stop;
  }

  /** Runs the main method of the class named first beside it, with the other words. */
  public static void main(String[] words) throws ReflectiveOperationException {
    Thread control = new Thread(new Control(System.out, () -> System.exit(0)), "control");
    control.setDaemon(true);
    control.start();
    String[] rest = Arrays.copyOfRange(words, 1, words.length);
    Class.forName(words[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
  }

  @Override
  public void run() {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.equals(HEAP)) {
          heap();
        } else if (line.equals(ALLOCATED)) {
          allocated();
        } else {
          out.println("unknown command " + line);
        }
      }
    } catch (IOException e) {
      out.println("standard input failed: " + e.getMessage());
    }
    stop.run();
  }

  private void heap() {
    try {
      // What the first collection queues for cleaners is freed by the second.
      histogram();
      Matcher total = TOTAL.matcher(histogram());
      out.println(total.find() ? HEAP + " " + total.group(1) : "a class histogram without total");
    } catch (JMException e) {
      out.println("no class histogram: " + e);
    }
  }

  /**
   * Of what is alive. Its sum is exact; what a heap says it uses has in it the pieces, of up to a
   * megabyte, that threads were given to allocate in.
   */
  private static String histogram() throws JMException {
    return (String)
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram",
                new Object[] {new String[0]},
                new String[] {String[].class.getName()});
  }

  private void allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] ids = threads.getAllThreadIds();
    long[] bytes = threads.getThreadAllocatedBytes(ids);
    Map<Long, Long> now = new HashMap<>();
    long sum = 0;
    for (int i = 0; i < ids.length; i++) {
      // Less than 0: it has just ended.
      if (bytes[i] >= 0 && ids[i] != Thread.currentThread().getId()) {
        now.put(ids[i], bytes[i]);
        sum += bytes[i] - allocated.getOrDefault(ids[i], 0L);
      }
    }
    allocated = now;
    out.println(ALLOCATED + " " + sum);
  }
}
