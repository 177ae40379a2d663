package dev.mg.examples;

import dev.mg.examples.demo.Child;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** An example run as its readers run it: by its name, in a process of its own. */
public final class Example {
  private static final Pattern LISTENING =
      Pattern.compile("^listening on (?:unix:(.+)|127\\.0\\.0\\.1:(\\d+))$");

  private Example() {}

  /** Starts it and waits until it listens. */
  static Child serve(String... words) throws IOException {
    return start(LISTENING, words);
  }

  /** Starts it and waits for a line that {@code sign} finds. */
  public static Child start(Pattern sign, String... words) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-Duser.language=en",
                "-Ddev.mg.check=true",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.mg.examples.Main",
                "example"));
    command.addAll(List.of(words));
    return Child.start(command, sign);
  }

  /** The port it listens on. */
  static int port(Child example) {
    return Integer.parseInt(example.sign().group(2));
  }
}
