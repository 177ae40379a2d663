package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.examples.cli.Args;
import dev.mg.examples.cli.CommandLine;
import dev.mg.examples.cli.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerContenderTest {
  @TempDir Path dir;

  @AfterEach
  void forgetTheJar() {
    System.clearProperty(PeerContender.JAR);
  }

  private static Args args(String... words) {
    return PeerContender.option(new CommandLine("x", "")).parse(List.of(words));
  }

  @Test
  void withoutTheOption_thereAreNone() {
    assertThat(PeerContender.asked(args())).isNull();
  }

  @Test
  void peersWithoutTheirJar_areMisuse() {
    System.setProperty(PeerContender.JAR, dir.resolve("none.jar").toString());

    assertThatThrownBy(() -> PeerContender.asked(args("--against", "peers")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("run it by ./mg");
  }

  @Test
  void anythingButPeers_isMisuse() {
    assertThatThrownBy(() -> PeerContender.asked(args("--against", "time")))
        .isInstanceOf(UsageException.class)
        .hasMessage("--against takes 'peers', not 'time'");
  }

  @Test
  void theVersions_areThoseOfTheManifest() throws IOException {
    Path jar = dir.resolve("peers.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Peer-Versions", "One 1, Two 2");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    System.setProperty(PeerContender.JAR, jar.toString());

    assertThat(PeerContender.asked(args("--against", "peers"))).isEqualTo(jar);
    assertThat(PeerContender.versions(jar)).isEqualTo("One 1, Two 2");
  }

  @Test
  void helidon_isLeftOutByAnOlderJavaAndOfAJarThatOneBuilt() throws IOException {
    Path without = dir.resolve("17.jar");
    new JarOutputStream(Files.newOutputStream(without), new Manifest()).close();
    Path with = dir.resolve("21.jar");
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(with))) {
      jar.putNextEntry(new ZipEntry("dev/mg/bench/peers/HelidonPeer.class"));
    }

    assertThat(new PeerContender("http", "helidon", with, List.of()).noHelidonBecause(17))
        .isEqualTo("it needs Java 21, and this is 17");
    assertThat(new PeerContender("http", "helidon", without, List.of()).noHelidonBecause(21))
        .contains("17.jar was built without it");
    assertThat(new PeerContender("http", "helidon", with, List.of()).noHelidonBecause(21)).isNull();
  }

  @Test
  void aPeer_tellsWhatItsThreadsHaveAllocated() throws IOException {
    Path jar = dir.resolve("peers.jar");
    String file = FailingServer.class.getName().replace('.', '/') + ".class";
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FailingServer.class.getName());
    try (JarOutputStream to = new JarOutputStream(Files.newOutputStream(jar), manifest);
        InputStream from = FailingServer.class.getClassLoader().getResourceAsStream(file)) {
      to.putNextEntry(new ZipEntry(file));
      from.transferTo(to);
    }
    Contender peer = new PeerContender("http", "one", jar, List.of());

    try (Server server = Server.start(peer, Pinning.none("a test"), dir)) {
      server.allocatedBytes();
      assertThat(server.allocatedBytes()).as("while it does nothing").isLessThan(1_000);
      server.check(Workload.of("keep-alive", 1));
      assertThat(server.allocatedBytes()).as("by a request").isBetween(1_000L, 10_000_000L);
    }
  }

  @Test
  void microhttp_isLeftOutWhereConnectionsAreToClose() {
    Contender microhttp = new PeerContender("http", "microhttp", dir, List.of());

    assertThat(microhttp.cannot(Workload.of("connection", 1))).contains("does not close");
    assertThat(microhttp.cannot(Workload.of("keep-alive", 1))).isNull();
    assertThat(
            new PeerContender("http", "jetty", dir, List.of()).cannot(Workload.of("connection", 1)))
        .isNull();
  }
}
