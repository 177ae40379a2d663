package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many slow connections and one that works, on a server in a process of its own with little heap.
 */
class SlowlorisTest {
  private static final boolean FULL = Boolean.getBoolean("dev.mg.full");
  private static final int COUNT = FULL ? 2_000 : 200;
  private static final int DEADLINE_MS = FULL ? 5_000 : 1_000;
  private static final int ROUND_MS = DEADLINE_MS / 20;
  private static final int BEFORE = FULL ? 2_000 : 300;
  private static final Duration MAX = Duration.ofSeconds(60);
  private static final long HEAP_BYTES_EACH = 4_096;
  private static final long HEAP_NOISE_BYTES = 2 << 20;
  private static final String GET = "GET /plaintext HTTP/1.1\r\nHost: a\r\n\r\n";

  @TempDir Path logs;

  private Child serve(String transport) {
    return Child.start(
        "server",
        logs,
        List.of(
            Tools.java(),
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx32m",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "serve",
            "--transport",
            transport,
            "--port",
            "0",
            "--deadline-ms",
            "" + DEADLINE_MS,
            "--control"));
  }

  private static long heapBytes(Child server) {
    server.send(Control.HEAP);
    return Long.parseLong(server.await(Pattern.compile("heap (\\d+)"), MAX).group(1));
  }

  private static long descriptors(Child server) throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/" + server.pid() + "/fd"))) {
      return open.count();
    }
  }

  /** How long each request took, in nanoseconds: {@code count} of them, or until interrupted. */
  private static long[] latencies(int port, int count) throws IOException {
    long[] ns = new long[1_000_000];
    int n = 0;
    try (RawClient client = new RawClient(port)) {
      while (n < count && n < ns.length && !Thread.currentThread().isInterrupted()) {
        long start = System.nanoTime();
        client.write(GET);
        client.readTo("Hello, World!");
        ns[n++] = System.nanoTime() - start;
      }
    }
    return Arrays.copyOf(ns, n);
  }

  private static double p99Us(long[] ns) {
    long[] sorted = ns.clone();
    Arrays.sort(sorted);
    return sorted[(int) (sorted.length * 0.99)] / 1000.0;
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "netty", "netty-epoll"})
  void tricklers_areCutAtTheDeadline_andTheOthersServed(String transport) throws Exception {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "no /proc");
    try (Child server = serve(transport)) {
      int port =
          Integer.parseInt(
              server.await(Pattern.compile("^listening on http://127.0.0.1:(\\d+)"), MAX).group(1));
      long[] before = latencies(port, BEFORE);
      long heapBefore = heapBytes(server);
      long descriptorsBefore = descriptors(server);
      long heapDuring;
      long[] during;
      try (Tricklers slow = new Tricklers(port, COUNT)) {
        Callable<long[]> work = () -> latencies(port, Integer.MAX_VALUE);
        FutureTask<long[]> others = new FutureTask<>(work);
        Thread client = new Thread(others, "client");
        client.start();
        slow.round(ROUND_MS);
        heapDuring = heapBytes(server);
        long until = System.nanoTime() + MAX.toNanos();
        while (slow.open() > 0) {
          slow.round(ROUND_MS);
          assertThat(System.nanoTime())
              .as("all cut in time: %d left", slow.open())
              .isLessThan(until);
        }
        client.interrupt();
        during = others.get();
        int third = COUNT / Tricklers.Kind.values().length;
        assertThat(slow.timedOut(Tricklers.Kind.HEAD))
            .as("heads told 408")
            .isGreaterThanOrEqualTo(third);
        assertThat(slow.timedOut(Tricklers.Kind.BODY))
            .as("bodies told 408")
            .isGreaterThanOrEqualTo(third);
        assertThat(slow.timedOut(Tricklers.Kind.IDLE)).as("idle ones told anything").isZero();
      }
      System.out.printf(
          "slowloris %s: %d trickling; p99 of the others %.0f us without (%d), %.0f us with (%d);"
              + " heap %d bytes a connection%n",
          transport,
          COUNT,
          p99Us(before),
          before.length,
          p99Us(during),
          during.length,
          (heapDuring - heapBefore) / COUNT);
      assertThat(during).as("requests served meanwhile").isNotEmpty();
      assertThat(heapDuring - heapBefore).isLessThan(COUNT * HEAP_BYTES_EACH + HEAP_NOISE_BYTES);
      long until = System.nanoTime() + MAX.toNanos();
      while (descriptors(server) > descriptorsBefore) {
        assertThat(System.nanoTime()).as("descriptors back to base in time").isLessThan(until);
        LockSupport.parkNanos(1_000_000);
      }
    }
  }
}
