package dev.mg.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The target server on one transport, with or without TLS. */
final class MgContender implements Contender {
  /**
   * The same for all: one core needs no parallel collector, a fixed heap gives comparable RSS, and
   * a TLS session that is taken up again is no handshake: the JDK forgets it at the next one.
   */
  static final List<String> JVM_FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xms256m",
          "-Xmx256m",
          "-Djdk.tls.server.enableSessionTicketExtension=false",
          "-Djavax.net.ssl.sessionCacheSize=1");

  private final String transport;

  /** "" = without TLS. */
  private final String engine;

  /** 0 = one, of which nothing is said. */
  private final int managers;

  private final List<String> more;

  /**
   * @param more options for {@code serve}, besides transport and port
   */
  MgContender(String transport, List<String> more) {
    this(transport, "", 0, more);
  }

  private MgContender(String transport, String engine, int managers, List<String> more) {
    this.transport = transport;
    this.engine = engine;
    this.managers = managers;
    this.more = List.copyOf(more);
  }

  /** The same over TLS. */
  MgContender overTls(String by, Identity identity) {
    List<String> words = new ArrayList<>(more);
    words.addAll(List.of("--tls", "--engine", by));
    words.addAll(List.of("--cert", identity.cert().toString(), "--key", identity.key().toString()));
    return new MgContender(transport, by, managers, words);
  }

  /** The same with so many managers on its port. */
  MgContender withManagers(int many) {
    List<String> words = new ArrayList<>(more);
    words.addAll(List.of("--managers", Integer.toString(many)));
    return new MgContender(transport, engine, many, words);
  }

  @Override
  public String name() {
    String name = engine.isEmpty() ? "mg " + transport : "mg " + transport + " " + engine;
    return managers == 0
        ? name
        : name + ", " + managers + (managers == 1 ? " manager" : " managers");
  }

  @Override
  public @Nullable String unavailableBecause() {
    String why = Choice.TRANSPORTS.unavailableBecause(transport);
    return why == null && !engine.isEmpty() ? Choice.ENGINES.unavailableBecause(engine) : why;
  }

  @Override
  public boolean isControlled() {
    return true;
  }

  @Override
  public int loops() {
    return Math.max(1, managers);
  }

  @Override
  public String rawNetty() {
    String kind = transport.equals("netty-epoll") ? "epoll" : "nio";
    return "raw-netty-" + kind + (engine.isEmpty() ? "" : "-" + engine);
  }

  @Override
  public List<String> command(Path work) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("serve", "--transport", transport, "--port", "0", "--control"));
    words.addAll(more);
    return java(words);
  }

  /** A JVM of its own that runs this program's {@link Main}. */
  static List<String> java(List<String> words) {
    List<String> command = new ArrayList<>();
    command.add(Tools.java());
    command.addAll(JVM_FLAGS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(words);
    return command;
  }
}
