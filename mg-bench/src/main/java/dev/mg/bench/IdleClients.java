package dev.mg.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The process of an {@link IdleClient}. Public for the benchmarks that JMH generates code for; what
 * it fails with is a {@link BenchException}.
 */
public final class IdleClients implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("^ready (\\d+)$");
  private static final Pattern OPEN = Pattern.compile("^open (\\d+)$");
  private static final Duration CONNECT = Duration.ofSeconds(120);
  private static final Duration CHECK = Duration.ofSeconds(20);

  private final Child child;
  private final int many;

  private IdleClients(Child child, int many) {
    this.child = child;
    this.many = many;
  }

  /**
   * Starts to connect, where no harness has cores to give. Each connection says one request, GET
   * /plaintext, and expects an answer that ends with Hello, World!
   */
  public static IdleClients start(int port, int many) {
    Path logs = Path.of("target", "bench", "work");
    List<String> command = command(port, IdleKind.HTTP, many);
    return new IdleClients(Child.start(IdleClient.COMMAND, logs, command), many);
  }

  /** Starts to connect, from the load's core. */
  static IdleClients start(int port, IdleKind kind, int many, Harness harness) {
    List<String> command = command(port, kind, many);
    return new IdleClients(harness.startLoad(IdleClient.COMMAND, command), many);
  }

  private static List<String> command(int port, IdleKind kind, int many) {
    return List.of(
        Tools.java(),
        "-XX:+UseSerialGC",
        "-Xmx256m",
        "-cp",
        System.getProperty("java.class.path"),
        Main.class.getName(),
        IdleClient.COMMAND,
        "--port",
        Integer.toString(port),
        "--connections",
        Integer.toString(many),
        "--kind",
        kind.word());
  }

  /** Until all are connected and have been answered. */
  public void awaitReady() {
    expect(child.await(READY, CONNECT).group(1), "connected");
  }

  /** That the server has closed none of them. */
  public void checkOpen() {
    child.send(IdleClient.CHECK);
    expect(child.await(OPEN, CHECK).group(1), "still open at the end");
  }

  private void expect(String got, String what) {
    if (Integer.parseInt(got) != many) {
      throw new BenchException(got + " of " + many + " idle connections were " + what);
    }
  }

  /** Ends the process, and so its connections. */
  @Override
  public void close() {
    child.close();
  }
}
