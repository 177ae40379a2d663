package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole of one kind of benchmark, as on the command line; nothing it starts is left. What takes
 * long is that each load and each server is a process, so that there are fewer of them but in full.
 */
abstract class BenchCase {
  private static final boolean FULL = Boolean.getBoolean("dev.mg.full");

  @TempDir Path out;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final String kind;
  private final List<String> small;

  /**
   * @param small the options of every run
   */
  BenchCase(String kind, String... small) {
    this.kind = kind;
    this.small = List.of(small);
  }

  @AfterEach
  void nothingIsLeftRunning() {
    assertThat(ProcessHandle.current().children().map(ProcessHandle::info)).isEmpty();
  }

  /** Runs it, and returns the status. */
  final int bench(String... more) {
    List<String> words = new ArrayList<>(List.of("bench", kind, "--out", out.toString()));
    words.addAll(small);
    words.addAll(List.of(more));
    PrintStream to = new PrintStream(said, true, StandardCharsets.UTF_8);
    return Main.run(words, to, to);
  }

  /** All it has printed. */
  final String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  /** What it reports in Markdown, if it ends well. */
  final String report(String... more) throws IOException {
    return report(".md", more);
  }

  /** The same in JSON. */
  final String json(String... more) throws IOException {
    return report(".json", more);
  }

  private String report(String end, String... more) throws IOException {
    assertThat(bench(more)).as(said()).isZero();
    return Files.readString(out.resolve(kind + end));
  }

  /** These, or with {@code -Ddev.mg.full=true} all there are. */
  static List<String> some(List<String> all, String... some) {
    return FULL ? all : List.of(some);
  }

  /** The rows of a contender, in all tables. */
  static List<String> rows(String markdown, String contender) {
    return markdown.lines().filter(line -> line.startsWith("| " + contender + " |")).toList();
  }

  /** A command line that runs a class of this one's. */
  static String java(Class<?> main) {
    return Tools.java() + " -cp " + System.getProperty("java.class.path") + " " + main.getName();
  }
}
