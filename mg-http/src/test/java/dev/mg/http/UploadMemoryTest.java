package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A file longer than the server's heap is stored, byte for byte. */
class UploadMemoryTest {
  private static final boolean FULL = Boolean.getBoolean("dev.mg.full");
  private static final int PIECE_BYTES = 1 << 20;

  /** More than the heap of 64 MiB in any case. */
  private static final int PIECES = FULL ? 1_024 : 80;

  private static final int WAIT_MS = 120_000;
  private static final String HEAD =
      "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"big\"\r\n\r\n";
  private static final String TAIL = "\r\n--b--\r\n";

  @TempDir Path dir;

  static List<String> transports() {
    return FULL ? List.of("nio", "netty", "netty-epoll") : List.of("nio");
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aFileLongerThanTheHeap_isStored_byteForByte(String transport) throws Exception {
    long bytes = (long) PIECES * PIECE_BYTES;
    Process server = start(transport, bytes + HEAD.length() + TAIL.length());
    try (BufferedReader out = server.inputReader()) {
      String port = out.readLine();
      assertThat(port).as("the port it listens on").startsWith("port ");
      assertThat(send(Integer.parseInt(port.substring(5)), bytes)).endsWith("stored " + bytes);
      assertThat(server.waitFor(WAIT_MS, TimeUnit.MILLISECONDS)).as("the server ends").isTrue();
      assertThat(out.lines()).as("what else it printed").isEmpty();
    } finally {
      server.destroyForcibly();
    }
    assertThat(dir.resolve("big")).hasSize(bytes);
    try (InputStream in = Files.newInputStream(dir.resolve("big"))) {
      for (int i = 0; i < PIECES; i++) {
        assertThat(in.readNBytes(PIECE_BYTES)).as("MiB %d", i).isEqualTo(piece(i));
      }
    }
  }

  private Process start(String transport, long maxBytes) throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath,
            UploadProbe.class.getName(),
            transport,
            dir.toString(),
            Long.toString(maxBytes))
        // Not ours: a logger of the tests may say there that it is not configured.
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String send(int port, long bytes) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(WAIT_MS);
      OutputStream out = socket.getOutputStream();
      long length = bytes + HEAD.length() + TAIL.length();
      out.write(
          latin1(
              "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                  + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: "
                  + length
                  + "\r\n\r\n"
                  + HEAD));
      for (int i = 0; i < PIECES; i++) {
        out.write(piece(i));
      }
      out.write(latin1(TAIL));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  /** Different from piece to piece, and full of what boundaries start with. */
  private static byte[] piece(int i) {
    byte[] piece = new byte[PIECE_BYTES];
    byte[] line = latin1("\r\n--" + i + "\r\r\n--");
    for (int at = 0; at + line.length <= piece.length; at += line.length) {
      System.arraycopy(line, 0, piece, at, line.length);
    }
    return piece;
  }

  private static byte[] latin1(String s) {
    return s.getBytes(StandardCharsets.ISO_8859_1);
  }
}
