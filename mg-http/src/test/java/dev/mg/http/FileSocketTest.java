package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mg.MgOptions;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Much to send, to those who take it slowly or not at all, over each transport. */
@ParameterizedClass(name = "{0}")
@ValueSource(strings = {"nio", "netty", "netty-epoll"})
class FileSocketTest {
  private static final boolean FULL = Boolean.getBoolean("dev.mg.full");
  private static final long HUGE = FULL ? 10L << 30 : 64L << 20;
  private static final int WAIT_MS = 20_000;
  private static final int STALL_MS = 1_000;
  private static final File DESCRIPTORS = new File("/proc/self/fd");
  private static final Path STATUS = Path.of("/proc/self/status");

  @Parameter String transport = "";
  @TempDir Path root;

  private FileServer server;

  @BeforeEach
  void open() throws IOException {
    try (RandomAccessFile huge = new RandomAccessFile(root.resolve("huge.bin").toFile(), "rw")) {
      huge.setLength(HUGE);
    }
    FilesRig.file(root.resolve("large.bin"), new byte[300_000]);
    FilesRig.file(root, "small.txt", "hello");
    serve(new MgOptions());
  }

  private void serve(MgOptions options) {
    server = new FileServer(options.transport(transport), new MgServeOptions().root("/", root));
  }

  @AfterEach
  void close() throws InterruptedException {
    server.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(WAIT_MS);
    return socket;
  }

  private static void ask(Socket socket, String requests) throws IOException {
    socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
  }

  private static String request(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int b = in.read();
      assertThat(b).as("end of the stream after %s", head).isNotNegative();
      head.append((char) b);
    }
    return head.toString();
  }

  private void assertServesOthers() throws IOException {
    try (Socket other = connect()) {
      ask(other, request("/small.txt"));
      InputStream in = other.getInputStream();
      assertThat(head(in)).startsWith("HTTP/1.1 200 OK\r\n");
      assertThat(in.readNBytes(5)).asString(StandardCharsets.US_ASCII).isEqualTo("hello");
    }
  }

  /** Descriptors of this process, or of its files below the root. */
  private long openFiles() throws IOException {
    String[] names = DESCRIPTORS.list();
    assumeThat(names).as("descriptors can be counted").isNotNull();
    long n = 0;
    for (String name : names) {
      Path link = DESCRIPTORS.toPath().resolve(name);
      if (Files.isSymbolicLink(link)) {
        try {
          n += Files.readSymbolicLink(link).startsWith(root.toRealPath()) ? 1 : 0;
        } catch (IOException e) {
          // Closed meanwhile.
        }
      }
    }
    return n;
  }

  @Test
  void aThousandPipelined_holdAFileAtATime() throws Exception {
    try (Socket socket = connect()) {
      ask(socket, request("/large.bin").repeat(1_000));
      InputStream in = socket.getInputStream();
      assertThat(head(in)).contains("Content-Length: 300000\r\n");
      // Beside it perhaps the one before, of which a transport has bytes that it took already.
      assertThat(openFiles()).isLessThanOrEqualTo(2);
      assertThat(in.readNBytes(300_000)).hasSize(300_000);
      for (int i = 1; i < 30; i++) {
        assertThat(head(in)).contains("Content-Length: 300000\r\n");
        in.skipNBytes(300_000);
        assertThat(openFiles()).isLessThanOrEqualTo(2);
      }
    }
  }

  /** Bytes of memory that are not those of mapped files. */
  private static long residentBytes() throws IOException {
    assumeThat(Files.isReadable(STATUS)).as("%s is there", STATUS).isTrue();
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith("RssAnon:")) {
        return 1_024 * Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new AssertionError("no RssAnon in " + STATUS);
  }

  @Test
  void aHugeFile_isSentInConstantMemory_whileOthersAreServed() throws Exception {
    try (Socket socket = connect()) {
      ask(socket, request("/huge.bin"));
      InputStream in = socket.getInputStream();
      assertThat(head(in)).contains("Content-Length: " + HUGE + "\r\n");
      byte[] piece = new byte[1 << 20];
      long left = HUGE;
      long warm = 0;
      long most = 0;
      while (left > 0) {
        int n = in.read(piece, 0, (int) Math.min(left, piece.length));
        assertThat(n).as("bytes read, with %d left", left).isPositive();
        long before = left;
        left -= n;
        if (before / (HUGE / 8) != left / (HUGE / 8)) {
          assertServesOthers();
          long now = residentBytes();
          warm = warm == 0 ? now : warm;
          most = Math.max(most, now);
        }
      }
      assertThat(most - warm).as("growth of memory").isLessThan(100L << 20);
      ask(socket, request("/small.txt"));
      assertThat(head(in)).contains("Content-Length: 5\r\n");
    }
  }

  @Test
  void rangesFarInside_areThoseBytes() throws Exception {
    long at = HUGE - 1_000_000;
    byte[] mark = "here it is".getBytes(StandardCharsets.US_ASCII);
    try (RandomAccessFile huge = new RandomAccessFile(root.resolve("huge.bin").toFile(), "rw")) {
      huge.seek(at);
      huge.write(mark);
    }
    try (Socket socket = connect()) {
      String range = "Range: bytes=" + (at - 1) + "-" + (at + 99_998) + "\r\n\r\n";
      ask(socket, request("/huge.bin").replace("\r\n\r\n", "\r\n" + range));
      InputStream in = socket.getInputStream();
      assertThat(head(in))
          .startsWith("HTTP/1.1 206 ")
          .contains("Content-Range: bytes " + (at - 1) + "-" + (at + 99_998) + "/" + HUGE + "\r\n");
      byte[] got = in.readNBytes(100_000);
      assertThat(Arrays.copyOfRange(got, 1, 11)).isEqualTo(mark);
      assertThat(got[0]).isZero();
      assertThat(got[11]).isZero();
    }
  }

  @Test
  void whoTakesNothing_isCut_andTheFileClosed() throws Exception {
    server.close();
    serve(new MgOptions().writeStallTimeoutMs(STALL_MS));
    try (Socket socket = connect()) {
      ask(socket, request("/huge.bin"));
      InputStream in = socket.getInputStream();
      head(in);
      assertThat(openFiles()).isEqualTo(1);
      assertServesOthers();
      long end = System.nanoTime() + WAIT_MS * 1_000_000L;
      while (openFiles() > 0) {
        assertThat(System.nanoTime()).as("the wait for the file to be closed").isLessThan(end);
        Thread.yield();
      }
      long got = 0;
      try {
        for (long n; (n = in.skip(1 << 20)) > 0; ) {
          got += n;
        }
      } catch (IOException e) {
        // A reset: it was cut.
      }
      assertThat(got).isLessThan(HUGE);
    }
  }
}
