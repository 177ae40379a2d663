package dev.mg.http;

import java.util.ArrayList;
import java.util.List;

/** {@link Exchange}s about bodies: by length, in chunks, their trailers and limits. */
final class BodyCases {
  /** What the server of these cases takes. */
  static final int MAX_BODY_BYTES = 1_000;

  private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\n";
  private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";
  private static final String LAST = "0\r\n\r\n";
  private static final List<Exchange> ALL = new ArrayList<>();

  private BodyCases() {}

  static void addTo(List<Exchange> all) {
    all.addAll(ALL);
  }

  private static void length(String clause, String length, String body) {
    ALL.add(
        Exchange.kept(
            clause, POST + "Content-Length: " + length + "\r\n\r\n" + body, "200 POST:" + body));
  }

  /** In chunks: taken as {@code body}. */
  private static void chunks(String clause, String wire, String body) {
    ALL.add(Exchange.kept(clause, CHUNKED + wire, "200 POST:" + body));
  }

  private static void badChunks(String clause, int status, String wire) {
    ALL.add(Exchange.closed(clause, CHUNKED + wire, "" + status));
  }

  static {
    lengths();
    sizes();
    extensions();
    lineEnds();
    trailers();
    limits();
    incomplete();
  }

  private static void lengths() {
    length("6.3", "5", "hello");
    length("6.3", "05", "hello");
    length("6.3", "00000000000000000000000000000005", "hello");
    length("6.3", " \t5 \t", "hello");
    length("6.3", "4", "\r\n\r\n");
    length("6.3", "3", "\0\u00ff\n");
    String inner = "GET /inner HTTP/1.1\r\nHost: a\r\n\r\n";
    length("6.3", "" + inner.length(), inner);
    for (String method : List.of("GET", "DELETE", "OPTIONS", "TRACE", "PUT", "PATCH", "FOO")) {
      ALL.add(
          Exchange.kept(
              "9110-9.3",
              method
                  + " / HTTP/1.1\r\nHost: a\r\nContent-Length: "
                  + inner.length()
                  + "\r\n\r\n"
                  + inner,
              "200 " + method + ":" + inner));
    }
    ALL.add(
        Exchange.kept(
            "9110-9.3.2", "HEAD / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", "200"));
    ALL.add(Exchange.kept("6.3", POST + "\r\n", "200 POST:"));
    ALL.add(Exchange.kept("6.3", POST + "Content-Length: 0\r\n\r\n", "200 POST:"));
    ALL.add(
        Exchange.closed("6.3", "POST / HTTP/1.0\r\nContent-Length: 2\r\n\r\nhi", "200 POST:hi"));
    ALL.add(Exchange.closed("6.3", POST + "Content-Length: 2\r\n\r\nhi(", "200 POST:hi", "400"));
    ALL.add(Exchange.closed("6.3", POST + "\r\nhello\r\n", "200 POST:", "400"));
  }

  private static void sizes() {
    chunks("7.1", "5\r\nhello\r\n" + LAST, "hello");
    chunks("7.1", "1\r\nh\r\n4\r\nello\r\n" + LAST, "hello");
    chunks("7.1", LAST, "");
    chunks("7.1", "000\r\n\r\n", "");
    chunks("7.1", "0005\r\nhello\r\n" + LAST, "hello");
    chunks("7.1", "0".repeat(63) + "5\r\nhello\r\n" + LAST, "hello");
    chunks("7.1", "a\r\n0123456789\r\n" + LAST, "0123456789");
    chunks("7.1", "A\r\n0123456789\r\n" + LAST, "0123456789");
    chunks(
        "7.1",
        "0000A\r\n0123456789\r\n0F\r\nabcdefghijklmno\r\n" + LAST,
        "0123456789abcdefghijklmno");
    chunks("7.1", "2\r\n\r\n\r\n" + LAST, "\r\n");
    chunks("7.1", "5\r\n0\r\n\r\n\r\n" + LAST, "0\r\n\r\n");
    chunks("7.1", "1\r\nx\r\n".repeat(30) + LAST, "x".repeat(30));
    for (String bad :
        List.of(
            "",
            "x",
            "g",
            "-1",
            "-5",
            "+5",
            "0x5",
            "0X5",
            "x5",
            "#5",
            " 5",
            "\t5",
            "5 ",
            "5\t",
            "5,",
            "5,5",
            "5.",
            "5.0",
            "5_0",
            "5h",
            "5:",
            "\"5\"",
            "(5)",
            "5\0",
            "\0005",
            "5\u000b",
            "5\u007f",
            "5\u00a0",
            "\u00b5",
            "5 5",
            "0 ",
            "0x",
            "-0",
            "+0",
            "10000000000000000",
            "8000000000000000",
            "ffffffffffffffff",
            "fffffffffffffffff",
            "100000000000000005",
            "10000000000000005",
            "0".repeat(65) + "5")) {
      badChunks("7.1", 400, bad + "\r\nhello\r\n" + LAST);
    }
    for (String large :
        List.of("3e9", "7fffffff", "80000000", "ffffffff", "100000005", "7fffffffffffffff")) {
      badChunks("7.1", 413, large + "\r\nhello\r\n" + LAST);
    }
  }

  private static void extensions() {
    for (String ok :
        List.of(
            ";a",
            ";a=b",
            ";a=\"b\"",
            ";a=\"b;c\"",
            ";a=\"\\\"\"",
            ";a=\"\u00e9\t \"",
            ";a=\"\"",
            " ;a",
            "\t; a",
            "; a = b",
            ";a;b;c=d",
            ";a ;b",
            ";!#$%&'*+-.^_`|~=1",
            ";a=" + "b".repeat(4_000))) {
      chunks("7.1.1", "5" + ok + "\r\nhello\r\n" + LAST, "hello");
      chunks("7.1.1", "5\r\nhello\r\n0" + ok + "\r\n\r\n", "hello");
    }
    for (String bad :
        List.of(
            ";",
            ";;",
            ";a;",
            ";a;;b",
            "; ",
            ";=",
            ";=b",
            ";a=",
            ";a= ",
            ";a=b c",
            ";a b",
            ";a=\"b",
            ";a=b\"",
            ";a=\"b\"c",
            ";a=\"b\\",
            ";a==b",
            ";a\0",
            ";\0a",
            ";a=\u0001",
            ";a=\"\0\"",
            ";a=\"\\\0\"",
            ";a\u000bb",
            ";a\u007f",
            ";\u00e9",
            ";a=\u00e9",
            ";a(b)",
            ";a=b,c",
            " a",
            " ;",
            "a;b;c=d e",
            ";a=" + "b".repeat(5_000),
            ";a".repeat(3_000),
            ";a=\"" + "b".repeat(70_000) + "\"")) {
      badChunks("7.1.1", 400, "5" + bad + "\r\nhello\r\n" + LAST);
      badChunks("7.1.1", 400, "5\r\nhello\r\n0" + bad + "\r\n\r\n");
    }
    String many = ("1;" + "a".repeat(1_000) + "\r\nx\r\n").repeat(20);
    badChunks("7.1.1", 400, many + LAST);
  }

  private static void lineEnds() {
    for (String bad :
        List.of(
            "5\nhello\r\n",
            "5\rhello\r\n",
            "5\r\rhello\r\n",
            "5\r\r\nhello\r\n",
            "5\n\rhello\r\n",
            "5;a\nhello\r\n",
            "5;a\rhello\r\n",
            "5;a\r\r\nhello\r\n",
            "5;\nhello\r\n",
            "5;\rhello\r\n",
            "5;a=\"\r\nhello\"\r\n",
            "5;a=\"\n\"\r\nhello\r\n",
            "5\r\nhello\n",
            "5\r\nhello\r0\r\n",
            "5\r\nhello\r\r\n",
            "5\r\nhello\n\r",
            "5\r\nhello",
            "5\r\nhelloX\r\n",
            "5\r\nhelloXX",
            "5\r\nhello \r\n",
            "5\r\nhell\r\n",
            "5\r\nhello\r\n\r\n",
            "5\r\nhello\r\n\n",
            "\r\n5\r\nhello\r\n",
            "\n5\r\nhello\r\n")) {
      badChunks("7.1", 400, bad + LAST);
    }
    for (String bad :
        List.of("0\n\n", "0\r\n\n", "0\n\r\n", "0\r\r\n", "0\r\n\rX", "0\r\r", "0\r\n\r\r")) {
      badChunks("7.1", 400, "5\r\nhello\r\n" + bad);
    }
  }

  private static void trailers() {
    for (String ok :
        List.of(
            "X: y\r\n",
            "X:\r\nY: z\r\n",
            "X: \t y \t\r\n",
            "Host: evil\r\n",
            "Content-Length: 100\r\n",
            "Transfer-Encoding: gzip\r\n",
            "Connection: close\r\n",
            "Expect: x\r\n",
            "Host: a\r\nHost: b\r\n",
            "X: y\r\n".repeat(100))) {
      chunks("7.1.2", "5\r\nhello\r\n0\r\n" + ok + "\r\n", "hello");
    }
    for (String bad :
        List.of(
            "X\r\n",
            "X : y\r\n",
            "X\t: y\r\n",
            ": y\r\n",
            " X: y\r\n",
            "X: y\r\n z\r\n",
            "X: y\n",
            "X: y\rZ: z\r\n",
            "X: \0\r\n",
            "X: \u0001\r\n",
            "X\0: y\r\n",
            "X\u00e9: y\r\n",
            "GET / HTTP/1.1\r\n",
            "X y: z\r\n",
            "\n")) {
      badChunks("7.1.2", 400, "5\r\nhello\r\n0\r\n" + bad + "\r\n");
    }
    badChunks("9110-5.4", 431, "0\r\n" + "X: y\r\n".repeat(101) + "\r\n");
    badChunks("9110-5.4", 431, "0\r\nX: " + "y".repeat(70_000) + "\r\n\r\n");
  }

  private static void limits() {
    String most = "x".repeat(MAX_BODY_BYTES);
    length("9110-15.5.14", "" + MAX_BODY_BYTES, most);
    chunks("9110-15.5.14", "3e8\r\n" + most + "\r\n" + LAST, most);
    chunks("9110-15.5.14", ("1f4\r\n" + "x".repeat(500) + "\r\n").repeat(2) + LAST, most);
    ALL.add(
        Exchange.closed("9110-15.5.14", POST + "Content-Length: 1001\r\n\r\n" + most + "x", "413"));
    ALL.add(
        Exchange.closed(
            "9110-15.5.14",
            POST + "Expect: 100-continue\r\nContent-Length: 1001\r\n\r\n" + most + "x",
            "413"));
    badChunks("9110-15.5.14", 413, "3e8\r\n" + most + "\r\n1\r\nx\r\n" + LAST);
    badChunks("9110-15.5.14", 413, "1\r\nx\r\n".repeat(1_001) + LAST);
    ALL.add(
        Exchange.closed(
            "9110-15.5.14", POST + "Content-Length: 100000\r\n\r\n" + "x".repeat(100_000), "413"));
  }

  private static void incomplete() {
    for (String part :
        List.of(
            POST + "Content-Length: 5\r\n\r\nhell",
            POST + "Content-Length: 5\r\n\r\n",
            CHUNKED,
            CHUNKED + "5",
            CHUNKED + "5\r\nhello\r\n",
            CHUNKED + "5\r\nhello\r\n0",
            CHUNKED + "5\r\nhello\r\n0\r\n",
            CHUNKED + "5\r\nhello\r\n0\r\nX: y\r\n",
            CHUNKED + "5;a=\"")) {
      ALL.add(Exchange.ended("8", part));
    }
    ALL.add(Exchange.ended("8", POST + "Content-Length: 5\r\n\r\nhello", "200 POST:hello"));
    ALL.add(Exchange.ended("8", CHUNKED + "5\r\nhello\r\n" + LAST, "200 POST:hello"));
  }
}
