package dev.mg.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo told to end, by SIGTERM, while it is busy. */
class DemoEndTest {
  private static final Pattern BANNER =
      Pattern.compile("mg demo on http://127\\.0\\.0\\.1:(\\d+) +\\(transport");

  /** More than two sockets hold. */
  private static final int FILE_BYTES = 32 << 20;

  private static final int PATIENCE_S = 20;

  private static Child serve(String transport, Path root) throws Exception {
    return Child.start(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-Ddev.mg.check=true",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.mg.examples.Main",
            "run",
            "--transport",
            transport,
            "--port",
            "0",
            "--root",
            root.toString()),
        BANNER);
  }

  /** A WebSocket of the JDK's; the code of the close frame it is sent. */
  private static CompletableFuture<Integer> closeCode(int port) {
    CompletableFuture<Integer> code = new CompletableFuture<>();
    WebSocket.Listener listener =
        new WebSocket.Listener() {
          @Override
          public CompletionStage<?> onClose(WebSocket ws, int status, String reason) {
            code.complete(status);
            return null;
          }

          @Override
          public void onError(WebSocket ws, Throwable error) {
            code.completeExceptionally(error);
          }
        };
    HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws"), listener)
        .orTimeout(PATIENCE_S, TimeUnit.SECONDS)
        .join();
    return code.orTimeout(PATIENCE_S, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "netty", "netty-epoll"})
  void sigterm_finishesADownload_andTellsWebSockets(String transport, @TempDir Path root)
      throws Exception {
    assumeTrue(
        !transport.equals("netty-epoll")
            || (System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64")),
        "netty-epoll: its natives are here for Linux on x86_64 only");
    Files.write(root.resolve("file"), new byte[FILE_BYTES]);
    try (Child demo = serve(transport, root)) {
      int port = Integer.parseInt(demo.sign().group(1));
      CompletableFuture<Integer> code = closeCode(port);
      try (Socket download = new Socket(InetAddress.getLoopbackAddress(), port)) {
        download.setSoTimeout(PATIENCE_S * 1000);
        download
            .getOutputStream()
            .write(
                "GET /files/file HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        InputStream in = download.getInputStream();
        byte[] first = in.readNBytes(1000);
        assertThat(new String(first, StandardCharsets.ISO_8859_1))
            .startsWith("HTTP/1.1 200 OK\r\n");

        CompletableFuture<Void> end = CompletableFuture.runAsync(demo::end);

        // Told while the download is under way: whoever hears it knows that the demo is stopping.
        assertThat(code.join()).isEqualTo(1001);
        int head = new String(first, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 4;
        assertThat(first.length + in.readAllBytes().length - head).isEqualTo(FILE_BYTES);
        // So that the demo need not wait for us.
        download.shutdownOutput();
        end.orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
      }
      assertThat(demo.output()).hasLineCount(2).doesNotContain("Exception");
    }
  }
}
