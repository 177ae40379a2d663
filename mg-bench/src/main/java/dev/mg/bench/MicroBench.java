package dev.mg.bench;

import dev.mg.bench.micro.IobufBenchmark;
import dev.mg.examples.cli.Args;
import dev.mg.examples.cli.CommandLine;
import dev.mg.examples.cli.UsageException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** {@code bench micro}: the JMH benchmarks of {@link dev.mg.bench.micro} and a report of them. */
final class MicroBench {
  private static final Metric TIME = new Metric("nsPerOp", "ns/op", 1);
  private static final Metric SPEED = new Metric("gigabytesPerSecond", "GB/s", 2);
  private static final Metric ALLOCATED = new Metric("allocatedBytesPerOp", "B/op", 1);
  private static final String ALLOCATION_RATE = "gc.alloc.rate.norm";

  /** The parameter of those that go over so many bytes an operation. */
  private static final String BYTES = "bytes";

  private static final int QUICK_MS = 10;

  private MicroBench() {}

  private static CommandLine commandLine() {
    return PeerContender.option(
        new CommandLine(
                "bench micro", "JMH benchmarks; REGEX chooses among them, by class and method.")
            .operand("REGEX")
            .value("forks", "N", "1", "JVMs one after the other; 0 = in this one")
            .value("warmup", "N", "3", "iterations before those that count")
            .value("iterations", "N", "5", "those that count")
            .value("seconds", "S", "1", "length of an iteration")
            .value("transports", "A,B", Choice.TRANSPORTS.all(), "mg on these")
            .value(
                "idle", "A,B", "0,100,10000", "idle connections that are polled, a descriptor each")
            .flag("quick", "one iteration of " + QUICK_MS + " ms each, to see that they run")
            .flag("no-allocation", "without JMH's GC profiler, which counts bytes an operation")
            .value("out", "DIR", "target/bench", "where the report goes"));
  }

  static void run(List<String> words, PrintStream out, PrintStream err) {
    CommandLine line = commandLine();
    Args args = line.parse(words);
    if (args.has("help")) {
      out.print(line.help());
      return;
    }
    Report report = new Report("micro", "Micro benchmarks", List.of(TIME, SPEED, ALLOCATED));
    report.facts.putAll(Environment.facts());
    report.facts.put("JVM flags", String.join(" ", MgContender.JVM_FLAGS));
    Path peers = PeerContender.asked(args);
    if (peers != null) {
      report.facts.put("peers", PeerContender.versions(peers));
    }
    List<String> transports =
        Choice.TRANSPORTS.available(args.names("transports", Choice.TRANSPORTS.names), report);
    ChainedOptionsBuilder options = options(args);
    if (!transports.isEmpty()) {
      options.param("transport", transports.toArray(String[]::new));
    }
    options.param("idle", numbers(args.text("idle")));
    options.param(
        "engine", Choice.ENGINES.available(Choice.ENGINES.names, report).toArray(String[]::new));
    try {
      Collection<RunResult> results = new Runner(options.build()).run();
      results.forEach(result -> add(result, report));
    } catch (RunnerException e) {
      throw new BenchException("JMH: " + e.getMessage(), e);
    }
    Harness.write(report, Path.of(args.text("out")), out);
  }

  private static String[] numbers(String text) {
    String[] numbers = text.split(",");
    for (String number : numbers) {
      if (!number.matches("\\d{1,6}")) {
        throw new UsageException("--idle takes numbers up to 999999, not '" + number + "'");
      }
    }
    return numbers;
  }

  private static ChainedOptionsBuilder options(Args args) {
    boolean quick = args.has("quick");
    if (quick) {
      // One run at a time is a rule for figures that count.
      System.setProperty("jmh.ignoreLock", "true");
    }
    TimeValue length =
        quick
            ? TimeValue.milliseconds(QUICK_MS)
            : TimeValue.seconds(args.number("seconds", 1, 600));
    String regex = args.operand().isEmpty() ? ".*" : ".*" + args.operand() + ".*";
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(IobufBenchmark.class.getPackageName().replace(".", "\\.") + regex)
            .forks(args.number("forks", 0, 100))
            .warmupIterations(quick ? 1 : args.number("warmup", 0, 1000))
            .measurementIterations(quick ? 1 : args.number("iterations", 1, 1000))
            .warmupTime(length)
            .measurementTime(length)
            .shouldFailOnError(true)
            .jvmArgsAppend(MgContender.JVM_FLAGS.toArray(String[]::new));
    return args.has("no-allocation") ? options : options.addProfiler(GCProfiler.class);
  }

  private static void add(RunResult result, Report report) {
    BenchmarkParams params = result.getParams();
    String[] name = params.getBenchmark().split("\\.");
    StringBuilder method = new StringBuilder(name[name.length - 1]);
    params.getParamsKeys().forEach(key -> method.append(' ').append(params.getParam(key)));
    Report.Row row = report.row(name[name.length - 2], method.toString());
    for (BenchmarkResult fork : result.getBenchmarkResults()) {
      for (IterationResult iteration : fork.getIterationResults()) {
        double ns = iteration.getPrimaryResult().getScore();
        row.add(TIME, ns);
        if (params.getParamsKeys().contains(BYTES)) {
          row.add(SPEED, Integer.parseInt(params.getParam(BYTES)) / ns);
        }
        iteration
            .getSecondaryResults()
            .forEach(
                (key, second) -> {
                  if (key.endsWith(ALLOCATION_RATE)) {
                    row.add(ALLOCATED, second.getScore());
                  }
                });
      }
    }
  }
}
