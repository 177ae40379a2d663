package dev.mg.bench;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A {@link WsClient} on the load's core. */
final class WsLoad implements Load {
  private static final Duration CONNECT = Duration.ofSeconds(60);
  private static final int GRACE_SECONDS = 30;
  private static final Pattern READY = Pattern.compile("^ready$");
  private static final Pattern DONE = Pattern.compile("^done (\\d+) (\\d+) (\\d+) (\\d+) (\\d+)$");

  private final WsWorkload workload;
  private final Child client;

  private WsLoad(WsWorkload workload, Child client) {
    this.workload = workload;
    this.client = client;
  }

  /**
   * Connects to a server and makes one exchange on each connection.
   *
   * @throws BenchException if one fails, or its answer is wrong
   */
  static WsLoad start(WsWorkload workload, Server server, Harness harness) {
    List<String> command =
        List.of(
            Tools.java(),
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            WsClient.COMMAND,
            "--port",
            Integer.toString(server.port()),
            "--workload",
            workload.name(),
            "--connections",
            Integer.toString(workload.connections()));
    Child client = harness.startLoad(WsClient.COMMAND, command);
    try {
      client.await(READY, CONNECT);
      return new WsLoad(workload, client);
    } catch (RuntimeException e) {
      client.close();
      throw e;
    }
  }

  @Override
  public LoadResult run(int seconds) {
    client.send(WsClient.RUN + seconds);
    Matcher done = client.await(DONE, Duration.ofSeconds(seconds + GRACE_SECONDS));
    long messages = Long.parseLong(done.group(1));
    if (messages == 0) {
      throw new BenchException(workload.name() + ": nothing came within " + seconds + " s");
    }
    return new LoadResult(
        messages,
        Long.parseLong(done.group(2)) / 1e9,
        Long.parseLong(done.group(3)) / 1e3,
        Long.parseLong(done.group(4)) / 1e3,
        Long.parseLong(done.group(5)) / 1e3);
  }

  @Override
  public int warmCount() {
    return workload.warmMessages();
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
