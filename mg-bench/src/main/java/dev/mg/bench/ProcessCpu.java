package dev.mg.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What one process has used up to a moment. Threads are counted in nanoseconds; one that ended
 * between two moments is in the process's clock ticks only, and then those are taken.
 */
final class ProcessCpu {
  private static final long TICK_NS = 10_000_000;

  private final Map<String, Long> threadNs = new HashMap<>();
  private final long ticks;

  private ProcessCpu(Path process) throws IOException {
    List<Path> tasks;
    try (Stream<Path> all = Files.list(process.resolve("task"))) {
      tasks = all.toList();
    }
    for (Path task : tasks) {
      try {
        threadNs.put(
            task.getFileName().toString(),
            ProcText.runNs(Files.readString(task.resolve("schedstat"))));
      } catch (IOException e) {
        // It ended since the folder was listed, or the kernel keeps no schedstat.
      }
    }
    ticks = ProcText.times(Files.readString(process.resolve("stat"))).ownTicks();
  }

  /**
   * What the process has used so far.
   *
   * @throws BenchException if it has ended
   */
  static ProcessCpu now(long pid) {
    try {
      return new ProcessCpu(Path.of("/proc", Long.toString(pid)));
    } catch (IOException e) {
      throw new BenchException("process " + pid + " has ended or cannot be read", e);
    }
  }

  /** Nanoseconds of user and system time used since it started, as exact as clock ticks are. */
  long sinceStart() {
    return ticks * TICK_NS;
  }

  /** Nanoseconds of user and system time used since an earlier moment of the same process. */
  long since(ProcessCpu before) {
    if (threadNs.isEmpty() || !threadNs.keySet().containsAll(before.threadNs.keySet())) {
      return (ticks - before.ticks) * TICK_NS;
    }
    long ns = 0;
    for (Map.Entry<String, Long> thread : threadNs.entrySet()) {
      ns += thread.getValue() - before.threadNs.getOrDefault(thread.getKey(), 0L);
    }
    return ns;
  }

  /** Bytes of memory the process holds in RAM now. */
  static long rssBytes(long pid) {
    try {
      return ProcText.bytes(Files.readString(Path.of("/proc/" + pid + "/status")), "VmRSS");
    } catch (IOException e) {
      throw new BenchException("process " + pid + " has ended or cannot be read", e);
    }
  }
}
