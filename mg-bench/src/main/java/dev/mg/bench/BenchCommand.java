package dev.mg.bench;

import dev.mg.examples.cli.UsageException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code bench [KIND]}: hands over to the kind of benchmark named. */
final class BenchCommand {
  private static final String ALL = "all";

  /** A kind of benchmark, given what stands behind its name. */
  private interface Kind {
    void run(List<String> words, PrintStream out, PrintStream err);
  }

  private static final Map<String, Kind> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put("http", HttpBench::run);
    KINDS.put("ws", WsBench::run);
    KINDS.put("tls", TlsBench::run);
    KINDS.put("idle", IdleBench::run);
    KINDS.put("scale", ScaleBench::run);
    KINDS.put("start", StartBench::run);
    KINDS.put("micro", MicroBench::run);
  }

  private static final String HELP =
      """
      usage: bench [KIND] [options]

        http     servers side by side: CPU a request, requests a second, latency, memory
        ws       the same for WebSocket messages, there and back, and to 1,000 subscribers
        tls      the same for https: handshakes, and requests on connections that stay
        idle     requests beside 10,000 idle connections, and what an idle connection costs
        scale    one manager and two on the same port
        start    from the start of a JVM to the first answer
        micro    JMH, every hot part: dispatch, poll, buffers, parsers, frames, timers, TLS and more
        all      one after the other with their defaults; also when no KIND is named
        KIND --help  its options

      Reports are written to target/bench, as a page with plots, as Markdown and as JSON.
      """;

  private BenchCommand() {}

  static void run(List<String> words, PrintStream out, PrintStream err) {
    String kind = words.isEmpty() ? ALL : words.get(0);
    if (kind.equals("--help") || kind.equals("-h")) {
      out.print(HELP);
      return;
    }
    if (kind.equals(ALL)) {
      if (words.size() > 1) {
        throw new UsageException("bench all takes no options: give them to one kind, see --help");
      }
      KINDS.values().forEach(one -> one.run(List.of(), out, err));
      return;
    }
    Kind one = KINDS.get(kind);
    if (one == null) {
      throw new UsageException(
          "no benchmark '" + kind + "', there is " + String.join(", ", KINDS.keySet()));
    }
    one.run(words.subList(1, words.size()), out, err);
  }
}
