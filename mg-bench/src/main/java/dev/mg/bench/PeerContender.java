package dev.mg.bench;

import dev.mg.examples.cli.Args;
import dev.mg.examples.cli.CommandLine;
import dev.mg.examples.cli.UsageException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * Another project's server. They come in a jar of their own, which is built only to be measured and
 * which no class of ours sees.
 *
 * @param kind what it speaks, as the kinds of benchmark are named
 * @param words what it is told besides
 */
record PeerContender(String kind, String name, Path jar, List<String> words) implements Contender {
  /** Names the jar; {@code ./mg} sets it. */
  static final String JAR = "dev.mg.bench.peers";

  private static final String PEERS = "peers";
  private static final String VERSIONS = "Peer-Versions";
  private static final String MAIN = "Main-Class";
  private static final String HELIDON = "helidon";
  private static final String HELIDON_CLASS = "dev/mg/bench/peers/HelidonPeer.class";
  private static final int HELIDON_JAVA = 21;

  /** The option that {@link #asked} reads. */
  static CommandLine option(CommandLine line) {
    return line.value("against", "peers", "", "other projects' as well; ./mg builds them");
  }

  /**
   * The jar of the peers, if they are asked for, else null.
   *
   * @throws UsageException if something else is asked for, or there is no jar
   */
  static @Nullable Path asked(Args args) {
    String against = args.text("against");
    if (against.isEmpty()) {
      return null;
    }
    if (!against.equals(PEERS)) {
      throw new UsageException("--against takes '" + PEERS + "', not '" + against + "'");
    }
    String jar = System.getProperty(JAR);
    if (jar == null || !Files.isReadable(Path.of(jar))) {
      throw new UsageException(
          "--against "
              + PEERS
              + " needs the jar of mg-bench-peers: run it by ./mg, which builds it, or name it by -D"
              + JAR);
    }
    return Path.of(jar);
  }

  /** All of that kind that the jar holds, in its order, each told {@code words}. */
  static List<Contender> all(String kind, Path jar, List<String> words) {
    Tools.Said names = Tools.run(List.of(Tools.java(), "-jar", jar.toString(), kind));
    if (names.status() != 0) {
      throw new BenchException(jar + " does not run: " + names.text());
    }
    List<Contender> all = new ArrayList<>();
    for (String name : names.text().split(" ")) {
      all.add(new PeerContender(kind, name, jar, words));
    }
    return all;
  }

  /** What is in the jar, with versions, for people. */
  static String versions(Path jar) {
    return attribute(jar, VERSIONS);
  }

  private static String attribute(Path jar, String name) {
    try (JarFile file = new JarFile(jar.toFile())) {
      String value = file.getManifest().getMainAttributes().getValue(name);
      return value == null ? "unknown" : value;
    } catch (IOException e) {
      throw new BenchException(jar + " cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public @Nullable String unavailableBecause() {
    if (name.equals(HELIDON)) {
      return noHelidonBecause(Runtime.version().feature());
    }
    String why =
        name.contains("epoll") ? Choice.TRANSPORTS.unavailableBecause("netty-epoll") : null;
    return why == null && name.contains("openssl")
        ? Choice.ENGINES.unavailableBecause("openssl")
        : why;
  }

  /**
   * The same for the one peer that an older JDK neither runs nor builds.
   *
   * @param java the version of those that run here
   */
  @Nullable String noHelidonBecause(int java) {
    if (java < HELIDON_JAVA) {
      return "it needs Java " + HELIDON_JAVA + ", and this is " + java;
    }
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.getEntry(HELIDON_CLASS) == null
          ? jar + " was built without it, by an older JDK: delete it and run again"
          : null;
    } catch (IOException e) {
      throw new BenchException(jar + " cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public @Nullable String cannot(Workload load) {
    return load.closing() && name.equals("microhttp")
        ? "it does not close an HTTP/1.1 connection on request"
        : null;
  }

  @Override
  public boolean isControlled() {
    return true;
  }

  @Override
  public List<String> command(Path work) {
    String classes = jar + File.pathSeparator + control(work);
    List<String> command = new ArrayList<>(List.of(Tools.java()));
    command.addAll(MgContender.JVM_FLAGS);
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", classes));
    command.addAll(List.of(Control.class.getName(), attribute(jar, MAIN), kind, name));
    command.addAll(words);
    return command;
  }

  /** A folder with that class of ours and no other. */
  private static Path control(Path work) {
    Path folder = work.resolve("control").toAbsolutePath();
    String file = Control.class.getSimpleName() + ".class";
    Path copy = folder.resolve(Control.class.getPackageName().replace('.', '/')).resolve(file);
    try (InputStream from = Control.class.getResourceAsStream(file)) {
      Files.createDirectories(copy.getParent());
      Files.copy(from, copy, StandardCopyOption.REPLACE_EXISTING);
      return folder;
    } catch (IOException e) {
      throw new BenchException(copy + " cannot be written: " + e.getMessage(), e);
    }
  }
}
