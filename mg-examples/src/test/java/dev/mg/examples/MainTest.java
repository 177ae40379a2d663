package dev.mg.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is typed by who does not know better: each answer is one line, or the help. */
class MainTest {
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private static String said(int status, String... words) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream to = new PrintStream(said, true, StandardCharsets.UTF_8);
    assertThat(Main.run(List.of(words), to, to)).as(String.join(" ", words)).isEqualTo(status);
    return said.toString(StandardCharsets.UTF_8).strip();
  }

  @Test
  void help_isThereForEachCommand() {
    assertThat(said(DONE, "--help")).contains("run", "example");
    for (String help : List.of("--help", "-h")) {
      assertThat(said(DONE, "run", help)).startsWith("usage: ./mg run").contains("--transport");
      assertThat(said(DONE, "example", "hello", help))
          .isEqualTo("usage: ./mg example hello [PORT]\n\nthe shortest HTTP server");
      assertThat(said(DONE, "example", "unix-echo", help)).startsWith("usage: ./mg example unix-");
    }
  }

  @Test
  void theList_isInTwoColumns() {
    assertThat(said(DONE, "example").lines().skip(1).map(line -> line.lastIndexOf("  ")))
        .containsOnly(28);
  }

  @Test
  void whatIsNotKnown_isNamedWithARemedy() {
    assertThat(said(MISUSED, "walk")).isEqualTo("mg: no command 'walk': there is run and example");
    assertThat(said(MISUSED, "run", "--prot", "1"))
        .isEqualTo("mg: unknown option --prot: see ./mg run --help");
    assertThat(said(MISUSED, "run", "--port", "65536"))
        .isEqualTo("mg: --port must be within 0..65535, not 65536");
    assertThat(said(FAILED, "run", "--transport", "smoke"))
        .startsWith("mg: no transport is named 'smoke'; found: nio, netty-epoll, netty");
    assertThat(said(MISUSED, "example", "smoke"))
        .isEqualTo("mg: no example 'smoke': ./mg example lists them");
    assertThat(said(MISUSED, "example", "unix-echo", "--path"))
        .isEqualTo("mg: unknown option --path: ./mg example unix-echo [PATH]");
  }

  @Test
  void whatCannotBeHad_isNamedWithoutATrace(@TempDir Path dir) throws Exception {
    Path empty = Files.createFile(dir.resolve("empty"));
    String none = dir.resolve("none").toString();
    assertThat(said(FAILED, "run", "--port", "0", "--root", none))
        .isEqualTo("mg: '" + none + "' cannot be served: it is not there");
    assertThat(said(FAILED, "run", "--port", "0", "--root", empty.toString()))
        .isEqualTo("mg: '" + empty + "' cannot be served: it is no folder");
    assertThat(said(FAILED, "run", "--port", "0", "--tls", "--cert", none, "--key", none))
        .isEqualTo("mg: certificate file " + none + " cannot be read: check path and permissions");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = Integer.toString(taken.getLocalPort());
      assertThat(said(MISUSED, "run", "--port", port))
          .isEqualTo("mg: port " + port + " is in use: choose another with --port");
      assertThat(said(FAILED, "example", "hello", port)).endsWith(": Address already in use");
    }
  }
}
