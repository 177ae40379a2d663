package dev.mg.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Programs of the machine: where they are, and what they say about themselves. */
final class Tools {
  private static final int SECONDS = 60;

  private Tools() {}

  /** The executable of that name on PATH, or null. */
  static @Nullable Path find(String name) {
    String path = System.getenv("PATH");
    for (String folder : (path == null ? "" : path).split(File.pathSeparator)) {
      Path file = Path.of(folder, name);
      if (Files.isExecutable(file) && !Files.isDirectory(file)) {
        return file;
      }
    }
    return null;
  }

  /** This JVM's own java. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** A short command's output, both streams, and its status. */
  record Said(int status, String text) {}

  /**
   * Runs a short command.
   *
   * @throws BenchException if it cannot be started or does not end within a minute
   */
  static Said run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String text =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new BenchException(command.get(0) + " did not end within " + SECONDS + " s");
      }
      return new Said(process.exitValue(), text);
    } catch (IOException e) {
      throw new BenchException(command.get(0) + " cannot be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException(command.get(0) + " was interrupted", e);
    }
  }

  /** The first line a command prints whatever its status, or {@code otherwise}. */
  static String firstLine(String otherwise, String... command) {
    if (find(command[0]) == null && !Files.isExecutable(Path.of(command[0]))) {
      return otherwise;
    }
    return run(List.of(command)).text().lines().findFirst().orElse(otherwise);
  }
}
