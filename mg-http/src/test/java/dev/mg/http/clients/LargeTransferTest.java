package dev.mg.http.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mg.http.clients.Tool.Result;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bodies far larger than the heap of the server, up and down, with curl: 64 MiB, or 1 GiB with
 * {@code -Ddev.mg.full=true}.
 */
class LargeTransferTest {
  private static final long BYTES = Boolean.getBoolean("dev.mg.full") ? 1L << 30 : 64L << 20;
  private static final String HEAP = Boolean.getBoolean("dev.mg.full") ? "-Xmx64m" : "-Xmx32m";

  @ParameterizedTest
  @ValueSource(strings = {"nio", "netty", "netty-epoll"})
  void upAndDown_withALengthAndInChunks(String transport, @TempDir Path dir) throws Exception {
    Tool curl = Tool.find("curl", "-sS", "--max-time", "280").orElse(null);
    assumeTrue(curl != null, "no curl on the PATH: on Debian, apt-get install curl");
    Path zeros = dir.resolve("zeros");
    try (RandomAccessFile file = new RandomAccessFile(zeros.toFile(), "rw")) {
      file.setLength(BYTES);
    }
    Process server = start(transport);
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
      String url = said.readLine();
      for (String path : new String[] {"/bytes/", "/chunked/"}) {
        Result down = curl.run("-o", "/dev/null", "-w", "%{size_download}", url + path + BYTES);
        assertThat(down.text()).as(path + down.err()).isEqualTo(Long.toString(BYTES));
      }
      Result put = curl.run("-T", zeros.toString(), url + "/count");
      assertThat(put.text()).as(put.err()).startsWith(BYTES + " ");
      Result chunked = curl.runWith(zeros, "-T", "-", url + "/count");
      assertThat(chunked.text()).as(chunked.err()).isEqualTo(put.text());
    } finally {
      server.getOutputStream().close();
      if (!server.waitFor(20, TimeUnit.SECONDS)) {
        server.destroyForcibly();
      }
    }
    assertThat(server.exitValue()).isZero();
  }

  private static Process start(String transport) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            HEAP,
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            RealServer.class.getName(),
            transport)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
