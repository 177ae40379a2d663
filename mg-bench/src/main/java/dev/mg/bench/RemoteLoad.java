package dev.mg.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A {@link LoadClient} on the load's core. */
final class RemoteLoad implements Load {
  private static final Duration CONNECT = Duration.ofSeconds(60);
  private static final long GRACE_MS = 30_000;
  private static final Pattern READY = Pattern.compile("^" + LoadClient.READY + "$");
  private static final Pattern DONE =
      Pattern.compile(
          "^"
              + LoadClient.DONE
              + "(\\d+)((?: [0-9.E-]+){"
              + (1 + Percentile.values().length)
              + "})$");

  /**
   * What it is to be.
   *
   * @param workload its name
   * @param rate requests a second, 0 = as many as are answered
   */
  record Job(String workload, int warmCount, int rate, int threads) {}

  private final Job job;
  private final Child client;

  private RemoteLoad(Job job, Child client) {
    this.job = job;
    this.client = client;
  }

  /**
   * Starts a client, which connects and makes one exchange on each connection.
   *
   * @param words the command of our {@link Main}, and its options but for the port
   * @throws BenchException if one fails, or its answer is wrong
   */
  static RemoteLoad start(Server server, Job job, List<String> words, Harness harness) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Tools.java(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(words);
    command.addAll(List.of("--port", Integer.toString(server.port())));
    Child client = harness.startLoad(words.get(0), command);
    try {
      client.await(READY, CONNECT);
      return new RemoteLoad(job, client);
    } catch (BenchException e) {
      client.close();
      throw new BenchException(server.name() + ", " + job.workload + ": " + e.getMessage(), e);
    }
  }

  @Override
  public LoadResult run(int ms) {
    client.send(LoadClient.RUN + ms);
    Matcher done = client.await(DONE, Duration.ofMillis(ms + GRACE_MS));
    long count = Long.parseLong(done.group(1));
    if (count == 0) {
      throw new BenchException(job.workload + ": nothing came within " + ms + " ms");
    }
    List<Double> figures =
        Stream.of(done.group(2).strip().split(" ")).map(Double::valueOf).toList();
    return new LoadResult(count, figures.get(0), figures.subList(1, figures.size()));
  }

  @Override
  public int warmCount() {
    return job.warmCount;
  }

  @Override
  public int rate() {
    return job.rate;
  }

  @Override
  public int threads() {
    return job.threads;
  }

  @Override
  public long pid() {
    return client.pid();
  }

  @Override
  public void close() {
    client.close();
  }
}
