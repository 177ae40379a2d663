package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FloorContenderTest {
  private static final Duration MAX = Duration.ofSeconds(20);
  private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

  @TempDir Path work;

  private final FloorContender floor = FloorContender.HTTP;

  @BeforeEach
  void needsACompilerAndEpoll() {
    String why = floor.unavailableBecause();
    assumeTrue(why == null, () -> String.valueOf(why));
  }

  private int port(Child child) {
    return Integer.parseInt(child.await(Pattern.compile(":(\\d+) "), MAX).group(1));
  }

  /** So many answers, which are all that comes. */
  private static String read(Socket socket, int answers) throws IOException {
    InputStream in = new BufferedInputStream(socket.getInputStream());
    StringBuilder all = new StringBuilder();
    for (int n = 0; n < answers; ) {
      int b = in.read();
      assertThat(b).as(() -> "after " + all).isNotNegative();
      all.append((char) b);
      n += b == '!' ? 1 : 0;
    }
    return all.toString();
  }

  @Test
  void heads_areCountedWhereverTheyAreSplit() throws IOException {
    try (Child child = Child.start("floor", work, floor.command(work));
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(child))) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) MAX.toMillis());
      byte[] two = (REQUEST + REQUEST).getBytes(StandardCharsets.US_ASCII);
      String answer = null;
      for (int split = 1; split < two.length; split++) {
        socket.getOutputStream().write(two, 0, split);
        socket.getOutputStream().write(two, split, two.length - split);
        String both = read(socket, 2);
        answer = both.substring(0, both.length() / 2);
        assertThat(both).as("split at " + split).isEqualTo(answer + answer);
      }
      assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nHello, World!");
    }
  }

  @Test
  void its_answersAreThoseOfTheTargetServerButForTheDate() {
    List<String> answers = answersOf(floor);

    assertThat(answers).hasSize(Workload.NAMES.size());
    assertThat(answers).isEqualTo(answersOf(new MgContender("nio", List.of())));
  }

  /** One to a request of each load. */
  private List<String> answersOf(Contender contender) {
    try (Server server = Server.start(contender, new Pinning(-1, -1, "not pinned"), work)) {
      return Workload.NAMES.stream()
          .map(name -> undated(server.check(Workload.of(name, 1))))
          .toList();
    }
  }

  @Test
  void aPost_isEchoedWhereverItIsSplit() throws IOException {
    byte[] post = Workload.of("post-16k", 1).request("a").getBytes(StandardCharsets.US_ASCII);
    try (Child child = Child.start("floor", work, floor.command(work));
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(child))) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) MAX.toMillis());
      for (int split : new int[] {1, 10, 40, 60, 70, 5_000, post.length - 1}) {
        socket.getOutputStream().write(post, 0, split);
        socket.getOutputStream().write(post, split, post.length - split);
        StringBuilder answer = new StringBuilder();
        while (!Workload.of("post-16k", 1).isAnsweredBy(answer.toString())) {
          byte[] some = new byte[post.length];
          int n = socket.getInputStream().read(some);
          assertThat(n).as("split at " + split + ", after " + answer).isPositive();
          answer.append(new String(some, 0, n, StandardCharsets.US_ASCII));
        }
      }
    }
  }

  /** A date has 29 characters (RFC 9110 section 5.6.7). */
  private static String undated(String answer) {
    return answer.replaceAll("\r\nDate: .{29}\r\n", "\r\nDate\r\n");
  }

  @Test
  void aDeepPipeline_isAnsweredWhole() throws IOException {
    try (Child child = Child.start("floor", work, floor.command(work));
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(child))) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) MAX.toMillis());
      socket.getOutputStream().write(REQUEST.repeat(1500).getBytes(StandardCharsets.US_ASCII));

      assertThat(read(socket, 1500)).endsWith("Hello, World!");
    }
  }

  @Test
  void it_endsWithItsStandardInput() throws Exception {
    Process process = new ProcessBuilder(floor.command(work)).start();
    try {
      process.getOutputStream().close();

      assertThat(process.waitFor(MAX.toSeconds(), TimeUnit.SECONDS)).as("ended").isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void theBinary_isMadeOnce() throws IOException {
    Path binary = floor.binary(work);
    var first = Files.getLastModifiedTime(binary);

    assertThat(floor.binary(work)).isEqualTo(binary);
    assertThat(Files.getLastModifiedTime(binary)).isEqualTo(first);
    try (var files = Files.list(work)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              List.of(binary.getFileName().toString(), "floor.c", "floor.h"));
    }
  }
}
