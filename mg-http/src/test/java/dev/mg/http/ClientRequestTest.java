package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgConnection;
import dev.mg.MgException;
import dev.mg.MgHandler;
import dev.mg.MgOptions;
import dev.mg.MgStr;
import dev.mg.testkit.MemoryPeer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The bytes of requests, and that no argument can become another one. */
class ClientRequestTest {
  /** What was sent, with the rig's own address shown as HOST. */
  private static String sent(Consumer<MgConnection> does) throws Exception {
    try (ClientRig rig = new ClientRig()) {
      does.accept(rig.client());
      try (MemoryPeer peer = rig.accept()) {
        rig.poll();
        return rig.received(peer).replace("127.0.0.1:" + rig.port, "HOST");
      }
    }
  }

  private static void refused(String why, Consumer<MgConnection> does) throws Exception {
    String sent =
        sent(
            c -> {
              assertThatThrownBy(() -> does.accept(c))
                  .as(why)
                  .isInstanceOf(MgException.class)
                  .hasMessageContaining(why);
            });
    assertThat(sent).isEmpty();
  }

  private static void line(String method, String target) throws Exception {
    refused("no request can start with", c -> MgHttp.request(c, method, target, "", ""));
    if (!method.equals("CONNECT")) {
      refused("no request can start with", c -> MgHttp.requestChunked(c, method, target, ""));
    }
  }

  private static void headers(String why, String lines) throws Exception {
    refused(why, c -> MgHttp.request(c, "GET", "/", lines, ""));
  }

  @Test
  void hostAndLength_areAdded() throws Exception {
    assertThat(sent(c -> MgHttp.request(c, "GET", "/a?b=%20", "A: b\r\n", "")))
        .isEqualTo("GET /a?b=%20 HTTP/1.1\r\nHost: HOST\r\nA: b\r\n\r\n");
    assertThat(sent(c -> MgHttp.request(c, "POST", "/", "", "h\u00e9")))
        .isEqualTo("POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 3\r\n\r\nh\u00c3\u00a9");
    byte[] bytes = "hello".getBytes(StandardCharsets.US_ASCII);
    assertThat(sent(c -> MgHttp.request(c, "PUT", "/", "", bytes)))
        .endsWith("\r\nContent-Length: 5\r\n\r\nhello");
    assertThat(sent(c -> MgHttp.request(c, "PUT", "/", "", new MgStr(bytes, 1, 3))))
        .endsWith("\r\nContent-Length: 3\r\n\r\nell");
    assertThat(sent(c -> MgHttp.requestf(c, "PUT", "/", "", "%d-%s", 12, "x".repeat(20))))
        .endsWith("\r\nContent-Length: 23\r\n\r\n12-" + "x".repeat(20));
  }

  /** RFC 9110 section 8.6. */
  @Test
  void theLengthOfNothing_isToldWhereContentIsExpected() throws Exception {
    for (String method : new String[] {"POST", "PUT", "PATCH"}) {
      assertThat(sent(c -> MgHttp.request(c, method, "/", "", "")))
          .endsWith("\r\nContent-Length: 0\r\n\r\n");
    }
    for (String method : new String[] {"GET", "HEAD", "DELETE", "OPTIONS", "TRACE", "X-Y"}) {
      assertThat(sent(c -> MgHttp.request(c, method, "/", "", ""))).doesNotContain("Content");
    }
    assertThat(sent(c -> MgHttp.request(c, "DELETE", "/", "", "x")))
        .endsWith("\r\nContent-Length: 1\r\n\r\nx");
  }

  @Test
  void targets_ofEachForm() throws Exception {
    assertThat(sent(c -> MgHttp.request(c, "OPTIONS", "*", "", "")))
        .isEqualTo("OPTIONS * HTTP/1.1\r\nHost: HOST\r\n\r\n");
    // To a proxy; Host is that of the target (RFC 9112 section 3.2.2).
    assertThat(sent(c -> MgHttp.request(c, "GET", "http://b:81/c?d", "", "")))
        .isEqualTo("GET http://b:81/c?d HTTP/1.1\r\nHost: b:81\r\n\r\n");
    assertThat(sent(c -> MgHttp.request(c, "CONNECT", "b:443", "", "")))
        .isEqualTo("CONNECT b:443 HTTP/1.1\r\nHost: b:443\r\n\r\n");
  }

  @Test
  void aHostOfTheCallers_replacesOurs() throws Exception {
    assertThat(sent(c -> MgHttp.request(c, "GET", "/", "host: b\r\nA: c\r\n", "")))
        .isEqualTo("GET / HTTP/1.1\r\nhost: b\r\nA: c\r\n\r\n");
    headers("2 Host lines", "Host: a\r\nHost: a\r\n");
    headers("must be a host", "Host: a b\r\n");
    headers("must be a host", "Host: a/b\r\n");
  }

  @Test
  void theHostOfAUrl_isWrittenAsServersWantIt() {
    assertThat(Host.field("http://a.b/c")).isEqualTo("a.b");
    assertThat(Host.field("http://a.b:80/c")).isEqualTo("a.b");
    assertThat(Host.field("http://a.b:8080")).isEqualTo("a.b:8080");
    assertThat(Host.field("https://a.b:443")).isEqualTo("a.b");
    assertThat(Host.field("https://a.b:80")).isEqualTo("a.b:80");
    assertThat(Host.field("tcp://a.b:81")).isEqualTo("a.b:81");
    assertThat(Host.field("http://user:pass@a.b/")).isEqualTo("a.b");
    assertThat(Host.field("http://[::1]:8000/")).isEqualTo("[::1]:8000");
    assertThat(Host.field("http://[fe80::1%eth0]/")).isEqualTo("[fe80::1]");
    assertThat(Host.field("unix:/run/x.sock")).isEqualTo("localhost");
    assertThat(Host.authority("http://[::1]")).isEqualTo("[::1]:80");
    for (String url : new String[] {"http://b\u00fccher.de/", "http://a\"b/", "http://a<b>/"}) {
      assertThatThrownBy(() -> Host.field(url))
          .isInstanceOf(MgException.class)
          .hasMessageContaining("in ASCII");
    }
  }

  @Test
  void aMethodOrTarget_thatWouldBeMoreThanThat_throws() throws Exception {
    for (String method :
        new String[] {
          "",
          " ",
          "G ET",
          "GET ",
          " GET",
          "GET\r\n",
          "\r\nGET",
          "GET / HTTP/1.1\r\nA: b\r\n\r\nGET",
          "GET\t",
          "G\u00cbT",
          "GET\0",
          "G:",
          "(GET)"
        }) {
      line(method, "/");
    }
    for (String target :
        new String[] {
          "",
          " ",
          "/ ",
          " /",
          "/a b",
          "/\r\n",
          "/ HTTP/1.1\r\nA: b\r\n\r\nGET /",
          "/\0",
          "/\u00e9",
          "/a#b",
          "a",
          "a/b",
          "*",
          "//\t",
          "/\u007f",
          "b:443",
          "http://",
          "http://a b/",
          "ftp://a/",
          "http://u@a/",
          "/ HTTP/1.1\r\n\r\n"
        }) {
      line("GET", target);
    }
    line("CONNECT", "/");
    line("CONNECT", "b");
    line("CONNECT", "http://b/");
    line("CONNECT", "*");
    line("POST", "*");
  }

  @Test
  void aSpace_isToldOfWhatHoldsIt() throws Exception {
    refused("the request target must be", c -> MgHttp.request(c, "GET", "/a b", "", ""));
    refused("the method must be a token", c -> MgHttp.request(c, "GE T", "/", "", ""));
  }

  @Test
  void aHeader_thatWouldBeMoreThanThat_throws() throws Exception {
    headers("must end in", "A: b");
    headers("must end in", "A: b\n");
    headers("must end in", "A: b\rC: d\r\n");
    headers("must end in", "A: b\0\r\n");
    headers("must start with", "\r\n");
    headers("must start with", "A: b\r\n\r\nGET / HTTP/1.1\r\n\r\n");
    headers("must start with", "A: b\r\n c\r\n");
    headers("must start with", "A : b\r\n");
    headers("requestChunked", "Transfer-Encoding: chunked\r\n");
    headers("Content-Length: 5 is given", "Content-Length: 5\r\n");
    headers("decimal", "Content-Length: x\r\n");
    refused(
        "Content-Length: 3 is given, but the body has 2",
        c -> MgHttp.request(c, "PUT", "/", "Content-Length: 3\r\n", "hi"));
    assertThat(sent(c -> MgHttp.request(c, "PUT", "/", "Content-Length: 2\r\n", "hi")))
        .isEqualTo("PUT / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 2\r\n\r\nhi");
    refused("TRACE request has no body", c -> MgHttp.request(c, "TRACE", "/", "", "x"));
    refused("CONNECT request has no body", c -> MgHttp.requestChunked(c, "CONNECT", "b:1", ""));
  }

  @Test
  void aRequestThatThrew_leavesTheConnectionAsItWas() throws Exception {
    String sent =
        sent(
            c -> {
              assertThatThrownBy(() -> MgHttp.requestf(c, "PUT", "/", "", "%d", "no number"))
                  .isInstanceOf(RuntimeException.class);
              MgHttp.request(c, "GET", "/", "", "");
            });
    assertThat(sent).isEqualTo("GET / HTTP/1.1\r\nHost: HOST\r\n\r\n");
  }

  @Test
  void chunks() throws Exception {
    String head = "PUT / HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\r\n";
    assertThat(
            sent(
                c -> {
                  MgHttp.requestChunked(c, "PUT", "/", "");
                  MgHttp.writeChunk(c, new byte[] {'h', 'i'});
                  MgHttp.printfChunk(c, "%s", "x".repeat(17));
                  MgHttp.writeChunk(c, MgStr.of("!"));
                  MgHttp.endRequest(c);
                  MgHttp.endRequest(c);
                  MgHttp.request(c, "GET", "/", "", "");
                }))
        .isEqualTo(
            head
                + "2\r\nhi\r\n11\r\n"
                + "x".repeat(17)
                + "\r\n1\r\n!\r\n0\r\n\r\nGET / HTTP/1.1\r\nHost: HOST\r\n\r\n");
    assertThat(
            sent(
                c -> {
                  MgHttp.requestChunked(c, "PUT", "/", "");
                  MgHttp.printfChunk(c, "");
                }))
        .isEqualTo(head + "0\r\n\r\n");
    refused(
        "Content-Length does not go with chunks",
        c -> MgHttp.requestChunked(c, "PUT", "/", "Content-Length: 2\r\n"));
    refused("requestChunked", c -> MgHttp.writeChunk(c, new byte[1]));
    assertThat(
            sent(
                c -> {
                  MgHttp.requestChunked(c, "PUT", "/", "");
                  assertThatThrownBy(() -> MgHttp.request(c, "GET", "/", "", ""))
                      .isInstanceOf(MgException.class)
                      .hasMessageContaining("endRequest");
                }))
        .isEqualTo(head);
  }

  @Test
  void callsOnTheWrongSide_throw() throws Exception {
    refused("does not speak HTTP as a server", c -> MgHttp.reply(c, 200, "", ""));
    refused("decided in EV_HDRS", MgHttp::stream);
    try (HttpRig server = new HttpRig(HttpRig.echo())) {
      assertThatThrownBy(() -> MgHttp.request(server.listener, "GET", "/", "", ""))
          .isInstanceOf(MgException.class)
          .hasMessageContaining("does not speak HTTP as a client");
      assertThat(MgHttp.isReusable(server.listener)).isFalse();
    }
  }

  @Test
  void datagrams_carryNoHttp() throws Exception {
    try (HttpRig rig = new HttpRig((c, ev, evData, fnData) -> {})) {
      String url = "udp://127.0.0.1:81";
      MgHandler none = (c, ev, evData, fnData) -> {};
      for (ThrowingCallable call :
          List.<ThrowingCallable>of(
              () -> MgHttp.listen(rig.mgr, url, none, null),
              () -> MgHttp.connect(rig.mgr, url, none, null),
              () -> MgHttp.connectVia(rig.mgr, url, "http://127.0.0.1", none, null))) {
        assertThatThrownBy(call)
            .isInstanceOf(MgException.class)
            .hasMessage(url + " is of datagrams, which carry no HTTP/1.1: write http://");
      }
    }
  }

  @Test
  void connect_refusesLimitsThatRecvCannotHold() throws Exception {
    MgOptions options = new MgOptions().maxRecvBytes(1_000_000);
    try (ClientRig rig = new ClientRig(options, (c, ev, evData, fnData) -> {})) {
      assertThatThrownBy(rig::client)
          .isInstanceOf(MgException.class)
          .hasMessageContaining("maxRecvBytes 1000000 does not hold");
    }
  }
}
