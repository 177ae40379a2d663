package dev.mg.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The part of {@link RequestCases} that is about fields: their syntax, framing and limits. */
final class FieldCases {
  private static final List<RequestCases.Case> ALL = new ArrayList<>();

  private FieldCases() {}

  static void addTo(List<RequestCases.Case> all) {
    all.addAll(ALL);
  }

  private static void add(String clause, int status, String wire) {
    ALL.add(new RequestCases.Case(clause, status, wire));
  }

  /** GET with Host and more field lines. */
  private static void field(String clause, int status, String... lines) {
    add(clause, status, "GET / HTTP/1.1\r\nHost: a\r\n" + String.join("\r\n", lines) + "\r\n\r\n");
  }

  /** GET with these field lines alone. */
  private static void only(String clause, int status, String... lines) {
    add(clause, status, "GET / HTTP/1.1\r\n" + String.join("\r\n", lines) + "\r\n\r\n");
  }

  static {
    fieldSyntax();
    hosts();
    lengths();
    codings();
    connection();
    limits();
  }

  private static void fieldSyntax() {
    field("5.1", 200, "X: y");
    field("5.1", 200, "X:y");
    field("5.1", 200, "X:");
    field("5.1", 200, "X: ");
    field("5.1", 200, "X: \t y \t ");
    field("5.1", 200, "X: a:b : c");
    field("9110-5.1", 200, "X!#$%&'*+-.^_`|~9: y");
    field("9110-5.5", 200, "X: \u0080\u00e9\u00ff");
    field("9110-5.5", 200, "X: a\tb");
    field("9110-5.5", 200, "X: \"a\\\"b\" (c) {d} [e] @");
    field("9110-5.3", 200, "X: 1", "X: 2", "x: 3");
    field("5.1", 400, "X : y");
    field("5.1", 400, "X\t: y");
    field("5.1", 400, "X y: z");
    field("5.1", 400, ": y");
    field("5.1", 400, ":");
    field("5.1", 400, " : y");
    field("5.1", 400, "X");
    field("5.1", 400, "X y");
    field("9110-5.1", 400, "X\u00e9: y");
    field("9110-5.1", 400, "X(y): z");
    field("9110-5.1", 400, "X\0: z");
    field("9110-5.1", 400, "X\u007f: z");
    field("9110-5.1", 400, "X/y: z");
    field("9110-5.1", 400, "X=y");
    field("9110-5.1", 400, "\"X\": y");
    for (int control = 0; control < 32; control++) {
      if (control != '\t' && control != '\r' && control != '\n') {
        field("9110-5.5", 400, "X: a" + (char) control + "b");
      }
    }
    field("9110-5.5", 400, "X: \u007f");
    field("9110-5.5", 400, "X: a\0");
    field("9110-5.5", 400, "X: 0123456789abcdef\0" + "0123456789");
    field("5.2", 400, "X: y", " z");
    field("5.2", 400, "X: y", "\tz");
    field("5.2", 400, "X: y", " ");
    field("5.2", 400, "X:", " y");
  }

  private static void hosts() {
    for (String ok :
        List.of(
            "a",
            "a.b",
            "a:80",
            "a:",
            "A-1_2~",
            "127.0.0.1",
            "127.0.0.1:8000",
            "[::1]",
            "[::1]:80",
            "[1:2:3:4:5:6:7:8]",
            "[::ffff:1.2.3.4]",
            "[fe80::1]:65535",
            "[::]",
            "[1::]",
            "[1:2:3:4:5:6:7::]",
            "%61",
            "a!$&'()*+;=",
            "a:0",
            "xn--a",
            "[1:2:3:4:5:6:1.2.3.4]")) {
      only("3.2", 200, "Host: " + ok);
    }
    for (String bad :
        List.of(
            "",
            "a b",
            "a/",
            "a/b",
            "a?b",
            "a#b",
            "u@a",
            "http://a",
            "a:b",
            "a:80:80",
            "a:-1",
            "a:65536",
            "a:99999999999",
            ":80",
            "[",
            "[]",
            "[::1",
            "::1",
            "[::1]x",
            "[1]",
            "[:1]",
            "[1:]",
            "[1::2::3]",
            "[12345::]",
            "[g::]",
            "[1:2:3:4:5:6:7:8:9]",
            "[::1.2.3]",
            "[::256.1.1.1]",
            "[1.2.3.4]",
            "[1:2:3:4:5:6:7:1.2.3.4]",
            "%",
            "%6",
            "%zz",
            "a\\b",
            "a\"b",
            "a, b",
            "a,b",
            "a:80,b",
            ",",
            "\u00e9",
            "a\tb",
            "[::1%25eth0]",
            "<a>",
            "[:::]",
            "[1:::2]",
            "[1:2:3:4:5:6:7]",
            "[::1.2.3.4:5]",
            "a|b",
            "a^b")) {
      only("3.2", 400, "Host: " + bad);
    }
    only("3.2", 400, "X: y");
    only("3.2", 400, "Host: a", "Host: a");
    only("3.2", 400, "Host: a", "host: b");
    only("3.2", 400, "Host: a", "X: y", "HOST: a");
    only("3.2", 400, "Hosts: a");
    only("3.2", 200, "hOsT: a");
    add("3.2", 400, "GET http://a/ HTTP/1.1\r\n\r\n");
    add("3.2", 400, "GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n");
    add("3.2", 400, "GET / HTTP/1.0\r\nHost: a b\r\n\r\n");
    add("3.2", 200, "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n");
    add("3.2", 400, "GET http://b/ HTTP/1.1\r\nHost: a/\r\n\r\n");
  }

  private static void lengths() {
    for (String ok : List.of("0", "00", "000", "0 ", "\t0")) {
      field("6.3", 200, "Content-Length: " + ok);
    }
    field("9110-8.6", 400, "Content-Length: 0", "Content-Length: 0");
    field("6.3", 200, "content-length:0");
    for (String bad :
        List.of(
            "",
            "x",
            "-1",
            "+1",
            "-0",
            "+0",
            "1 1",
            "0x1",
            "0x",
            "1,1",
            "0, 0",
            "0,0",
            "1.0",
            "1e1",
            "1_0",
            "\u0661",
            "0;",
            "\"0\"",
            "9223372036854775808",
            "18446744073709551616",
            "99999999999999999999999",
            "0\u000b",
            "\u00b2")) {
      field("6.3", 400, "Content-Length: " + bad);
    }
    field("6.3", 400, "Content-Length: 0", "Content-Length: 1");
    field("6.3", 400, "Content-Length: 1", "Content-Length: 0");
    field("6.3", 400, "Content-Length: 0", "X: y", "content-LENGTH: x");
    field("6.3", 400, "Content-Length: 0", "Content-Length:");
    field("6.3", 400, "Content-Length : 0");
    field("6.3", 413, "Content-Length: 9223372036854775807");
    field("6.3", 413, "Content-Length: 4294967296");
  }

  private static void codings() {
    String end = "\r\n\r\n0\r\n\r\n";
    String post = "POST / HTTP/1.1\r\nHost: a\r\n";
    for (String ok : List.of("chunked", "Chunked", "CHUNKED", "\t chunked \t")) {
      add("7", 200, post + "Transfer-Encoding: " + ok + end);
    }
    add("7", 200, post + "tRANSFER-eNCODING:chunked" + end);
    for (String bad :
        List.of(
            "",
            ",",
            "chunked,",
            ",chunked",
            ", chunked",
            "chunked, chunked",
            "chunked,,chunked",
            "chunked, gzip",
            "chunked, identity",
            "gzip",
            "deflate",
            "x-gzip",
            "chunked;a=b",
            "chunked; a",
            "chunked chunked",
            "\"chunked\"",
            "chunked\u000b",
            "gzip deflate",
            "chun ked",
            "gzip;q=1",
            "(chunked)",
            "chunked, x",
            "compress",
            "x",
            "xchunked",
            "identity",
            "chunke",
            "chunkedx",
            "br",
            "gzip, x")) {
      add("6.1", 400, post + "Transfer-Encoding: " + bad + end);
    }
    for (String unknown :
        List.of("gzip, chunked", "x, chunked", "gzip, deflate, chunked", "identity,chunked")) {
      add("6.1", 501, post + "Transfer-Encoding: " + unknown + end);
    }
    add("6.1", 400, post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked" + end);
    add("6.1", 400, post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity" + end);
    add("6.1", 400, post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: " + end);
    add("6.1", 501, post + "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked" + end);
    add("6.1", 501, post + "Transfer-Encoding: gzip\r\nX: y\r\nTransfer-Encoding: chunked" + end);
    add("6.1", 400, post + "Transfer-Encoding : chunked" + end);
    add("6.1", 400, post + "Transfer-Encoding:\r\n chunked" + end);
    add("6.3", 400, post + "Content-Length: 5\r\nTransfer-Encoding: chunked" + end);
    add("6.3", 400, post + "Transfer-Encoding: chunked\r\nContent-Length: 5" + end);
    add("6.3", 400, post + "Transfer-Encoding: chunked\r\nContent-Length: 0" + end);
    add("6.3", 400, post + "Transfer-Encoding: x\r\nContent-Length: 5" + end);
    add("6.1", 400, "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked" + end);
    add("6.1", 400, "POST / HTTP/1.0\r\nTransfer-Encoding: x" + end);
  }

  private static void connection() {
    field("9.6", 200, "Connection: close");
    field("9.6", 200, "Connection: keep-alive, Upgrade");
    field("9.6", 200, "Connection:");
    field("9110-10.1.1", 200, "Expect: 100-continue");
    field("9110-10.1.1", 200, "expect:100-CONTINUE");
    field("9110-10.1.1", 200, "Expect:");
    field("9110-10.1.1", 200, "Expect:", "Expect: 100-continue");
    field("9110-10.1.1", 417, "Expect: x", "Expect: 100-continue");
    field("9110-10.1.1", 417, "Expect: 100-continue", "Expect: x");
    field("9110-10.1.1", 417, "Expect: 100-continue, x");
    field("9110-10.1.1", 417, "Expect: 200-ok");
    field("9110-10.1.1", 417, "Expect: 100-continuex");
    field("9110-10.1.1", 417, "Expect: 100");
    add("9110-10.1.1", 200, "GET / HTTP/1.0\r\nExpect: x\r\n\r\n");
    add("9110-10.1.1", 200, "GET / HTTP/1.0\r\nExpect: 100-continue\r\n\r\n");
  }

  private static void limits() {
    String host = " HTTP/1.1\r\nHost: a\r\n\r\n";
    add("3", 200, "GET /" + "a".repeat(8_000) + host);
    add("3", 200, "GET /" + "a".repeat(16_384 - 14) + host);
    add("3", 414, "GET /" + "a".repeat(16_384 - 13) + host);
    add("3", 414, "GET /" + "a".repeat(20_000) + host);
    add("3", 414, "GET http://" + "a".repeat(20_000) + host);
    add("3", 501, "G".repeat(20_000) + " /" + host);
    field("9110-5.4", 200, "X: " + "a".repeat(60_000));
    field("9110-5.4", 200, "X" + "a".repeat(60_000) + ":");
    field("9110-5.4", 431, "X: " + "a".repeat(70_000));
    field("9110-5.4", 431, "X" + "a".repeat(70_000) + ":");
    field("9110-5.4", 200, Collections.nCopies(99, "X: y").toArray(new String[0]));
    field("9110-5.4", 431, Collections.nCopies(100, "X: y").toArray(new String[0]));
    // GET / HTTP/1.1, Host and the ends of lines take 16, 9, 5 and 2 of the bytes.
    field("9110-5.4", 200, "X: " + "a".repeat(65_536 - 32));
    field("9110-5.4", 431, "X: " + "a".repeat(65_536 - 31));
  }
}
