package dev.mg.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Puts load on a server with the program wrk. */
final class Wrk implements Generator {
  private static final int GRACE_SECONDS = 30;
  private static final int TIMEOUT_SECONDS = 15;

  private final Pinning pinning;
  private final Path work;
  private final int threads;

  /**
   * @param threads of it, at most as many as a load has connections
   * @param work a folder for scripts and logs
   * @throws BenchException if there is no wrk
   */
  Wrk(Pinning pinning, int threads, Path work) {
    if (!isInstalled()) {
      throw new BenchException(
          "there is no wrk on the PATH: install it (Debian: apt-get install wrk)");
    }
    this.pinning = pinning;
    this.threads = threads;
    this.work = work;
  }

  static boolean isInstalled() {
    return Tools.find("wrk") != null;
  }

  /** Its version, and what its latencies are, for the report. */
  static String about(int threads) {
    return version() + (threads == 1 ? ". " : ", " + threads + " threads. ") + CLOSED_LOOP;
  }

  private static String version() {
    // "wrk 4.2.0 [epoll] Copyright ...", and status 1.
    String line = Tools.firstLine("none", "wrk", "-v");
    int end = line.indexOf(" Copyright");
    return end < 0 ? line : line.substring(0, end);
  }

  @Override
  public Load on(Server server, Workload workload) {
    return new Load() {
      @Override
      public LoadResult run(int ms) {
        return Wrk.this.run(workload, server, (ms + 999) / 1000);
      }

      @Override
      public int warmCount() {
        return workload.warmRequests();
      }

      @Override
      public int threads() {
        return threads;
      }

      @Override
      public long pid() {
        return NO_PROCESS;
      }

      @Override
      public void close() {
        // Each run has its own process, and awaits its end.
      }
    };
  }

  private LoadResult run(Workload workload, Server server, int seconds) {
    List<String> command = new ArrayList<>(List.of("wrk", "-t" + threads));
    command.addAll(List.of("-c" + workload.connections(), "-d" + seconds + "s"));
    // Of its own 2 s a JVM that has compiled nothing may need more for so many handshakes.
    command.addAll(List.of("--timeout", TIMEOUT_SECONDS + "s"));
    String lua = workload.lua(server.host()) + WrkResult.SCRIPT;
    command.addAll(List.of("-s", script(workload.name(), lua).toString()));
    command.add(server.scheme() + "://" + server.host() + workload.path());
    WrkResult result;
    try (Child wrk = Child.start("wrk", work, pinning.load(command))) {
      result = WrkResult.parse(wrk.output(Duration.ofSeconds(seconds + GRACE_SECONDS)));
    } catch (IllegalArgumentException e) {
      throw new BenchException(e.getMessage(), e);
    }
    if (result.errors() > 0) {
      throw new BenchException(
          workload.name()
              + ": "
              + result.errors()
              + " errors beside "
              + result.answers().count()
              + " answers: some are no success, or connections broke");
    }
    return result.answers();
  }

  private Path script(String name, String lua) {
    Path file = work.resolve(name + ".lua");
    try {
      Files.createDirectories(work);
      Files.writeString(file, lua);
    } catch (IOException e) {
      throw new BenchException(file + " cannot be written: " + e.getMessage(), e);
    }
    return file;
  }
}
