package dev.mg.bench;

import dev.mg.bench.micro.IobufBenchmark;
import dev.mg.examples.cli.Args;
import dev.mg.examples.cli.CommandLine;
import dev.mg.examples.cli.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** {@code bench micro}: the JMH benchmarks of {@link dev.mg.bench.micro} and a report of them. */
final class MicroBench {
  private static final int QUICK_MS = 10;

  /** Of a library that peers bring along: without it each JVM says that it logs nothing. */
  private static final String QUIET = "-Dslf4j.internal.verbosity=ERROR";

  private MicroBench() {}

  private static CommandLine commandLine() {
    return PeerContender.option(
        new CommandLine(
                "bench micro",
                "JMH benchmarks of single steps, beside those of other projects that do the same.\n"
                    + "REGEX chooses among them, by class and method: frame, poll.*roundtrip")
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
    Report report = new Report("micro", "Micro benchmarks", MicroRows.COLUMNS);
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
      options.param("io", transports.stream().map(MicroRows::io).distinct().toArray(String[]::new));
    }
    options.param("idle", numbers(args.text("idle")));
    options.param(
        "engine", Choice.ENGINES.available(Choice.ENGINES.names, report).toArray(String[]::new));
    report.facts.put(MicroRows.CPU.title(), "of the whole JVM; " + iterations(args));
    report.facts.put(MicroRows.RATIO.title(), "over the least of other projects that do the same");
    Path folder = Path.of(args.text("out"));
    MicroRows.add(measure(options.build(), folder.resolve("work"), err), report);
    Harness.write(report, folder, out);
  }

  private static String iterations(Args args) {
    return args.has("quick")
        ? "one iteration of " + QUICK_MS + " ms, which is no measurement"
        : "median (least..greatest) of "
            + args.text("iterations")
            + " iterations after "
            + args.text("warmup")
            + " of warm-up, "
            + args.text("seconds")
            + " s each";
  }

  private static Collection<RunResult> measure(Options options, Path work, PrintStream err) {
    Path file = work.resolve("micro.log");
    try {
      Files.createDirectories(work);
    } catch (IOException e) {
      throw new BenchException(work + " cannot be made: " + e.getMessage(), e);
    }
    try (PrintStream log = new PrintStream(file.toFile(), StandardCharsets.UTF_8);
        Progress progress = new Progress(err, 0)) {
      OutputFormat all = OutputFormatFactory.createFormatInstance(log, VerboseMode.NORMAL);
      return new Runner(options, new MicroOutput(all, progress)).run();
    } catch (NoBenchmarksException e) {
      throw new UsageException("no benchmark has that name: " + options.getIncludes().get(0));
    } catch (RunnerException e) {
      throw new BenchException("JMH: " + reason(e) + "; all it said is in " + file, e);
    } catch (IOException e) {
      throw new BenchException(file + " cannot be written: " + e.getMessage(), e);
    }
  }

  /** What the benchmark itself failed with, if it did. */
  private static Throwable reason(RunnerException e) {
    Throwable cause = e.getCause();
    return cause == null ? e : cause.getSuppressed().length > 0 ? cause.getSuppressed()[0] : cause;
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
            .include("(?i)" + IobufBenchmark.class.getPackageName().replace(".", "\\.") + regex)
            .forks(args.number("forks", 0, 100))
            .warmupIterations(quick ? 1 : args.number("warmup", 0, 1000))
            .measurementIterations(quick ? 1 : args.number("iterations", 1, 1000))
            .warmupTime(length)
            .measurementTime(length)
            .shouldFailOnError(true)
            .jvmArgsAppend(
                Stream.concat(MgContender.JVM_FLAGS.stream(), Stream.of(QUIET))
                    .toArray(String[]::new));
    options.addProfiler(CpuProfiler.class);
    return args.has("no-allocation") ? options : options.addProfiler(GCProfiler.class);
  }
}
