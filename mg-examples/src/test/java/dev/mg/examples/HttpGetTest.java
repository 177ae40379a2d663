package dev.mg.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What HttpGet prints, against servers of a few lines; in a process of its own where that counts.
 */
class HttpGetTest {
  private static final boolean FULL = Boolean.getBoolean("dev.mg.full");
  private static final int WAIT_MS = 120_000;
  private static final long MIB = 1 << 20;

  private interface Answer {
    void to(OutputStream out) throws IOException;
  }

  private static Answer text(String wire) {
    return out -> out.write(wire.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Serves one request, which it returns, on a thread of its own. */
  private static CompletableFuture<String> serve(ServerSocket listener, Answer answer) {
    CompletableFuture<String> asked = new CompletableFuture<>();
    Thread server =
        new Thread(
            () -> {
              try (Socket socket = listener.accept()) {
                StringBuilder request = new StringBuilder();
                InputStream in = socket.getInputStream();
                while (request.indexOf("\r\n\r\n") < 0) {
                  request.append((char) in.read());
                }
                asked.complete(request.toString());
                answer.to(socket.getOutputStream());
                socket.shutdownOutput();
                in.readAllBytes();
              } catch (IOException e) {
                asked.completeExceptionally(e);
              }
            });
    server.setDaemon(true);
    server.start();
    return asked;
  }

  private static ServerSocket listener() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  /** The lines it prints about that answer, and its exit status. */
  private static List<String> lines(Answer answer, String... options) throws Exception {
    try (ServerSocket listener = listener()) {
      serve(listener, answer);
      List<String> words = new ArrayList<>(Arrays.asList(options));
      words.add("http://127.0.0.1:" + listener.getLocalPort() + "/");
      return run(words);
    }
  }

  private static List<String> run(List<String> words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int status = HttpGet.run(words, new PrintStream(out, true, StandardCharsets.ISO_8859_1));
    List<String> lines =
        new ArrayList<>(out.toString(StandardCharsets.ISO_8859_1).lines().toList());
    lines.add("exit " + status);
    return lines;
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "netty", "netty-epoll"})
  void aResponse_isItsStatusAndLength(String transport) throws Exception {
    String[] option = {"--transport", transport};
    assertThat(lines(text("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"), option))
        .containsExactly("200 5", "exit 0");
    assertThat(
            lines(
                text("HTTP/1.1 404 No\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
                option))
        .containsExactly("404 3", "exit 0");
    assertThat(lines(text("HTTP/1.0 200 OK\r\n\r\nhello"), option))
        .containsExactly("200 5", "exit 0");
    assertThat(lines(text("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello"), option))
        .containsExactly(
            "ERROR the peer closed the connection inside of the response's body", "exit 1");
    assertThat(lines(text("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhiHTTP/1.1 500 "), option))
        .containsExactly("200 2", "exit 0");
  }

  @Test
  void theRequest_hasWhatAServerNeeds() throws Exception {
    try (ServerSocket listener = listener()) {
      CompletableFuture<String> asked =
          serve(listener, text("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"));
      String host = "127.0.0.1:" + listener.getLocalPort();
      assertThat(run(List.of("--head", "http://" + host + "/a?b#c")))
          .containsExactly("200 0", "exit 0");
      assertThat(asked.get(WAIT_MS, TimeUnit.MILLISECONDS))
          .isEqualTo("HEAD /a?b HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    }
  }

  @Test
  void fieldsAskedFor_andCookies_areShownAsTheyCame() throws Exception {
    String wire =
        "HTTP/1.1 200 OK\r\nSet-Cookie: a=b; Path=/\r\nX-Y: \u00e9\r\nset-cookie: c=d\r\nZ: 1\r\n"
            + "Content-Length: 0\r\n\r\n";
    assertThat(lines(text(wire), "--show", "X-y, none"))
        .containsExactly(
            "200 0",
            "HEADER set-cookie=a=b; Path=/",
            "HEADER x-y=\u00e9",
            "HEADER set-cookie=c=d",
            "exit 0");
  }

  @Test
  void whatGoesWrong_isOneLine() throws Exception {
    assertThat(lines(text("nonsense\r\n\r\n")))
        .containsExactly(
            "ERROR the response is refused: the status line must be HTTP/1.x, three digits and a"
                + " reason",
            "exit 1");
    assertThat(run(List.of("gopher://a/")).get(0)).startsWith("ERROR scheme 'gopher'");
    assertThat(run(List.of("http:///")).get(0)).startsWith("ERROR no host");
    int port;
    try (ServerSocket listener = listener()) {
      port = listener.getLocalPort();
    }
    assertThat(run(List.of("http://127.0.0.1:" + port + "/")))
        .hasSize(2)
        .allMatch(line -> line.matches("ERROR connect .*refused|exit 1"));
    assertThat(run(List.of("--nonsense"))).containsExactly("exit 2");
  }

  @Test
  void aResponseWithoutEnd_isGivenUpAtTheDeadline() throws Exception {
    assumeTrue(FULL, "takes 8 s");
    CompletableFuture<Void> over = new CompletableFuture<>();
    Answer silence =
        out -> {
          out.write('H');
          over.join();
        };
    assertThat(lines(silence)).containsExactly("ERROR no whole response in 8000 ms", "exit 1");
    over.complete(null);
  }

  @Test
  void aBodyLongerThanTheHeap_passesThrough_inAProcess() throws Exception {
    long mib = FULL ? 1_024 : 100;
    Answer body =
        out -> {
          byte[] piece = new byte[(int) MIB];
          out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + mib * MIB + "\r\n\r\n").getBytes());
          for (int i = 0; i < mib; i++) {
            out.write(piece);
          }
        };
    try (ServerSocket listener = listener()) {
      serve(listener, body);
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx64m",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  "dev.mg.examples.HttpGet",
                  "http://127.0.0.1:" + listener.getLocalPort() + "/")
              .start();
      try {
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
            .isEqualTo("200 " + mib * MIB + System.lineSeparator());
        assertThat(process.waitFor(WAIT_MS, TimeUnit.MILLISECONDS)).as("it ends").isTrue();
        assertThat(process.exitValue()).isZero();
      } finally {
        process.destroyForcibly();
      }
    }
  }
}
