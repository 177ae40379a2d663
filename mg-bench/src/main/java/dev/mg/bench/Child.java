package dev.mg.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A process that lives no longer than its owner: {@link #close} ends it, and so does the end of
 * this JVM, by a shutdown hook, and, for those that watch it, by the end of their standard input.
 */
final class Child implements AutoCloseable {
  private static final Set<Child> ALIVE = ConcurrentHashMap.newKeySet();
  private static final Duration END = Duration.ofSeconds(3);
  private static final int TAIL_LINES = 5;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> ALIVE.forEach(Child::close)));
  }

  /** A line of output; null text = the end of it. */
  private record Line(@Nullable String text) {}

  private final String name;
  private final Path errors;
  private final Process process;
  private final BufferedWriter in;
  private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();

  private Child(String name, Path errors, Process process) {
    this.name = name;
    this.errors = errors;
    this.process = process;
    in =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Starts a process.
   *
   * @param name for messages and for its log
   * @param logs a folder; what it writes to standard error goes to {@code name.log} there
   */
  static Child start(String name, Path logs, List<String> command) {
    Path errors = logs.resolve(name + ".log");
    try {
      Files.createDirectories(logs);
      Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      Child child = new Child(name, errors, process);
      ALIVE.add(child);
      Thread reader = new Thread(child::read, name + " output");
      reader.setDaemon(true);
      reader.start();
      return child;
    } catch (IOException e) {
      throw new BenchException(name + " does not start: " + e.getMessage(), e);
    }
  }

  private void read() {
    try (BufferedReader from = process.inputReader()) {
      for (String line = from.readLine(); line != null; line = from.readLine()) {
        lines.add(new Line(line));
      }
    } catch (IOException e) {
      // The process was killed: its output ends here.
    }
    lines.add(new Line(null));
  }

  long pid() {
    return process.pid();
  }

  /** Writes one line to its standard input. */
  void send(String line) {
    try {
      in.write(line);
      in.newLine();
      in.flush();
    } catch (IOException e) {
      throw failure("takes no command '" + line + "'");
    }
  }

  /**
   * Skips lines of its output up to one in which {@code pattern} is found.
   *
   * @throws BenchException if it ends, or {@code max} passes, before
   */
  Matcher await(Pattern pattern, Duration max) {
    long until = System.nanoTime() + max.toNanos();
    while (true) {
      Line line = next(until - System.nanoTime());
      if (line == null) {
        throw failure("did not print '" + pattern + "' within " + max.toSeconds() + " s");
      }
      if (line.text == null) {
        throw failure("ended before it printed '" + pattern + "'");
      }
      Matcher found = pattern.matcher(line.text);
      if (found.find()) {
        return found;
      }
    }
  }

  /**
   * All of its output, once it has ended by itself.
   *
   * @throws BenchException if its status is not 0, or {@code max} passes before
   */
  String output(Duration max) {
    StringBuilder all = new StringBuilder();
    long until = System.nanoTime() + max.toNanos();
    while (true) {
      Line line = next(until - System.nanoTime());
      if (line == null) {
        throw failure("did not end within " + max.toSeconds() + " s");
      }
      if (line.text == null) {
        break;
      }
      all.append(line.text).append('\n');
    }
    if (!ends(END)) {
      throw failure("closed its output and did not end");
    }
    if (process.exitValue() != 0) {
      throw failure("ended with status " + process.exitValue());
    }
    return all.toString();
  }

  private @Nullable Line next(long ns) {
    try {
      return lines.poll(Math.max(ns, 0), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure("was being waited for when the benchmark was interrupted");
    }
  }

  private boolean ends(Duration max) {
    try {
      return process.waitFor(max.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What went wrong with it, and the last it said about that. */
  BenchException failure(String what) {
    StringBuilder message = new StringBuilder(name).append(' ').append(what);
    try {
      List<String> said = Files.readAllLines(errors);
      List<String> tail = said.subList(Math.max(0, said.size() - TAIL_LINES), said.size());
      if (!tail.isEmpty()) {
        message.append("; it said: ").append(String.join(" | ", tail));
      }
    } catch (IOException e) {
      message.append("; ").append(errors).append(" cannot be read");
    }
    return new BenchException(message.toString());
  }

  /** Ends it, by SIGTERM and, if that does not help, by SIGKILL. Any thread, idempotent. */
  @Override
  public void close() {
    process.destroy();
    if (!ends(END)) {
      process.destroyForcibly();
      ends(END);
    }
    ALIVE.remove(this);
  }
}
