package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.http.MgServeOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every row of the route table. */
class TargetServerTest {
  private static final int MAX_SECONDS = 20;

  @TempDir Path logs;

  private RunningTarget server;
  private int port;

  @BeforeEach
  void start() throws Exception {
    server = new RunningTarget(new MgServeOptions().root("/static", logs), null);
    port = server.port();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  private static List<String> head(String answer) {
    return answer.substring(0, answer.indexOf("\r\n\r\n")).lines().toList();
  }

  @Test
  void plaintext_answersGetAndHead() throws IOException {
    String get = RawClient.get(port, "/plaintext");
    String headOnly = RawClient.once(port, "HEAD", "/plaintext", "", "");

    assertThat(head(get))
        .contains("HTTP/1.1 200 OK", "Content-Type: text/plain", "Content-Length: 13");
    assertThat(body(get)).isEqualTo("Hello, World!");
    assertThat(head(headOnly)).contains("HTTP/1.1 200 OK", "Content-Length: 13");
    assertThat(body(headOnly)).isEmpty();
  }

  @Test
  void sha256_isOfAsManyKibOfZeros() throws IOException {
    assertThat(body(RawClient.get(port, "/sha256?kib=1")))
        .isEqualTo("5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef");
    for (String bad : List.of("", "?kib=0", "?kib=1025", "?kib=x")) {
      assertThat(head(RawClient.get(port, "/sha256" + bad))).contains("HTTP/1.1 400 Bad Request");
    }
  }

  @Test
  void json_isTheMessage() throws IOException {
    String answer = RawClient.get(port, "/json");

    assertThat(head(answer)).contains("HTTP/1.1 200 OK", "Content-Type: application/json");
    assertThat(body(answer)).isEqualTo("{\"message\":\"Hello, World!\"}");
  }

  @Test
  void echo_givesTheBodyBackHoweverItCame() throws IOException {
    String plain = RawClient.once(port, "POST", "/echo", "Content-Length: 5\r\n", "he\0\u00ff\n");
    String chunked =
        RawClient.once(
            port,
            "POST",
            "/echo",
            "Transfer-Encoding: chunked\r\n",
            "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
    String empty = RawClient.once(port, "POST", "/echo", "Content-Length: 0\r\n", "");

    assertThat(head(plain)).contains("HTTP/1.1 200 OK", "Content-Length: 5");
    assertThat(body(plain)).isEqualTo("he\0\u00ff\n");
    assertThat(head(chunked)).contains("HTTP/1.1 200 OK", "Content-Length: 5");
    assertThat(body(chunked)).isEqualTo("abcde");
    assertThat(head(empty)).contains("HTTP/1.1 200 OK", "Content-Length: 0");
  }

  @Test
  void echo_takesExactlyOneMebibyte() throws IOException {
    int most = 1 << 20;
    String full =
        RawClient.once(port, "POST", "/echo", "Content-Length: " + most + "\r\n", "x".repeat(most));
    String over =
        RawClient.once(port, "POST", "/echo", "Content-Length: " + (most + 1) + "\r\n", "");

    assertThat(head(full)).contains("HTTP/1.1 200 OK", "Content-Length: " + most);
    assertThat(body(full)).isEqualTo("x".repeat(most));
    assertThat(head(over).get(0)).startsWith("HTTP/1.1 413 ");
  }

  @Test
  void chunked_isThreeChunks() throws IOException {
    String answer = RawClient.get(port, "/chunked");

    assertThat(head(answer)).contains("HTTP/1.1 200 OK", "Transfer-Encoding: chunked");
    assertThat(body(answer))
        .isEqualTo("6\r\nfirst\n\r\n7\r\nsecond\n\r\n6\r\nthird\n\r\n0\r\n\r\n");
  }

  @Test
  void chunked_isPlainToHttp10() throws IOException {
    try (RawClient client = new RawClient(port)) {
      client.write("GET /chunked HTTP/1.0\r\n\r\n");
      String answer = client.readAll();

      assertThat(head(answer)).noneMatch(line -> line.startsWith("Transfer-Encoding"));
      assertThat(body(answer)).isEqualTo("first\nsecond\nthird\n");
    }
  }

  @Test
  void slow_comesAfter300MsAndNobodyElseWaits() throws IOException {
    try (RawClient slow = new RawClient(port);
        RawClient quick = new RawClient(port)) {
      long start = System.nanoTime();
      slow.write("GET /slow HTTP/1.1\r\nHost: a\r\n\r\nGET /json HTTP/1.1\r\nHost: a\r\n\r\n");
      quick.write("GET /plaintext HTTP/1.1\r\nHost: a\r\n\r\n");
      quick.readTo("Hello, World!");
      long quickNs = System.nanoTime() - start;
      String both = slow.readTo("}");
      long slowNs = System.nanoTime() - start;

      assertThat(slowNs).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(300));
      assertThat(quickNs).isLessThan(slowNs);
      assertThat(both).startsWith("HTTP/1.1 200 OK").contains("slow\nHTTP/1.1 200 OK");
    }
  }

  @Test
  void slow_survivesAClientThatLeaves() throws IOException {
    try (RawClient gone = new RawClient(port)) {
      gone.write("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    assertThat(body(RawClient.get(port, "/slow"))).isEqualTo("slow\n");
  }

  @Test
  void inspect_showsTheRequestAsReceived() throws IOException {
    String answer =
        RawClient.once(port, "GET", "/inspect?a=%20b", "X-One:  1 \r\nx-one: two\r\n", "");

    assertThat(body(answer))
        .isEqualTo("GET /inspect?a=%20b\nHost: a\nConnection: close\nX-One: 1\nx-one: two\n");
  }

  @Test
  void reflect_givesTheDecodedValueAsAHeader() throws IOException {
    String answer = RawClient.get(port, "/reflect?u=1&v=a%20b%09c%7E+d&v=2");

    assertThat(head(answer)).contains("HTTP/1.1 200 OK", "X-Reflect: a b\tc~ d");
  }

  @Test
  void reflect_refusesWhatNoHeaderCanHold() throws IOException {
    for (String v : List.of("%0d%0aX:1", "%0a", "%00", "%7f", "%c3%bc", "%", "%4", "%zz", "%-1")) {
      assertThat(RawClient.get(port, "/reflect?v=" + v))
          .as(v)
          .startsWith("HTTP/1.1 400 ")
          .doesNotContain("X-Reflect");
    }
    assertThat(RawClient.get(port, "/reflect")).startsWith("HTTP/1.1 400 ");
    assertThat(RawClient.get(port, "/reflect?w=1")).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void staticFiles_areThoseOfTheRoot() throws IOException {
    Files.writeString(logs.resolve("a.txt"), "hello");
    String get = RawClient.get(port, "/static/a.txt");
    String headOnly = RawClient.once(port, "HEAD", "/static/a.txt", "", "");

    assertThat(head(get)).contains("HTTP/1.1 200 OK", "Content-Length: 5");
    assertThat(body(get)).isEqualTo("hello");
    assertThat(headOnly).isEqualTo(get.substring(0, get.length() - 5));
    assertThat(RawClient.get(port, "/static/none")).startsWith("HTTP/1.1 404 ");
    assertThat(RawClient.get(port, "/static/../json")).startsWith("HTTP/1.1 404 ");
    assertThat(head(RawClient.once(port, "POST", "/static/a.txt", "Content-Length: 0\r\n", "")))
        .contains("HTTP/1.1 405 Method Not Allowed", "Allow: GET, HEAD");
  }

  @Test
  void statuses_haveNoBody() throws IOException {
    for (String status : List.of("204", "304")) {
      String answer = RawClient.get(port, "/status/" + status);

      assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
      assertThat(body(answer)).isEmpty();
    }
  }

  @Test
  void anotherMethod_gets405WithThoseAllowed() throws IOException {
    String plaintext = RawClient.once(port, "POST", "/plaintext", "Content-Length: 0\r\n", "");
    String echo = RawClient.get(port, "/echo");

    assertThat(head(plaintext)).contains("HTTP/1.1 405 Method Not Allowed", "Allow: GET, HEAD");
    assertThat(head(echo)).contains("HTTP/1.1 405 Method Not Allowed", "Allow: POST");
  }

  @Test
  void anythingElse_gets404() throws IOException {
    for (String path : List.of("/", "/plaintext/", "/Plaintext", "/status/200", "/plain")) {
      assertThat(RawClient.get(port, path)).as(path).startsWith("HTTP/1.1 404 Not Found");
    }
  }

  @Test
  @Timeout(MAX_SECONDS)
  void topic_reachesAllWhoOpenedIt() throws IOException {
    WsWorkload load = WsWorkload.of("publish", 1);
    InetSocketAddress at = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (WsSocket one = WsSocket.open(at, "/topic");
        WsSocket two = WsSocket.open(at, "/topic")) {
      one.write(load.request());

      one.expect(load.answer());
      two.expect(load.answer());
    }
  }

  @Test
  void ws_echoesAMessageWithItsType() throws IOException {
    try (RawClient client = new RawClient(port)) {
      client.write(
          "GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
      assertThat(client.readTo("\r\n\r\n")).startsWith("HTTP/1.1 101 ");
      // Masked with zeros: text "hi", then the bytes "ho".
      client.write("\u0081\u0082\0\0\0\0hi\u0082\u0082\0\0\0\0ho");

      assertThat(client.readTo("ho")).isEqualTo("\u0081\u0002hi\u0082\u0002ho");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"keep-alive", "post-16k"})
  void aRequest_allocatesNothing(String load) {
    List<String> command =
        List.of(
            Tools.java(),
            "-cp",
            System.getProperty("java.class.path"),
            RequestAllocation.class.getName(),
            load);
    try (Child probe = Child.start("probe", logs, command)) {
      String bytes = probe.await(RequestAllocation.RESULT, Duration.ofSeconds(60)).group(1);

      assertThat(Double.parseDouble(bytes)).as("bytes a request").isLessThan(1);
    }
  }
}
