package dev.mg.bench;

import dev.mg.examples.cli.UsageException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/** The command line of mg-bench.jar. */
public final class Main {
  private static final String HELP =
      """
      usage: java -jar mg-bench.jar COMMAND [options]

        serve           the server that load generators and conformance tools are pointed at
        bench [KIND]    benchmarks and their report; KIND is http, ws, tls, idle, scale, start or micro; all without it
        COMMAND --help  what a command does and takes
      """;

  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private Main() {}

  /** Ends with status 0, 1 when what was asked for failed, or 2 when it could not be understood. */
  public static void main(String[] words) {
    System.exit(run(Arrays.asList(words), System.out, System.err));
  }

  static int run(List<String> words, PrintStream out, PrintStream err) {
    try {
      String command = words.isEmpty() ? "--help" : words.get(0);
      List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
      switch (command) {
        case "serve" -> ServeCommand.run(rest, out);
        case "bench" -> BenchCommand.run(rest, out, err);
        case IdleClient.COMMAND -> IdleClient.run(rest, out);
        case JdkHello.COMMAND -> JdkHello.run(out);
        case HttpClients.COMMAND -> HttpClients.run(rest, out);
        case WsClient.COMMAND -> WsClient.run(rest, out);
        case "--help", "-h", "help" -> out.print(HELP);
        default ->
            throw new UsageException("no command '" + command + "': there is serve and bench");
      }
      return 0;
    } catch (UsageException e) {
      err.println("mg-bench: " + e.getMessage());
      return MISUSED;
    } catch (BenchException e) {
      err.println("mg-bench: " + e.getMessage());
      return FAILED;
    }
  }
}
