package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that runs out of descriptors goes on, and says so once. */
class DescriptorLimitTest {
  private static final int LIMIT = 150;
  private static final int MAX_SECONDS = 30;

  @TempDir static Path dir;
  private static String jars = "";

  /** The class path in jars: to load a class out of a folder takes a descriptor, too. */
  @BeforeAll
  static void pack() throws IOException {
    List<String> path = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (Files.isDirectory(Path.of(entry))) {
        Path jar = dir.resolve(path.size() + ".jar");
        int status =
            ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(
                    System.out, System.err, "--create", "--file", jar.toString(), "-C", entry, ".");
        assertThat(status).as("jar of %s", entry).isZero();
        path.add(jar.toString());
      } else {
        path.add(entry);
      }
    }
    jars = String.join(File.pathSeparator, path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "netty", "netty-epoll"})
  void moreConnectionsThanDescriptors_areServedWhenOthersHaveGone(String transport)
      throws Exception {
    List<String> command =
        List.of(
            "sh",
            "-c",
            "ulimit -n " + LIMIT + " && exec \"$@\"",
            "sh",
            Tools.java(),
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.util.logging.SimpleFormatter.format=%4$s %5$s%n",
            "-cp",
            jars,
            Main.class.getName(),
            "serve",
            "--transport",
            transport,
            "--port",
            "0",
            "--deadline-ms",
            "0");
    Process server = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<Socket> many = new ArrayList<>();
    try {
      BufferedReader said = server.inputReader();
      String first = said.readLine();
      assertThat(first).startsWith("listening on http://127.0.0.1:");
      int port = Integer.parseInt(first.replaceAll(".*:(\\d+) .*", "$1"));
      for (int i = 0; i < 2 * LIMIT; i++) {
        many.add(new Socket(InetAddress.getByName("127.0.0.1"), port));
      }
      // The first word it says after the first line: accepting has failed.
      assertThat(said.readLine()).contains("cannot accept").contains("tries again");
      closeAll(many);
      try (RawClient client = new RawClient(port)) {
        client.write("GET /plaintext HTTP/1.1\r\nHost: a\r\n\r\n");
        client.readTo("Hello, World!");
      }
      server.toHandle().destroy();
      assertThat(server.waitFor(MAX_SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
      assertThat(logged(said)).as("what else it logged").isEmpty();
    } finally {
      closeAll(many);
      server.destroyForcibly();
    }
  }

  /** Lines of the log that are no part of a stack trace. */
  private static List<String> logged(BufferedReader said) {
    try (Stream<String> lines = said.lines()) {
      return lines.filter(l -> l.startsWith("SEVERE") || l.startsWith("WARNING")).toList();
    }
  }

  private static void closeAll(List<Socket> sockets) throws IOException {
    for (Socket s : sockets) {
      s.close();
    }
    sockets.clear();
  }
}
