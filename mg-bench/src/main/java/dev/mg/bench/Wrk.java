package dev.mg.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Puts load on a server with the program wrk, in one thread. */
final class Wrk {
  private static final int GRACE_SECONDS = 30;

  private final Pinning pinning;
  private final Path work;

  /**
   * @param work a folder for scripts and logs
   * @throws BenchException if there is no wrk
   */
  Wrk(Pinning pinning, Path work) {
    if (!isInstalled()) {
      throw new BenchException(
          "there is no wrk on the PATH: install it (Debian: apt-get install wrk)");
    }
    this.pinning = pinning;
    this.work = work;
  }

  static boolean isInstalled() {
    return Tools.find("wrk") != null;
  }

  /** Its version, for the report. */
  static String version() {
    // "wrk 4.2.0 [epoll] Copyright ...", and status 1.
    String line = Tools.firstLine("none", "wrk", "-v");
    int end = line.indexOf(" Copyright");
    return end < 0 ? line : line.substring(0, end);
  }

  /**
   * Loads {@code http://127.0.0.1:port} for some seconds.
   *
   * @throws BenchException if there was any error: an answer that is no success, a broken
   *     connection
   */
  WrkResult run(Workload workload, int port, int seconds) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "wrk", "-t1", "-c" + workload.connections(), "-d" + seconds + "s", "--latency"));
    String host = "127.0.0.1:" + port;
    String lua = workload.lua(host);
    if (!lua.isEmpty()) {
      command.addAll(List.of("-s", script(workload.name(), lua).toString()));
    }
    command.add("http://" + host + workload.path());
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
              + result.requests()
              + " answers: some are no success, or connections broke");
    }
    if (result.requests() == 0) {
      throw new BenchException(workload.name() + ": no answer within " + seconds + " s");
    }
    return result;
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
