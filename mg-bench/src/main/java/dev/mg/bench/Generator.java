package dev.mg.bench;

import dev.mg.examples.cli.Args;
import dev.mg.examples.cli.CommandLine;
import dev.mg.examples.cli.UsageException;
import java.util.List;

/** What puts a load of requests on a server: wrk, or a client of ours. */
interface Generator {
  /** How latencies are taken by all that wait for an answer before they send again. */
  String CLOSED_LOOP =
      "Closed loop: a connection sends when it has been answered; latencies are corrected for"
          + " coordinated omission by its mean time between two";

  String OPEN_LOOP =
      "Open loop: requests are sent when they are due, or as soon as their connection is free;"
          + " latencies count from when they were due, and are not comparable with a closed"
          + " loop's";

  /** That load on a server. */
  Load on(Server server, Workload workload);

  /** The options that the others read. */
  static CommandLine options(CommandLine line) {
    return line.value(
            "load", "wrk|mg", "", "what puts it on; wrk where it is installed, else our own client")
        .value(
            "rate",
            "N",
            "0",
            "requests a second, sent by our own client whether or not answers come; 0 = as many"
                + " as are answered");
  }

  /**
   * The one asked for, or the one there is.
   *
   * @throws UsageException if it cannot do that
   * @throws BenchException if it is not there
   */
  static Generator of(Args args, Harness harness) {
    return of(args, 1, harness);
  }

  /** The same in so many threads, at most as many as a load has connections. */
  static Generator of(Args args, int threads, Harness harness) {
    return isOurs(args) ? new HttpGenerator(rate(args), threads, harness) : harness.wrk(threads);
  }

  /** What it is, and what latencies are, for the report. */
  static String about(Args args) {
    return about(args, 1);
  }

  /** The same in so many threads. */
  static String about(Args args, int threads) {
    if (!isOurs(args)) {
      return Wrk.about(threads);
    }
    int rate = rate(args);
    return "ours, "
        + (threads == 1 ? "one thread on a selector. " : threads + " threads, each on a selector. ")
        + (rate == 0
            ? CLOSED_LOOP + ", and begin with the connection where each request has its own"
            : rate + " requests a second are asked for. " + OPEN_LOOP);
  }

  private static int rate(Args args) {
    return args.number("rate", 0, HttpClient.MAX_RATE);
  }

  /** Whether it is a client of ours. */
  static boolean isOurs(Args args) {
    List<String> named = args.names("load", List.of("wrk", "mg"));
    if (named.contains("wrk") && rate(args) > 0) {
      throw new UsageException("--rate is for our own client: leave --load wrk out");
    }
    return named.isEmpty() ? rate(args) > 0 || !Wrk.isInstalled() : named.get(0).equals("mg");
  }
}
