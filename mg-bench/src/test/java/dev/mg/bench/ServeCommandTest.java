package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgManager;
import dev.mg.MgOn;
import dev.mg.MgTlsOptions;
import dev.mg.http.MgHttp;
import dev.mg.testkit.Pump;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code serve} as a process, as scripts see it. */
class ServeCommandTest {
  private static final int MAX_SECONDS = 30;

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  private Process serve(String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Tools.java(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "serve",
                "--transport",
                "nio",
                "--port",
                "0"));
    command.addAll(List.of(options));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    started.add(process);
    return process;
  }

  /** Of the one line it prints. */
  private static int port(Process server) throws IOException {
    String line = server.inputReader().readLine();
    assertThat(line).matches("listening on http://127\\.0\\.0\\.1:\\d+ \\(transport nio\\)");
    return Integer.parseInt(line.replaceAll(".*:(\\d+) .*", "$1"));
  }

  private static void assertEnds(Process server, int status) throws Exception {
    assertThat(server.waitFor(MAX_SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
    assertThat(server.inputReader().lines()).as("what else it said").isEmpty();
    assertThat(server.exitValue()).isEqualTo(status);
  }

  @Test
  void sigterm_endsItWithoutAWord() throws Exception {
    Process server = serve();
    try (RawClient idle = new RawClient(port(server))) {
      idle.write("GET /plaintext HTTP/1.1\r\nHost: a\r\n\r\n");
      idle.readTo("Hello, World!");

      // By its handle: the process would close what it printed.
      server.toHandle().destroy();

      assertEnds(server, 128 + 15);
      assertThat(idle.readAll()).as("what is left on its connections").isEmpty();
    }
  }

  @Test
  void sigterm_waitsForAnswersUnderWay_andTellsWebSockets() throws Exception {
    for (String managers : List.of("1", "2")) {
      Process server = serve("--managers", managers);
      int port = Integer.parseInt(server.inputReader().readLine().replaceAll(".*:(\\d+) .*", "$1"));
      try (RawClient slow = new RawClient(port);
          RawClient ws = new RawClient(port)) {
        ws.write(
            "GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n");
        ws.readTo("\r\n\r\n");
        // One read brings both: with the first answer the other is under way.
        String host = " HTTP/1.1\r\nHost: a\r\n\r\n";
        slow.write("GET /plaintext" + host + "GET /slow" + host);
        slow.readTo("Hello, World!");

        server.toHandle().destroy();

        assertThat(ws.readTo("\3\351")).isEqualTo("\210\2\3\351");
        ws.write("\210\202\0\0\0\0\3\351");
        assertThat(ws.readAll()).isEmpty();
        assertThat(slow.readAll()).endsWith("slow\n");
      }
      assertEnds(server, 128 + 15);
    }
  }

  @Test
  void control_endsItWithItsInput() throws Exception {
    Process server = serve("--control");
    port(server);

    server.outputWriter().close();

    assertEnds(server, 0);
  }

  @Test
  void control_tellsTheHeapInUse() throws Exception {
    Process server = serve("--control");
    port(server);

    server.outputWriter().append("heap\n").flush();

    String[] words = server.inputReader().readLine().split(" ");
    assertThat(words).hasSize(2).startsWith("heap");
    assertThat(Long.parseLong(words[1])).isBetween(100_000L, 100_000_000L);
  }

  @Test
  void control_tellsWhatWasAllocatedSinceItLastDid() throws Exception {
    Process server = serve("--control");
    int port = port(server);

    server.outputWriter().append("allocated\nallocated\n").flush();

    assertThat(allocated(server)).as("by its start").isPositive();
    assertThat(allocated(server)).as("while nothing comes").isZero();
    RawClient.get(port, "/plaintext");
    server.outputWriter().append("allocated\n").flush();
    assertThat(allocated(server)).as("by the first connection").isBetween(1_000L, 10_000_000L);
  }

  private static long allocated(Process server) throws IOException {
    String[] words = server.inputReader().readLine().split(" ");
    assertThat(words).hasSize(2).startsWith("allocated");
    return Long.parseLong(words[1]);
  }

  @Test
  void maxBody_isTheMostThatIsTaken() throws Exception {
    int port = port(serve("--max-body", "4"));

    assertThat(RawClient.once(port, "POST", "/echo", "Content-Length: 4\r\n", "abcd"))
        .startsWith("HTTP/1.1 200 ");
    assertThat(RawClient.once(port, "POST", "/echo", "Content-Length: 5\r\n", "abcde"))
        .startsWith("HTTP/1.1 413 ");
  }

  @Test
  void managers_shareThePort_andEndTogether() throws Exception {
    for (String[] options :
        new String[][] {{"--managers", "2"}, {"--managers", "2", "--in-turn"}}) {
      Process server = serve(options);
      String line = server.inputReader().readLine();
      assertThat(line)
          .matches("listening on http://127\\.0\\.0\\.1:\\d+ \\(transport nio, 2 managers\\)");
      int port = Integer.parseInt(line.replaceAll(".*:(\\d+) .*", "$1"));
      for (int i = 0; i < 8; i++) {
        assertThat(RawClient.get(port, "/plaintext")).endsWith("Hello, World!");
      }
      assertPortInUse(port, "--managers", "2");

      server.toHandle().destroy();

      assertEnds(server, 128 + 15);
    }
  }

  @Test
  void tls_isServedWithACertificateOfItsOwnMaking() throws Exception {
    Process server = serve("--tls");
    String line = server.inputReader().readLine();
    assertThat(line).matches("listening on https://127\\.0\\.0\\.1:\\d+ \\(transport nio\\)");
    int port = Integer.parseInt(line.replaceAll(".*:(\\d+) .*", "$1"));
    assertThat(server.inputReader().readLine())
        .matches("self-signed certificate, SHA-256 ([0-9A-F]{2}:){31}[0-9A-F]{2}");

    List<String> got = new ArrayList<>();
    try (MgManager mgr = MgManager.create()) {
      MgConnection c =
          MgHttp.connect(
              mgr,
              "https://127.0.0.1:" + port,
              MgOn.on(MgHttp.MSG, (it, hm) -> got.add(hm.uri + " " + hm.body)),
              null,
              new MgTlsOptions().insecureSkipVerify(true));
      MgHttp.request(c, "GET", "/plaintext", "", "");
      Pump.until(mgr, () -> !got.isEmpty() || c.isClosing(), "the response");
    }
    assertThat(got).containsExactly("200 Hello, World!");
  }

  @Test
  void aCertificateThatIsNotThere_isNamedInOneLine() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream to = new PrintStream(said, true, StandardCharsets.UTF_8);

    List<String> words =
        List.of("serve", "--port", "0", "--tls", "--cert", "/no/such", "--key", "/no/such");
    assertThat(Main.run(words, to, to)).isEqualTo(1);
    assertThat(said.toString(StandardCharsets.UTF_8)).hasLineCount(1).contains("/no/such");
  }

  @Test
  void deadline_endsWhoSaysNothing() throws Exception {
    try (RawClient client = new RawClient(port(serve("--deadline-ms", "200")))) {
      client.write("GET /plain");

      // The client itself would give up later.
      assertThat(client.readAll()).doesNotContain("200 OK");
    }
  }

  @Test
  void aPortInUse_isNamedInOneLine() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertPortInUse(taken.getLocalPort());
      assertPortInUse(taken.getLocalPort(), "--managers", "2");
    }
  }

  private static void assertPortInUse(int port, String... more) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream to = new PrintStream(said, true, StandardCharsets.UTF_8);
    List<String> words = new ArrayList<>(List.of("serve", "--port", Integer.toString(port)));
    words.addAll(List.of(more));

    assertThat(Main.run(words, to, to)).isEqualTo(1);
    assertThat(said.toString(StandardCharsets.UTF_8).strip())
        .isEqualTo(
            "mg-bench: port %d is in use: choose another with --port, 0 for any free one"
                .formatted(port));
  }

  @Test
  void anUnknownTransport_isAnsweredWithThoseThereAre() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream to = new PrintStream(said, true, StandardCharsets.UTF_8);

    assertThat(Main.run(List.of("serve", "--transport", "smoke"), to, to)).isEqualTo(1);
    assertThat(said.toString(StandardCharsets.UTF_8))
        .hasLineCount(1)
        .contains("smoke", "nio", "netty", "netty-epoll");
  }
}
