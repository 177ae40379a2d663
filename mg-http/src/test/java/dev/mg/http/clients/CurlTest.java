package dev.mg.http.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mg.http.clients.Tool.Result;
import dev.mg.testkit.TestCertificates;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** curl and wget against the server on each transport, with TLS too. */
@ParameterizedClass(name = "{0} {1}")
@MethodSource("dev.mg.http.clients.TlsWays#waysAndWithout")
class CurlTest {
  private static final int MIB = 1 << 20;
  private static final int TIMED_OUT = 28;

  private static @Nullable Tool curl;
  private static @Nullable Tool wget;
  private static @Nullable RealServer server;

  @TempDir Path dir;

  @BeforeAll
  static void find(@TempDir Path shared) throws Exception {
    Path ca = Files.writeString(shared.resolve("ca.pem"), TestCertificates.ca());
    // In its environment, since an option would be forgotten by its --next.
    curl =
        Tool.find("curl", "-sS", "--max-time", "60")
            .map(tool -> tool.env("CURL_CA_BUNDLE", ca.toString()))
            .orElse(null);
    wget =
        Tool.find("wget", "-q", "--tries=1", "--timeout=60", "--ca-certificate=" + ca).orElse(null);
  }

  @BeforeParameterizedClassInvocation
  static void start(String transport, String engine) throws Exception {
    server = new RealServer(transport, engine);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    server.close();
  }

  CurlTest(String transport, String engine) {
    assertThat(transport).isNotEqualTo(engine);
  }

  private static Result curl(String path, String... options) throws Exception {
    assumeTrue(curl != null, "no curl on the PATH: on Debian, apt-get install curl");
    return run(curl, null, path, options);
  }

  private static Result run(Tool tool, @Nullable Path input, String path, String... options)
      throws Exception {
    String[] args = new String[options.length + 1];
    System.arraycopy(options, 0, args, 0, options.length);
    args[options.length] = server.url(path);
    Result result = tool.runWith(input, args);
    assertThat(result.exit()).as(result.err()).isZero();
    return result;
  }

  private Path file(byte[] content) throws Exception {
    return Files.write(dir.resolve("f" + content.length), content);
  }

  @Test
  void bodiesOfEachLengthAndFraming() throws Exception {
    for (int n : new int[] {0, 1, MIB}) {
      assertThat(curl("/bytes/" + n).out()).isEqualTo(RealServer.body(n));
      assertThat(curl("/chunked/" + n).out()).isEqualTo(RealServer.body(n));
      assertThat(curl("/chunked/" + n, "--http1.0").out()).isEqualTo(RealServer.body(n));
      assertThat(curl("/bytes/" + n, "-0").out()).isEqualTo(RealServer.body(n));
    }
  }

  @Test
  void heads_shown() throws Exception {
    assertThat(curl("/bytes/3", "-i").text())
        .matches("(?s)HTTP/1.1 200 OK\r\nDate: [^\r]+\r\nContent-Length: 3\r\n\r\n...");
    assertThat(curl("/bytes/100", "-I").text())
        .matches("(?s)HTTP/1.1 200 OK\r\nDate: [^\r]+\r\nContent-Length: 100\r\n\r\n");
    assertThat(curl("/chunked/100", "-I").text()).contains("Transfer-Encoding: chunked");
    assertThat(curl("/status/204", "-i").text()).startsWith("HTTP/1.1 204 No Content\r\n");
    assertThat(curl("/status/304", "-i").text()).startsWith("HTTP/1.1 304 Not Modified\r\n");
    assertThat(curl("/hints", "-i").text())
        .startsWith("HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n")
        .contains("HTTP/1.1 200 OK\r\n")
        .endsWith("hinted\n");
    assertThat(curl("/bytes/1", "-X", "DELETE").out()).hasSize(1);
    assertThat(curl("/bytes/100", "-r", "0-9", "-w", "%{http_code}").text())
        .as("a range of what is no file")
        .endsWith("200");
  }

  @Test
  void forms() throws Exception {
    assertThat(curl("/echo", "-d", "a=b", "-d", "c=%20d").text()).isEqualTo("a=b&c=%20d");
    Path file = file("in the file".getBytes(StandardCharsets.US_ASCII));
    assertThat(curl("/echo", "-F", "x=y", "-F", "up=@" + file).text())
        .contains("name=\"x\"\r\n\r\ny\r\n", "filename=\"f11\"", "\r\n\r\nin the file\r\n");
  }

  @Test
  void uploads() throws Exception {
    for (int n : new int[] {0, 1, MIB}) {
      byte[] body = RealServer.body(n);
      Path file = file(body);
      String count = RealServer.count(body);
      assertThat(curl("/echo", "--data-binary", "@" + file).out()).isEqualTo(body);
      assertThat(curl("/count", "-T", file.toString()).text()).isEqualTo(count);
      assertThat(run(curl, file, "/count", "-T", "-").text()).as("chunked").isEqualTo(count);
      assertThat(
              curl("/echo", "-H", "Transfer-Encoding: chunked", "--data-binary", "@" + file).out())
          .isEqualTo(body);
      assertThat(curl("/count", "-0", "-T", file.toString()).text()).isEqualTo(count);
    }
  }

  @Test
  void expectContinue_isAnswered() throws Exception {
    Result result = curl("/echo", "-v", "-H", "Expect: 100-continue", "-d", "hello");
    assertThat(result.text()).isEqualTo("hello");
    assertThat(result.err()).contains("< HTTP/1.1 100 Continue").contains("< HTTP/1.1 200 OK");
  }

  @Test
  void anAnswerBeforeTheBody_arrives() throws Exception {
    Path large = file(new byte[8 * MIB]);
    Result early = curl("/early", "-T", large.toString(), "-w", "%{http_code}");
    assertThat(early.text()).isEqualTo("too much\n413");
    Result expecting =
        curl("/early", "-T", large.toString(), "-w", "%{http_code}", "-H", "Expect: 100-continue");
    assertThat(expecting.text()).isEqualTo("too much\n413");
    assertThat(curl("/early", "-T", large.toString(), "-w", "%{size_upload}").text())
        .startsWith("too much\n");
  }

  @Test
  void compressed() throws Exception {
    assertThat(curl("/gzip", "--compressed").text()).isEqualTo(RealServer.TEXT);
    assertThat(curl("/gzip", "-H", "Accept-Encoding: gzip").out())
        .startsWith(0x1F, 0x8B)
        .hasSizeLessThan(2_000);
    assertThat(curl("/gzip").text()).isEqualTo(RealServer.TEXT);
  }

  @Test
  void oneConnection_manyRequests() throws Exception {
    assumeTrue(curl != null);
    int before = server.accepted();
    Result result =
        curl.run(
            server.url("/bytes/1"),
            server.url("/chunked/1"),
            "--next",
            "-sS",
            "-I",
            server.url("/bytes/9"),
            "--next",
            "-sS",
            "-d",
            "posted",
            server.url("/echo"),
            "--next",
            "-sS",
            server.url("/status/204"),
            server.url("/slow"));
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.text()).contains("Content-Length: 9\r\n").endsWith("postedat last\n");
    assertThat(server.accepted() - before).as("connections").isEqualTo(1);
  }

  @Test
  void inParallel() throws Exception {
    Path out = Files.createDirectory(dir.resolve("out"));
    curl("/chunked/[100000-100029]", "-Z", "--parallel-max", "10", "-o", out + "/#1");
    for (int n = 100_000; n < 100_030; n++) {
      assertThat(out.resolve(Integer.toString(n))).hasBinaryContent(RealServer.body(n));
    }
  }

  @Test
  void eventsAsTheyCome_andAClientThatGivesUp() throws Exception {
    assertThat(curl("/sse", "-N").text())
        .startsWith("event: tick\nid: 1\ndata: tick 1\ndata: of 3\n\n");
    Result result = curl.run("--max-time", "0.3", server.url("/never"));
    assertThat(result.exit()).as(result.err()).isEqualTo(TIMED_OUT);
    assertThat(curl("/bytes/1").out()).hasSize(1);
  }

  @Test
  void wget_getsPostsAndKeepsItsConnection() throws Exception {
    assumeTrue(wget != null, "no wget on the PATH: on Debian, apt-get install wget");
    int before = server.accepted();
    Result two = wget.run("-O", "-", server.url("/bytes/" + MIB), server.url("/chunked/5"));
    assertThat(two.exit()).as(two.err()).isZero();
    assertThat(two.out()).startsWith(RealServer.body(MIB)).hasSize(MIB + 5);
    assertThat(server.accepted() - before).as("connections").isEqualTo(1);
    assertThat(run(wget, null, "/echo", "-O", "-", "--post-data=a=b").text()).isEqualTo("a=b");
    assertThat(run(wget, null, "/gzip", "-O", "-", "--compression=gzip").text())
        .isEqualTo(RealServer.TEXT);
    run(wget, null, "/bytes/5", "--spider");
    assertThat(wget.run("-O", "-", server.url("/nowhere")).exit()).as("404").isEqualTo(8);
  }
}
