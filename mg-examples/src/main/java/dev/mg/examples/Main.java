package dev.mg.examples;

import dev.mg.MgException;
import dev.mg.examples.cli.UsageException;
import dev.mg.examples.demo.Demo;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/** The command line of mg-examples-all.jar. */
public final class Main {
  private static final String HELP =
      """
      usage: java -jar mg-examples-all.jar COMMAND [options]

        run                    the demo, a page on http://127.0.0.1:8000; run --help tells all
        example [NAME ARGS]    one example; without a name, the list
      """;

  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private Main() {}

  /** Ends with status 1 when what was asked for failed, 2 when it could not be understood. */
  public static void main(String[] words) {
    // One line a record, where the platform's own format prints two.
    if (System.getProperty("java.util.logging.SimpleFormatter.format") == null) {
      System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tT %4$s %5$s%6$s%n");
    }
    int status = run(Arrays.asList(words), System.out, System.err);
    if (status != 0) {
      System.exit(status);
    }
  }

  static int run(List<String> words, PrintStream out, PrintStream err) {
    try {
      String command = words.isEmpty() ? "run" : words.get(0);
      List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
      switch (command) {
        case "run" -> Demo.run(rest, out);
        case "example" -> Examples.run(rest, out);
        case "--help", "-h", "help" -> out.print(HELP);
        default ->
            throw new UsageException("no command '" + command + "': there is run and example");
      }
      return 0;
    } catch (UsageException e) {
      err.println("mg: " + e.getMessage());
      return MISUSED;
    } catch (MgException e) {
      err.println("mg: " + e.getMessage());
      return FAILED;
    }
  }
}
