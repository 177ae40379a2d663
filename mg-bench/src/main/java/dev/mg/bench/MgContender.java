package dev.mg.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The target server on one transport. */
final class MgContender implements Contender {
  /** The same for all: one core needs no parallel collector, a fixed heap gives comparable RSS. */
  static final List<String> JVM_FLAGS = List.of("-XX:+UseSerialGC", "-Xms256m", "-Xmx256m");

  private final String transport;
  private final List<String> more;

  /**
   * @param more options for {@code serve}, besides transport and port
   */
  MgContender(String transport, List<String> more) {
    this.transport = transport;
    this.more = List.copyOf(more);
  }

  @Override
  public String name() {
    return "mg " + transport;
  }

  @Override
  public @Nullable String unavailableBecause() {
    return Transports.unavailableBecause(transport);
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
