package dev.mg.http.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.http.clients.RealClient.Answer;
import dev.mg.http.clients.RealClient.Upload;
import java.net.http.HttpClient.Version;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients of the JVM that are not ours, against the server on each transport, with TLS too. */
class RealClientTest {
  private static final byte[] NOTHING = {};
  private static final int MIB = 1 << 20;

  static Stream<Arguments> clients() {
    return TlsWays.withoutToo()
        .flatMap(
            way ->
                Stream.of("JDK", "JDK that asks for h2c", "OkHttp", "Jetty", "Apache")
                    .map(client -> Arguments.of(way[0], way[1], client)));
  }

  private static RealClient make(String name) throws Exception {
    return switch (name) {
      case "JDK" -> new JdkClient(Version.HTTP_1_1);
      case "JDK that asks for h2c" -> new JdkClient(Version.HTTP_2);
      case "OkHttp" -> new OkHttpCaller();
      case "Jetty" -> new JettyCaller();
      default -> new ApacheCaller();
    };
  }

  @ParameterizedTest(name = "{2} on {0} {1}")
  @MethodSource("clients")
  void everyKindOfExchange_overOneConnection(String transport, String engine, String name)
      throws Exception {
    try (RealServer server = new RealServer(transport, engine);
        RealClient client = make(name)) {
      for (int n : new int[] {0, 1, MIB}) {
        byte[] body = RealServer.body(n);
        same(client.send("GET", server.url("/bytes/" + n), Upload.NONE, NOTHING), body);
        same(client.send("GET", server.url("/chunked/" + n), Upload.NONE, NOTHING), body);
        for (Upload upload : new Upload[] {Upload.LENGTH, Upload.CHUNKED, Upload.EXPECT}) {
          if (upload == Upload.EXPECT && n == 0) {
            // Nothing to ask for; JDK 17 hangs at a final answer with a body.
            continue;
          }
          same(client.send("POST", server.url("/echo"), upload, body), body);
          same(
              client.send("PUT", server.url("/count"), upload, body),
              bytes(RealServer.count(body)));
        }
      }
      for (String path : new String[] {"/bytes/100", "/chunked/100", "/gzip", "/status/204"}) {
        Answer head = client.send("HEAD", server.url(path), Upload.NONE, NOTHING);
        assertThat(head.status()).as(path).isEqualTo(path.endsWith("204") ? 204 : 200);
        assertThat(head.body()).as(path).isEmpty();
      }
      for (int status : new int[] {204, 304, 404, 500}) {
        Answer got = client.send("GET", server.url("/status/" + status), Upload.NONE, NOTHING);
        assertThat(got.status()).isEqualTo(status);
        assertThat(got.body()).isEmpty();
      }
      same(client.send("GET", server.url("/slow"), Upload.NONE, NOTHING), bytes("at last\n"));
      same(client.send("DELETE", server.url("/bytes/5"), Upload.NONE, NOTHING), RealServer.body(5));
      assertThat(client.send("GET", server.url("/sse"), Upload.NONE, NOTHING).text())
          .isEqualTo(
              Stream.of(1, 2, 3)
                  .map(i -> "event: tick\nid: " + i + "\ndata: tick " + i + "\ndata: of 3\n\n")
                  .reduce("", String::concat));
      assertThat(server.accepted()).as("connections made").isEqualTo(1);
    }
  }

  @ParameterizedTest(name = "{2} on {0} {1}")
  @MethodSource("clients")
  void anAnswerBeforeTheBody_reachesAClientThatGoesOnSending(
      String transport, String engine, String name) throws Exception {
    try (RealServer server = new RealServer(transport, engine);
        RealClient client = make(name)) {
      // The server hears it out for two seconds at most, and TLS takes its time.
      byte[] large = new byte[(engine.isEmpty() ? 8 : 2) * MIB];
      Answer early = client.send("POST", server.url("/early"), Upload.LENGTH, large);
      assertThat(early.status()).isEqualTo(413);
      assertThat(early.text()).isEqualTo("too much\n");
      same(client.send("GET", server.url("/bytes/1"), Upload.NONE, NOTHING), RealServer.body(1));
    }
  }

  @ParameterizedTest(name = "{2} on {0} {1}")
  @MethodSource("clients")
  void aCompressedBody_isReadByWhoAsksForIt(String transport, String engine, String name)
      throws Exception {
    try (RealServer server = new RealServer(transport, engine);
        RealClient client = make(name)) {
      same(client.send("GET", server.url("/gzip"), Upload.NONE, NOTHING), bytes(RealServer.TEXT));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void same(Answer got, byte[] body) {
    assertThat(got.status()).as(got.text()).isEqualTo(200);
    assertThat(got.body()).isEqualTo(body);
  }
}
