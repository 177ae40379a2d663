package dev.mg.bench;

import java.io.IOException;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.format.OutputFormat;

/** What JMH says: all of it goes to a log, and what runs and for how long still to a person. */
final class MicroOutput implements OutputFormat {
  /** JMH tells this between a benchmark's name and its run. */
  private static final Pattern LEFT = Pattern.compile("^# Run progress: .* ETA (?:00:)?(.+)$");

  private static final int PACKAGE_END = 2;

  private final OutputFormat log;
  private final Progress progress;
  private String running = "";

  MicroOutput(OutputFormat log, Progress progress) {
    this.log = log;
    this.progress = progress;
  }

  @Override
  public void startBenchmark(BenchmarkParams params) {
    String[] names = params.getBenchmark().split("\\.");
    StringBuilder name = new StringBuilder(names[names.length - PACKAGE_END]);
    name.append(' ').append(names[names.length - 1]);
    params.getParamsKeys().forEach(key -> name.append(' ').append(params.getParam(key)));
    running = name.toString();
    log.startBenchmark(params);
  }

  @Override
  public void println(String line) {
    Matcher left = LEFT.matcher(line);
    if (left.find()) {
      progress.show(running, left.group(1));
    }
    log.println(line);
  }

  @Override
  public void iteration(BenchmarkParams benchmark, IterationParams params, int iteration) {
    log.iteration(benchmark, params, iteration);
  }

  @Override
  public void iterationResult(
      BenchmarkParams benchmark, IterationParams params, int iteration, IterationResult data) {
    log.iterationResult(benchmark, params, iteration, data);
  }

  @Override
  public void endBenchmark(BenchmarkResult result) {
    log.endBenchmark(result);
  }

  @Override
  public void startRun() {
    log.startRun();
  }

  @Override
  public void endRun(Collection<RunResult> results) {
    log.endRun(results);
  }

  @Override
  public void print(String text) {
    log.print(text);
  }

  @Override
  public void flush() {
    log.flush();
  }

  @Override
  public void close() {
    log.close();
  }

  @Override
  public void verbosePrintln(String line) {
    log.verbosePrintln(line);
  }

  @Override
  public void write(int b) {
    log.write(b);
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    log.write(bytes);
  }
}
