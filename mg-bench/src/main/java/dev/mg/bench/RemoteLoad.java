package dev.mg.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A {@link LoadClient} on the load's core. */
final class RemoteLoad implements Load {
  private static final Duration CONNECT = Duration.ofSeconds(60);
  private static final long GRACE_MS = 30_000;
  private static final Pattern READY = Pattern.compile("^" + LoadClient.READY + "$");
  private static final String NUMBER = " ([0-9.E-]+)";
  private static final Pattern DONE =
      Pattern.compile("^" + LoadClient.DONE + "(\\d+)" + NUMBER.repeat(4) + "$");

  private final String workload;
  private final int warmCount;
  private final int rate;
  private final Child client;

  private RemoteLoad(String workload, int warmCount, int rate, Child client) {
    this.workload = workload;
    this.warmCount = warmCount;
    this.rate = rate;
    this.client = client;
  }

  /**
   * Starts a client, which connects and makes one exchange on each connection.
   *
   * @param workload its name
   * @param rate requests a second, 0 = as many as are answered
   * @param words the command of our {@link Main}, and its options but for the port
   * @throws BenchException if one fails, or its answer is wrong
   */
  static RemoteLoad start(
      Server server,
      String workload,
      int warmCount,
      int rate,
      List<String> words,
      Harness harness) {
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
      return new RemoteLoad(workload, warmCount, rate, client);
    } catch (BenchException e) {
      client.close();
      throw new BenchException(server.name() + ", " + workload + ": " + e.getMessage(), e);
    }
  }

  @Override
  public LoadResult run(int ms) {
    client.send(LoadClient.RUN + ms);
    Matcher done = client.await(DONE, Duration.ofMillis(ms + GRACE_MS));
    long count = Long.parseLong(done.group(1));
    if (count == 0) {
      throw new BenchException(workload + ": nothing came within " + ms + " ms");
    }
    return new LoadResult(
        count,
        Double.parseDouble(done.group(2)),
        Double.parseDouble(done.group(3)),
        Double.parseDouble(done.group(4)),
        Double.parseDouble(done.group(5)));
  }

  @Override
  public int warmCount() {
    return warmCount;
  }

  @Override
  public int rate() {
    return rate;
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
