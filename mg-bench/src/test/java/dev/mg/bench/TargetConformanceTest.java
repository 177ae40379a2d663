package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The routes as a conformance suite meets them: what each answers, and what the connection does.
 */
class TargetConformanceTest {
  private static final int MAX_SECONDS = 20;
  private static final int MIB = 1 << 20;
  private static final String LAST = "GET /json HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");

  /** Bytes, and the statuses that come back; LAST shows whether the connection was kept. */
  private record Probe(String wire, List<Integer> statuses) {}

  private static final List<Probe> PROBES = new ArrayList<>();

  private static void kept(int status, String line, String... fields) {
    PROBES.add(new Probe(request(line, fields), List.of(status, 200)));
  }

  private static void closed(int status, String line, String... fields) {
    PROBES.add(new Probe(request(line, fields), List.of(status)));
  }

  private static String request(String line, String... fields) {
    StringBuilder wire = new StringBuilder(line).append("\r\nHost: a\r\n");
    String body = "";
    for (String field : fields) {
      if (field.startsWith("\r\n")) {
        body = field.substring(2);
      } else {
        wire.append(field).append("\r\n");
      }
    }
    return wire.append("\r\n").append(body).toString();
  }

  static {
    for (String path : List.of("/plaintext", "/json", "/chunked", "/slow", "/inspect")) {
      kept(200, "GET " + path + " HTTP/1.1");
      kept(200, "GET " + path + "?a=b HTTP/1.1");
      kept(200, "GET http://b" + path + " HTTP/1.1");
      closed(200, "GET " + path + " HTTP/1.0");
      closed(200, "GET " + path + " HTTP/1.1", "Connection: close");
      kept(200, "GET " + path + " HTTP/1.1", "Content-Length: 5", "\r\nhello");
      for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get", "FOO")) {
        kept(405, method + " " + path + " HTTP/1.1");
        kept(405, method + " " + path + " HTTP/1.1", "Content-Length: 5", "\r\nhello");
      }
    }
    kept(200, "HEAD /plaintext HTTP/1.1");
    for (String path : List.of("/json", "/chunked", "/echo")) {
      kept(405, "HEAD " + path + " HTTP/1.1");
    }
    kept(200, "GET /plaintext HTTP/1.0", "Connection: keep-alive");
    closed(200, "GET /chunked HTTP/1.0", "Connection: keep-alive");
    kept(405, "GET /echo HTTP/1.1");
    kept(200, "POST /echo HTTP/1.1");
    kept(200, "POST /echo HTTP/1.1", "Content-Length: 5", "\r\nhello");
    kept(200, "POST /echo HTTP/1.1", "Transfer-Encoding: chunked", "\r\n5\r\nhello\r\n0\r\n\r\n");
    kept(200, "POST /echo HTTP/1.1", "Expect: 100-continue", "Content-Length: 5", "\r\nhello");
    closed(417, "POST /echo HTTP/1.1", "Expect: x", "Content-Length: 5", "\r\nhello");
    closed(400, "POST /echo HTTP/1.1", "Content-Length: 5", "Transfer-Encoding: chunked", "\r\n0");
    kept(200, "POST /echo HTTP/1.1", "Content-Length: " + MIB, "\r\n" + "x".repeat(MIB));
    closed(
        413, "POST /echo HTTP/1.1", "Content-Length: " + (MIB + 1), "\r\n" + "x".repeat(MIB + 1));
    String mebibyte = Integer.toHexString(MIB) + "\r\n" + "x".repeat(MIB) + "\r\n";
    String coding = "Transfer-Encoding: chunked";
    kept(200, "POST /echo HTTP/1.1", coding, "\r\n" + mebibyte + "0\r\n\r\n");
    closed(413, "POST /echo HTTP/1.1", coding, "\r\n" + mebibyte + "1\r\nx\r\n0\r\n\r\n");
    closed(413, "POST /echo HTTP/1.1", coding, "\r\n100001\r\n");
    kept(200, "GET /reflect?v=a%20b HTTP/1.1");
    for (String v : List.of("%0d%0aX:1", "%0aX:1", "%0d", "%00", "%01", "%7f", "%80", "%c3%bc")) {
      kept(400, "GET /reflect?v=" + v + " HTTP/1.1");
    }
    kept(400, "GET /reflect HTTP/1.1");
    closed(400, "GET /reflect?v=% HTTP/1.1");
    closed(400, "GET /reflect?v=a\r\nX: 1 HTTP/1.1");
    kept(204, "GET /status/204 HTTP/1.1");
    kept(304, "GET /status/304 HTTP/1.1");
    kept(404, "GET / HTTP/1.1");
    kept(404, "GET /nothing HTTP/1.1");
    kept(404, "POST /nothing HTTP/1.1", "Content-Length: 5", "\r\nhello");
    kept(404, "GET /plaintext/ HTTP/1.1");
    kept(404, "GET /plaintext%00 HTTP/1.1");
    kept(404, "GET /" + "a".repeat(8_000) + " HTTP/1.1");
    closed(414, "GET /" + "a".repeat(20_000) + " HTTP/1.1");
    closed(431, "GET /plaintext HTTP/1.1", "X: " + "y".repeat(70_000));
    kept(200, "OPTIONS * HTTP/1.1");
    kept(200, "OPTIONS http://a HTTP/1.1");
    closed(400, "GET * HTTP/1.1");
    closed(421, "GET https://a/plaintext HTTP/1.1");
    closed(501, "CONNECT a:80 HTTP/1.1");
    closed(505, "GET /plaintext HTTP/2.0");
    kept(200, "GET /plaintext HTTP/1.2");
    kept(200, "GET /plaintext HTTP/1.1", "Upgrade: h2c", "Connection: Upgrade");
    PROBES.add(
        new Probe(
            "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n".repeat(2) + "BAD\r\n\r\n",
            List.of(200, 200, 400)));
  }

  private static List<String> differences(int port) throws IOException {
    // Those that wait do so together, and while the others are asked.
    Map<Probe, RawClient> slow = new LinkedHashMap<>();
    List<String> differences = new ArrayList<>();
    try {
      for (Probe probe : PROBES) {
        if (probe.wire.contains("/slow")) {
          slow.put(probe, ask(port, probe));
        }
      }
      for (Probe probe : PROBES) {
        if (!slow.containsKey(probe)) {
          try (RawClient client = ask(port, probe)) {
            compare(probe, client.readAll(), differences);
          }
        }
      }
      for (Map.Entry<Probe, RawClient> one : slow.entrySet()) {
        compare(one.getKey(), one.getValue().readAll(), differences);
      }
    } finally {
      for (RawClient client : slow.values()) {
        client.close();
      }
    }
    return differences;
  }

  private static RawClient ask(int port, Probe probe) throws IOException {
    RawClient client = new RawClient(port);
    client.write(probe.wire + LAST);
    return client;
  }

  private static void compare(Probe probe, String answer, List<String> differences) {
    List<Integer> got = new ArrayList<>();
    for (Matcher status = STATUS.matcher(answer); status.find(); ) {
      got.add(Integer.parseInt(status.group(1)));
    }
    boolean wellFormed =
        !got.contains(405) || answer.contains("\r\nAllow: ") && answer.contains("\r\nDate: ");
    if (!got.equals(probe.statuses) || !wellFormed) {
      int shown = Math.min(100, probe.wire.length());
      differences.add(probe.wire.substring(0, shown) + " -> " + got + ", not " + probe.statuses);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "netty", "netty-epoll"})
  void everyProbe_isAnsweredAsTheTableSays(String transport) throws Exception {
    CompletableFuture<TargetServer> started = new CompletableFuture<>();
    MgOptions options = new MgOptions().transport(transport).httpMaxBodyBytes(MIB);
    Thread loop =
        new Thread(
            () -> {
              try (TargetServer server = new TargetServer(options, 0, null, null)) {
                started.complete(server);
                server.run();
              } catch (RuntimeException e) {
                started.completeExceptionally(e);
              }
            },
            "loop");
    loop.start();
    TargetServer server = started.get(MAX_SECONDS, TimeUnit.SECONDS);
    try {
      assertThat(differences(server.port())).isEmpty();
    } finally {
      server.stop(Duration.ZERO);
      loop.join(MAX_SECONDS * 1000L);
    }
    assertThat(loop.isAlive()).as("the loop runs on after stop").isFalse();
  }
}
