package dev.mg.http.clients;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A program of the system, run to its end. */
final class Tool {
  private static final long WAIT_S = 300;

  /** How it ended and what it printed. */
  record Result(int exit, byte[] out, String err) {
    String text() {
      return new String(out, StandardCharsets.ISO_8859_1);
    }
  }

  private final Path program;
  private final List<String> always;
  private final Map<String, String> environment = new HashMap<>();

  private Tool(Path program, List<String> always) {
    this.program = program;
    this.always = always;
  }

  /** With that in its environment. */
  Tool env(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** The first of that name on the PATH, which gets these arguments with each call. */
  static Optional<Tool> find(String name, String... always) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .map(program -> new Tool(program, List.of(always)));
  }

  Path program() {
    return program;
  }

  Result run(String... args) throws Exception {
    return runWith(null, args);
  }

  /** With a file as its standard input. */
  Result runWith(@Nullable Path input, String... args) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(always);
    command.addAll(List.of(args));
    Path out = Files.createTempFile("mg", ".out");
    Path err = Files.createTempFile("mg", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().putAll(environment);
      builder.redirectInput(input == null ? new File("/dev/null") : input.toFile());
      return ended(builder.start(), command, out, err);
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static Result ended(Process process, List<String> command, Path out, Path err)
      throws IOException, InterruptedException {
    if (!process.waitFor(WAIT_S, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError(command + " did not end in " + WAIT_S + " s");
    }
    return new Result(process.exitValue(), Files.readAllBytes(out), Files.readString(err));
  }
}
