package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgStr;
import dev.mg.testkit.MemoryPeer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages as programs see them, from a connection or parsed by themselves. */
class MgHttpMessageTest {
  private static MgHttpMessage parse(String wire) {
    MgHttpMessage hm = new MgHttpMessage();
    assertThat(MgHttp.parse(wire.getBytes(StandardCharsets.ISO_8859_1), hm)).isPositive();
    return hm;
  }

  private static int parsed(String wire) {
    return MgHttp.parse(wire.getBytes(StandardCharsets.ISO_8859_1), new MgHttpMessage());
  }

  private static String target(String method, String target) {
    MgHttpMessage hm = parse(method + " " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
    assertThat(hm.target().toString()).isEqualTo(target);
    return hm.uri + "|" + hm.query;
  }

  @Test
  void partsOfARequest() {
    String wire = "POST /a%20b?c=d?e HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nX:\r\n\r\nabcdef";
    MgHttpMessage hm = parse(wire);
    assertThat(hm.method.toString()).isEqualTo("POST");
    assertThat(hm.uri.toString()).isEqualTo("/a%20b");
    assertThat(hm.query.toString()).isEqualTo("c=d?e");
    assertThat(hm.target().toString()).isEqualTo("/a%20b?c=d?e");
    assertThat(hm.proto.toString()).isEqualTo("HTTP/1.1");
    assertThat(hm.body.toString()).isEqualTo("abc");
    assertThat(hm.head.toString()).isEqualTo(wire.substring(0, wire.length() - 6));
    assertThat(hm.message.toString()).isEqualTo(wire.substring(0, wire.length() - 3));
    assertThat(hm.headers.count()).isEqualTo(3);
    assertThat(hm.headers.name(2).toString()).isEqualTo("X");
    assertThat(hm.headers.value(2).toString()).isEmpty();
    assertThat(hm.header("hOST")).isEqualTo(MgStr.of("h"));
    assertThat(hm.header("Hos")).isNull();
    assertThat(MgHttp.getHeader(hm, "content-length")).isEqualTo(MgStr.of("3"));
    assertThat(MgHttp.status(hm)).isZero();
    assertThatThrownBy(() -> hm.headers.value(3)).hasMessageContaining("field 3 of 3");
  }

  @Test
  void pathAndQuery_ofEachFormOfTarget() {
    assertThat(target("GET", "/")).isEqualTo("/|");
    assertThat(target("GET", "/?")).isEqualTo("/|");
    assertThat(target("GET", "//a//b?x")).isEqualTo("//a//b|x");
    assertThat(target("GET", "http://h:1/p/q?x=http://y")).isEqualTo("/p/q|x=http://y");
    assertThat(target("GET", "http://h")).isEqualTo("/|");
    assertThat(target("GET", "http://h?x")).isEqualTo("/|x");
    assertThat(target("OPTIONS", "http://h")).isEqualTo("*|");
    assertThat(target("OPTIONS", "*")).isEqualTo("*|");
    assertThat(target("CONNECT", "h:443")).isEqualTo("h:443|");
  }

  @Test
  void anAbsoluteTarget_saysTheHost() throws Exception {
    List<String> hosts = new ArrayList<>();
    try (HttpRig rig =
        new HttpRig(
            (c, ev, evData, fnData) -> {
              if (ev == MgHttp.EV_MSG) {
                MgHttpMessage hm = (MgHttpMessage) evData;
                hosts.add(hm.header("Host") + " received as " + hm.headers.value(0));
                hosts.add("" + hm.copy().header("Host"));
                MgHttp.reply(c, 200, "", "");
              }
            })) {
      rig.exchange("GET http://right:8/x HTTP/1.1\r\nHost: wrong\r\n\r\n");
      rig.exchange("GET /x HTTP/1.1\r\nHost: right:8\r\n\r\n");
      assertThat(hosts)
          .containsExactly(
              "right:8 received as wrong", "right:8", "right:8 received as right:8", "right:8");
    }
  }

  @Test
  void partsOfAResponse() {
    MgHttpMessage hm = parse("HTTP/1.1 404 Not Found\r\nX: y\r\n\r\nbody");
    assertThat(hm.method + "|" + hm.uri + "|" + hm.proto).isEqualTo("HTTP/1.1|404|Not Found");
    assertThat(MgHttp.status(hm)).isEqualTo(404);
    assertThat(hm.body.toString()).isEqualTo("body");
    assertThat(MgHttp.status(parse("HTTP/1.0 200\r\n\r\n"))).isEqualTo(200);
    assertThat(MgHttp.status(parse("HTTP/1.1 204 \r\n\r\n"))).isEqualTo(204);
    assertThat(parse("HTTP/1.1 200 \u00e9 ok\r\nContent-Length: 1\r\n\r\nab").body.toString())
        .isEqualTo("a");
    for (String bad :
        List.of(
            "HTTP/2.0 200 OK",
            "HTTP/1.1  200 OK",
            "HTTP/1.1 20 OK",
            "HTTP/1.1 2000 OK",
            "HTTP/1.1 200\tOK",
            "HTTP/1.1 200 a\0",
            "HTTP/1.1 200 OK\n",
            "HTTP/1.1 200\n",
            "HTTP/1.1 x00 OK",
            "HTTP/1.1 200 a\rb",
            "HTTP/1.1 200\rb")) {
      assertThat(parsed(bad + "\r\n\r\n")).as(bad).isEqualTo(-1);
    }
  }

  @Test
  void aResponse_isParsedTheSameByteByByte() {
    byte[] wire = "HTTP/1.1 200 All right\r\nX: y\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
    StatusLineParser line = new StatusLineParser(100);
    line.reset();
    int end = new String(wire, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
    for (int n = 1; n < end; n++) {
      assertThat(line.parse(wire, 0, n)).as("after %d bytes", n).isZero();
    }
    assertThat(line.parse(wire, 0, end)).isEqualTo(end);
    assertThat(line.thirdFrom).isEqualTo(13);
    assertThat(line.thirdEnd).isEqualTo(end - 2);
  }

  @Test
  void parse_tellsLength_incomplete_malformed() {
    String wire = "GET / HTTP/1.1\r\nX: y\r\n\r\n";
    assertThat(parsed(wire + "more")).isEqualTo(wire.length());
    for (int n = 0; n < wire.length(); n++) {
      assertThat(parsed(wire.substring(0, n))).isZero();
    }
    assertThat(parsed("GET / HTTP/1.1\r\nX : y\r\n\r\n")).isEqualTo(-1);
    assertThat(parsed("GET /\r\n")).isEqualTo(-1);
    assertThat(parsed("GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n")).isEqualTo(-1);
    assertThat(MgHttp.getRequestLen(MgStr.of(wire + "x"))).isEqualTo(wire.length());
    // No server, no rules about servers: another protocol's messages have no Host.
    assertThat(parsed("M-SEARCH * HTTP/1.1\r\nMAN: x\r\n\r\n")).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: 5\r\nContent-Length: 5",
        "Content-Length: 5, 5",
        "Content-Length: +5",
        "Content-Length:",
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 0",
        "Transfer-Encoding: chunked, gzip",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding:",
      })
  void parse_aBodyWhoseEndIsInDoubt_isMalformed(String fields) {
    for (String line : List.of("POST / HTTP/1.1", "HTTP/1.1 200 OK")) {
      assertThat(parsed(line + "\r\n" + fields + "\r\n\r\nabcdef")).as(line).isEqualTo(-1);
    }
    assertThat(parsed("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n")).isEqualTo(-1);
  }

  @Test
  void parse_whatHasNoBody_takesNoneOfWhatFollows() {
    for (String status : List.of("100 a", "204 b", "304 c")) {
      MgHttpMessage hm = parse("HTTP/1.1 " + status + "\r\nContent-Length: 4\r\n\r\nHTTP");
      assertThat(hm.body.toString()).as(status).isEmpty();
      assertThat(hm.message.len()).isEqualTo(hm.head.len());
    }
    for (String line : List.of("POST / HTTP/1.1", "HTTP/1.1 200 OK")) {
      String chunked = line + "\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n";
      assertThat(parse(chunked).body.toString()).as("not decoded here").isEmpty();
    }
  }

  @Test
  void parse_aSliceInTheMiddleOfAnArray_andTheMessageAgain() {
    String wire = "xxGET /1 HTTP/1.1\r\nA: b\r\n\r\nyyy";
    MgStr all = MgStr.of(wire);
    MgHttpMessage hm = new MgHttpMessage();
    assertThat(MgHttp.parse(all.slice(2, all.len()), hm)).isEqualTo(wire.length() - 5);
    assertThat(hm.uri.toString()).isEqualTo("/1");
    assertThat(hm.header("a")).isEqualTo(MgStr.of("b"));
    assertThat(MgHttp.parse(MgStr.of("PUT /2 HTTP/1.0\r\nC: d\r\n\r\n"), hm)).isPositive();
    assertThat(hm.method + " " + hm.uri + hm.headers.name(0) + hm.header("a"))
        .isEqualTo("PUT /2Cnull");
  }

  // ---- lifetime ----

  private static void inMessage(String wire, Consumer<MgHttpMessage> look) throws Exception {
    try (HttpRig rig =
            new HttpRig(
                (c, ev, evData, fnData) -> {
                  if (ev == MgHttp.EV_MSG) {
                    look.accept((MgHttpMessage) evData);
                    MgHttp.reply(c, 200, "", "");
                  }
                });
        MemoryPeer peer = rig.connect()) {
      assertThat(rig.send(peer, wire)).as("the handler did not throw").isEqualTo(HttpRig.ok(""));
    }
  }

  @Test
  void aCopy_outlivesTheEvent_whole() throws Exception {
    List<MgHttpMessage> kept = new ArrayList<>();
    inMessage(
        "\r\nPOST /p?q HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nT: u\r\n\r\n",
        hm -> kept.add(hm.copy()));
    MgHttpMessage copy = kept.get(0);
    assertThat(copy.method + " " + copy.uri + " " + copy.query + " " + copy.proto)
        .isEqualTo("POST /p q HTTP/1.1");
    assertThat(copy.body.toString()).isEqualTo("abc");
    assertThat(copy.target().toString()).isEqualTo("/p?q");
    assertThat(copy.header("host")).isEqualTo(MgStr.of("h"));
    assertThat(copy.headers.count()).isEqualTo(2);
    assertThat(copy.trailers.get("t")).isEqualTo(MgStr.of("u"));
    assertThat(copy.message.toString()).startsWith("POST").endsWith("\r\n\r\nabc");
    MgHttpMessage again = copy.copy();
    assertThat(again.trailers.get("t")).isEqualTo(MgStr.of("u"));
    assertThat(again.head).isEqualTo(copy.head);
  }

  @Test
  void aCopy_ofATargetWithoutPath() throws Exception {
    List<MgHttpMessage> kept = new ArrayList<>();
    inMessage("GET http://h HTTP/1.1\r\nHost: h\r\n\r\n", hm -> kept.add(hm.copy()));
    assertThat(kept.get(0).uri.toString()).isEqualTo("/");
  }

  @Test
  void aMessageUsedAfterItsEvent_throws() throws Exception {
    List<MgHttpMessage> kept = new ArrayList<>();
    List<MgStr> slices = new ArrayList<>();
    inMessage(
        "GET /p HTTP/1.1\r\nHost: h\r\n\r\n",
        hm -> {
          kept.add(hm);
          slices.add(hm.header("Host"));
        });
    MgHttpMessage late = kept.get(0);
    assertThatThrownBy(() -> late.uri.toString()).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> late.header("Host")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> late.headers.count()).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> slices.get(0).len()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aHundredFields_areAllThere() throws Exception {
    StringBuilder wire = new StringBuilder("GET / HTTP/1.1\r\nHost: h\r\n");
    for (int i = 1; i < 100; i++) {
      wire.append("F").append(i).append(": v").append(i).append("\r\n");
    }
    inMessage(
        wire + "\r\n",
        hm -> {
          assertThat(hm.headers.count()).isEqualTo(100);
          for (int i = 1; i < 100; i++) {
            assertThat(hm.header("f" + i)).isEqualTo(MgStr.of("v" + i));
            assertThat(hm.headers.name(i)).isEqualTo(MgStr.of("F" + i));
          }
        });
  }
}
