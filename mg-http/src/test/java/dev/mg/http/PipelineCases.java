package dev.mg.http;

import java.util.ArrayList;
import java.util.List;

/** {@link Exchange}s about several requests on a connection, and about when it ends. */
final class PipelineCases {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String HEAD = "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello";
  private static final String PUT =
      "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n";
  private static final String OLD = "GET / HTTP/1.0\r\n";
  private static final List<Exchange> ALL = new ArrayList<>();

  private PipelineCases() {}

  static void addTo(List<Exchange> all) {
    all.addAll(ALL);
  }

  private static void kept(String clause, String wire, String... answers) {
    ALL.add(Exchange.kept(clause, wire, answers));
  }

  private static void closed(String clause, String wire, String... answers) {
    ALL.add(Exchange.closed(clause, wire, answers));
  }

  private static String get(String fields) {
    return "GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n\r\n";
  }

  static {
    order();
    closing();
    old();
    expectations();
    afterRefusal();
    ends();
  }

  private static void order() {
    kept("9.3.2", GET + GET, "200 GET:", "200 GET:");
    kept("9.3.2", GET + POST + PUT + HEAD, "200 GET:", "200 POST:hello", "200 PUT:hi", "200");
    kept("9.3.2", HEAD + HEAD + GET, "200", "200", "200 GET:");
    kept("9.3.2", PUT + PUT, "200 PUT:hi", "200 PUT:hi");
    kept("9.3.2", "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n" + POST, "200 GET:", "200 POST:hello");
    kept("9.3.2", "POST /slow" + POST.substring(6) + GET, "200 POST:hello", "200 GET:");
    kept("9.3.2", GET.repeat(40), repeat(40, "200 GET:"));
    kept("2.2", POST + "\r\n" + GET, "200 POST:hello", "200 GET:");
    kept("2.2", PUT + "\r\n" + GET, "200 PUT:hi", "200 GET:");
    kept("2.2", GET + "\r\n" + GET + "\r\n", "200 GET:", "200 GET:");
    closed("2.2", POST + "\r\n\r\n" + GET, "200 POST:hello", "400");
    closed("2.2", POST + "\n" + GET, "200 POST:hello", "400");
    closed("2.2", POST + " " + GET, "200 POST:hello", "400");
    kept("9110-15.3.5", "GET /204 HTTP/1.1\r\nHost: a\r\n\r\n" + GET, "204", "200 GET:");
    kept("9110-15.4.5", "GET /304 HTTP/1.1\r\nHost: a\r\n\r\n" + GET, "304", "200 GET:");
    kept("3.2.4", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "200 OPTIONS:");
    kept("9110-7.8", get("Upgrade: h2c\r\nConnection: Upgrade"), "200 GET:");
    kept("9110-7.8", get("Upgrade: foo/1, bar\r\nConnection: upgrade"), "200 GET:");
    kept("9110-10.1.4", get("TE: gzip, trailers;q=0.5\r\nConnection: TE"), "200 GET:");
    kept("7.1.2", get("Trailer: X, Host"), "200 GET:");
    kept("9110-8.4", get("Content-Encoding: gzip"), "200 GET:");
  }

  private static String[] repeat(int n, String answer) {
    String[] all = new String[n];
    java.util.Arrays.fill(all, answer);
    return all;
  }

  private static void closing() {
    for (String close :
        List.of(
            "close",
            "Close",
            "CLOSE",
            "close,",
            ",close",
            " , close , ",
            "keep-alive, close",
            "close, keep-alive",
            "x,close,y",
            "x\r\nConnection: close",
            "close\r\nConnection: x",
            "close\r\nConnection: keep-alive",
            "close, Host",
            "close\tx")) {
      closed("9.6", get("Connection: " + close) + GET, "200 GET:");
    }
    for (String stays :
        List.of("", "x", "closed", "clos", "x-close", "close-x", "keep-alive", "Host", "upgrade")) {
      kept("9.6", get("Connection: " + stays), "200 GET:");
    }
    kept("9.3", get("Proxy-Connection: close"), "200 GET:");
    kept("9.3", get("Keep-Alive: timeout=0, max=0"), "200 GET:");
    closed("9.6", POST.replace("Host", "Connection: close\r\nHost") + GET, "200 POST:hello");
    closed("9.6", PUT.replace("Host", "Connection: close\r\nHost") + GET, "200 PUT:hi");
    closed("9.6", GET + get("Connection: close") + GET, "200 GET:", "200 GET:");
    closed("9.6", HEAD.replace("Host", "Connection: close\r\nHost") + GET, "200");
    closed("9.6", get("Connection: close") + "garbage\0\r\n\r\n", "200 GET:");
  }

  private static void old() {
    closed("9.3", OLD + "\r\n" + GET, "200 GET:");
    closed("9.3", OLD + "Connection: close\r\n\r\n" + GET, "200 GET:");
    closed("9.3", OLD + "Connection: x\r\n\r\n" + GET, "200 GET:");
    closed("9.3", OLD + "Connection: keep-alive, close\r\n\r\n" + GET, "200 GET:");
    closed("9.3", OLD + "Proxy-Connection: keep-alive\r\n\r\n" + GET, "200 GET:");
    closed("9.3", OLD + "Keep-Alive: timeout=5\r\n\r\n" + GET, "200 GET:");
    for (String stays : List.of("keep-alive", "Keep-Alive", "KEEP-ALIVE", "x, keep-alive")) {
      kept("9.3", OLD + "Connection: " + stays + "\r\n\r\n", "200 GET:");
    }
    kept("9.3", OLD + "Connection: keep-alive\r\n\r\n" + GET, "200 GET:", "200 GET:");
    closed("9.3", GET + OLD + "\r\n" + GET, "200 GET:", "200 GET:");
    kept("3.2", OLD + "Host: a\r\nConnection: keep-alive\r\n\r\n", "200 GET:");
    kept(
        "6.3",
        "POST / HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nhi",
        "200 POST:hi");
    closed("6.1", OLD + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400");
    closed(
        "6.1",
        OLD + "Connection: keep-alive\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        "400");
    closed("9110-7.8", OLD + "Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n", "200 GET:");
  }

  private static void expectations() {
    String expects = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n";
    kept("9110-10.1.1", expects + "Content-Length: 2\r\n\r\nhi", "200 POST:hi");
    kept("9110-10.1.1", expects + "\r\n", "200 POST:");
    kept("9110-10.1.1", expects + "Content-Length: 0\r\n\r\n", "200 POST:");
    kept(
        "9110-10.1.1",
        expects + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
        "200 POST:hi");
    kept("9110-10.1.1", get("Expect: 100-continue"), "200 GET:");
    kept("9110-10.1.1", get("Expect: 100-Continue"), "200 GET:");
    kept("9110-10.1.1", get("Expect:"), "200 GET:");
    closed("9110-10.1.1", get("Expect: 100-continue;a=b"), "417");
    closed("9110-10.1.1", get("Expect: \"100-continue\""), "417");
    closed("9110-10.1.1", expects.replace("100", "200") + "Content-Length: 2\r\n\r\nhi", "417");
    closed(
        "9110-10.1.1",
        "POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nhi",
        "200 POST:hi");
  }

  private static void afterRefusal() {
    for (String bad :
        List.of(
            "BAD\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\nHost: a\n\n",
            "GET / HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\n",
            "\0\0\0\0",
            "hello\r\n",
            "\u00ff\u00fe",
            "{\"a\":1}")) {
      closed("2.2", GET + bad + GET, "200 GET:", "400");
      closed("2.2", POST + bad + GET, "200 POST:hello", "400");
      closed("2.2", "GET /slow" + GET.substring(5) + bad + GET, "200 GET:", "400");
    }
    closed("2.3", GET + "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + GET, "200 GET:", "505");
    closed("3", GET + "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\n" + GET, "200 GET:", "414");
    closed("6.1", GET + POST.replace("Host", "Transfer-Encoding: x\r\nHost"), "200 GET:", "400");
  }

  private static void ends() {
    ALL.add(Exchange.ended("9.6", GET, "200 GET:"));
    ALL.add(Exchange.ended("9.6", GET + GET + POST, "200 GET:", "200 GET:", "200 POST:hello"));
    ALL.add(Exchange.ended("9.6", "GET /slow" + GET.substring(5) + GET, "200 GET:", "200 GET:"));
    ALL.add(Exchange.ended("9.6", "BAD\r\n\r\n", "400"));
    for (String part :
        List.of(
            "",
            "\r",
            "\r\n",
            "G",
            "GET / HTTP/1.1",
            "GET / HTTP/1.1\r",
            "GET / HTTP/1.1\r\n",
            "GET / HTTP/1.1\r\nHost: a",
            "GET / HTTP/1.1\r\nHost: a\r\n\r")) {
      ALL.add(Exchange.ended("8", part));
      ALL.add(Exchange.ended("8", GET + part, "200 GET:"));
    }
  }
}
