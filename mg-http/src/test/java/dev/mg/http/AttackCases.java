package dev.mg.http;

import java.util.ArrayList;
import java.util.List;

/**
 * {@link Exchange}s as published attacks send them: two readers of one message that see two
 * different ends of it. None may be answered more than once.
 */
final class AttackCases {
  private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\n";
  private static final String INNER = "GET /inner HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final List<Exchange> ALL = new ArrayList<>();

  private AttackCases() {}

  static void addTo(List<Exchange> all) {
    all.addAll(ALL);
  }

  private static void refused(String kind, int status, String wire) {
    ALL.add(Exchange.closed(kind, wire, "" + status));
  }

  static {
    lengthAndCoding();
    hiddenCoding();
    hiddenLength();
    lengths();
    chunkEnds();
    targets();
    hosts();
    others();
  }

  private static void lengthAndCoding() {
    String length = "Content-Length: 6\r\n";
    String coding = "Transfer-Encoding: chunked\r\n";
    refused("CL.TE", 400, POST + length + coding + "\r\n0\r\n\r\nG");
    refused("CL.TE", 400, POST + length + coding + "\r\n0\r\n\r\n" + INNER);
    refused("TE.CL", 400, POST + coding + length + "\r\n1\r\nA\r\n0\r\n\r\n");
    refused(
        "TE.CL", 400, POST + coding + "Content-Length: 4\r\n\r\n20\r\n" + INNER + "\r\n0\r\n\r\n");
    refused("CL.TE", 400, POST + length + "X: y\r\n" + coding + "\r\n0\r\n\r\n");
    refused("CL.TE", 400, POST + "Content-Length: 0\r\n" + coding + "\r\n0\r\n\r\n" + INNER);
    refused(
        "CL.TE", 400, POST + "content-length: 5\r\ntransfer-encoding: CHUNKED\r\n\r\n0\r\n\r\n");
    refused("CL.TE", 400, POST + "Content-Length: x\r\n" + coding + "\r\n0\r\n\r\n");
    refused("TE.TE", 400, POST + coding + coding + "\r\n0\r\n\r\n" + INNER);
    for (String second : List.of("x", "identity", "cow", "gzip", "", "chunked-false", "Chunked")) {
      refused("TE.TE", 400, POST + coding + "Transfer-encoding: " + second + "\r\n\r\n0\r\n\r\n");
    }
  }

  /** Transfer-Encoding as one reader sees it and another does not. */
  private static void hiddenCoding() {
    for (String line :
        List.of(
            "Transfer-Encoding : chunked",
            "Transfer-Encoding\t: chunked",
            "Transfer-Encoding\u000b: chunked",
            "Transfer-Encoding\0: chunked",
            " Transfer-Encoding: chunked",
            "\tTransfer-Encoding: chunked",
            "\u000bTransfer-Encoding: chunked",
            "\0Transfer-Encoding: chunked",
            "Transfer\u00adEncoding: chunked",
            "Transfer Encoding: chunked",
            "Transfer-Encoding:\r\n chunked",
            "Transfer-Encoding:\r\n\tchunked",
            "Transfer-Encoding\r\n : chunked",
            "Transfer-Encoding: chun\r\n ked",
            "X: y\r\n Transfer-Encoding: chunked",
            "X: y\nTransfer-Encoding: chunked",
            "X: y\rTransfer-Encoding: chunked",
            "X: y\r\r\nTransfer-Encoding: chunked",
            "X: y\n\rTransfer-Encoding: chunked",
            "X: y\0\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: chunked\n",
            "Transfer-Encoding: chunked\r",
            "Transfer-Encoding: chunked\0",
            "Transfer-Encoding: chunked\u000b",
            "Transfer-Encoding: chunked\u000c",
            "Transfer-Encoding: \u000bchunked",
            "Transfer-Encoding: \u000cchunked",
            "Transfer-Encoding: \u00a0chunked",
            "Transfer-Encoding: chunked\u0085",
            "Transfer-Encoding: \u0001chunked",
            "Transfer-Encoding: \u007fchunked",
            "Transfer-Encoding: \"chunked\"",
            "Transfer-Encoding: 'chunked'",
            "Transfer-Encoding: [chunked]",
            "Transfer-Encoding: chunked;",
            "Transfer-Encoding: chunked; q=1",
            "Transfer-Encoding: chunked ,",
            "Transfer-Encoding: ,chunked",
            "Transfer-Encoding: chunked, ",
            "Transfer-Encoding: chunked,chunked",
            "Transfer-Encoding: chunked chunked",
            "Transfer-Encoding: x chunked",
            "Transfer-Encoding: chunked identity",
            "Transfer-Encoding: chunked, identity",
            "Transfer-Encoding: identity",
            "Transfer-Encoding: none",
            "Transfer-Encoding: chunk",
            "Transfer-Encoding: chunkedchunked",
            "Transfer-Encoding: c hunked",
            "Transfer-Encoding: \\chunked",
            "Transfer-Encoding; chunked",
            "Transfer-Encoding chunked",
            "Transfer-Encoding=chunked",
            "Transfer-Encoding",
            "Transfer-Encoding:",
            ":Transfer-Encoding: chunked")) {
      refused("TE hidden", 400, POST + line + "\r\n\r\n0\r\n\r\n");
      refused("TE hidden", 400, POST + "Content-Length: 5\r\n" + line + "\r\n\r\n0\r\n\r\n");
    }
    for (String line :
        List.of(
            "Transfer_Encoding: chunked",
            "TransferEncoding: chunked",
            "X-Transfer-Encoding: chunked",
            "Transfer-Encodin: chunked",
            "Transfer-Encoding-: chunked",
            "Transfer.Encoding: chunked")) {
      ALL.add(
          Exchange.kept(
              "TE look-alike",
              POST + line + "\r\nContent-Length: 5\r\n\r\nhello",
              "200 POST:hello"));
    }
  }

  private static void hiddenLength() {
    for (String line :
        List.of(
            "Content-Length : 5",
            "Content-Length\t: 5",
            " Content-Length: 5",
            "Content-Length\0: 5",
            "Content-Length:\r\n 5",
            "Content Length: 5",
            "X: y\nContent-Length: 5",
            "X: y\rContent-Length: 5",
            "Content-Length: 5\n",
            "Content-Length",
            "Content-Length=5",
            "\u00efContent-Length: 5")) {
      refused("CL hidden", 400, POST + line + "\r\n\r\nhello");
    }
    for (String line : List.of("Content_Length: 50", "ContentLength: 50", "X-Content-Length: 50")) {
      ALL.add(
          Exchange.kept(
              "CL look-alike",
              POST + line + "\r\nContent-Length: 5\r\n\r\nhello",
              "200 POST:hello"));
    }
  }

  private static void lengths() {
    for (String value :
        List.of(
            "+5",
            "-5",
            "0x5",
            "0o5",
            "0b1",
            "5a",
            "a5",
            "5.0",
            "5e0",
            "5,5",
            "5, 5",
            "5,6",
            ",5",
            "5,",
            "5;5",
            "5 5",
            "5\t5",
            "5\u000b",
            "5\0",
            "5\u00a0",
            "\u00a05",
            "5\u00b2",
            "\"5\"",
            "(5)",
            "1_0",
            "--5",
            "+-5",
            "NaN",
            "Infinity",
            "9223372036854775808",
            "18446744073709551621",
            "4294967301x",
            "340282366920938463463374607431768211461")) {
      refused("CL", 400, POST + "Content-Length: " + value + "\r\n\r\nhello");
    }
    refused("CL.CL", 400, POST + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello");
    refused("CL.CL", 400, POST + "Content-Length: 5\r\nContent-Length: 0\r\n\r\nhello");
    refused("CL.CL", 400, POST + "Content-Length: 0\r\nContent-Length: 5\r\n\r\nhello");
    refused("CL.CL", 400, POST + "Content-Length: 5\r\nX: y\r\nCONTENT-LENGTH: 05\r\n\r\nhello");
    refused("CL", 413, POST + "Content-Length: 4294967301\r\n\r\nhello");
    refused("CL", 413, POST + "Content-Length: 9223372036854775807\r\n\r\nhello");
    ALL.add(
        Exchange.kept(
            "CL.0",
            "GET /plaintext HTTP/1.1\r\nHost: a\r\nContent-Length: "
                + INNER.length()
                + "\r\n\r\n"
                + INNER,
            "200 GET:" + INNER));
  }

  /** Chunks that one reader ends at a line end and another does not. */
  private static void chunkEnds() {
    String head = POST + "Transfer-Encoding: chunked\r\n\r\n";
    for (String body :
        List.of(
            "5;\nxx\r\n4c\r\n0\r\n\r\n" + INNER,
            "2;\nxx\r\n0\r\n\r\n" + INNER,
            "2;a\nxx\r\n0\r\n\r\n" + INNER,
            "2\nxx\r\n0\r\n\r\n" + INNER,
            "2;\rxx\r\n0\r\n\r\n" + INNER,
            "2\r;a\r\nxx\r\n0\r\n\r\n",
            "2\r\nxx0\r\n\r\n" + INNER,
            "2\r\nxxAA0\r\n\r\n" + INNER,
            "2\r\nxx\n0\r\n\r\n" + INNER,
            "2\r\nxx\r0\r\n\r\n" + INNER,
            "2\r\nxx\n\n0\r\n\r\n" + INNER,
            "2;a=\"\r\nxx\r\n0\r\n\r\n" + INNER + "\"\r\n",
            "2;a=\"\\\r\nxx\r\n0\r\n\r\n",
            "0;\n\r\n" + INNER,
            "0\n\r\n" + INNER,
            "0\r\n\n" + INNER,
            "0\r\r\n\r\n" + INNER,
            "0_2\r\nxx\r\n0\r\n\r\n",
            "0x2\r\nxx\r\n0\r\n\r\n",
            "2 2\r\nxx\r\n0\r\n\r\n",
            "100000002\r\nxx\r\n0\r\n\r\n".replace("100000002", "10000000000000002"),
            "-1\r\nxx\r\n0\r\n\r\n",
            "2\r\nxx\r\n0\r\nX: y\nZ: z\r\n\r\n",
            "2\r\nxx\r\n0\r\nX: y\r\n\nGET / HTTP/1.1\r\n\r\n",
            "2\r\nxx\r\n0\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
            "2\r\nxx\r\n0\r\nX: y\r\n\rGET / HTTP/1.1\r\n\r\n")) {
      refused("chunk end", 400, head + body);
    }
    ALL.add(
        Exchange.kept(
            "trailer",
            head + "2\r\nxx\r\n0\r\nContent-Length: 50\r\nHost: b\r\nTransfer-Encoding: x\r\n\r\n",
            "200 POST:xx"));
  }

  private static void targets() {
    for (String target :
        List.of(
            "/ HTTP/1.1\r\nX: y",
            "/ HTTP/1.1\nX: y\r\nZ:",
            "/\tHTTP/1.1\t",
            "/\u0085",
            "/\u00a0HTTP/1.1",
            "/%0",
            "/%",
            "/a\\b",
            "\\",
            "/#",
            "a",
            "http:/a",
            "http:\\\\a\\b",
            "http://a@b/",
            "http://a:b/",
            "http://a:80:80/",
            "http://[a]/",
            "//\0",
            "@a",
            "?",
            ";a")) {
      String line = target.contains("HTTP/1.1\r") ? "GET  " + target : "GET " + target;
      refused("target", 400, line + " HTTP/1.1\r\nHost: a\r\n\r\n");
    }
    for (String target :
        List.of(
            "/%0d%0aX:%20y", "/%00", "/..%2f", "/../../etc", "//evil/", "/.", "/%c0%af", "/@a")) {
      ALL.add(
          Exchange.kept("target", "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n", "200 GET:"));
    }
  }

  private static void hosts() {
    for (String hosts :
        List.of(
            "Host: a\r\nHost: b",
            "Host: a\r\nHost: a",
            "Host: a\r\nhost: b",
            "Host: a, b",
            "Host: a,b",
            "Host: a b",
            "Host: a\tb",
            "Host: a\0b",
            "Host: a\r\n b",
            "Host : a",
            "Host\t: a",
            " Host: a",
            "Host: a\rHost: b",
            "Host: a\nHost: b",
            "Host: a@b",
            "Host: a/b",
            "Host: a?b",
            "Host: a#b",
            "Host: a\\b",
            "Host: a:b",
            "Host: a:80b",
            "Host: a:+80",
            "Host: a: 80",
            "Host: a :80",
            "Host: http://a",
            "Host: //a",
            "Host: \"a\"",
            "Host: <a>",
            "Host: a\u00e9",
            "Host: [::1",
            "Host: ::1",
            "Host: [::1]a",
            "Host: a%",
            "Host:",
            "X-Host: a")) {
      refused("host", 400, "GET / HTTP/1.1\r\n" + hosts + "\r\n\r\n");
      refused("host", 400, "GET http://a/ HTTP/1.1\r\n" + hosts + "\r\n\r\n");
    }
    ALL.add(Exchange.kept("3.2.2", "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n", "200 GET:"));
    ALL.add(
        Exchange.kept("3.2.2", "GET http://b:81/x?y HTTP/1.1\r\nHost: a:80\r\n\r\n", "200 GET:"));
  }

  private static void others() {
    refused("obs-fold", 400, "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n GET /x HTTP/1.1\r\n\r\n");
    refused("obs-fold", 400, "GET / HTTP/1.1\r\n\tX: y\r\nHost: a\r\n\r\n");
    refused("0.9", 400, "GET /\r\n");
    refused("0.9", 400, "GET / \r\n\r\n");
    refused("h2", 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0");
    refused("TLS", 400, "\u0016\u0003\u0001\2\0\1\0\1\u00fc\u0003\u0003" + "\0".repeat(40));
    refused("CONNECT", 501, "CONNECT b:443 HTTP/1.1\r\nHost: b:443\r\n\r\n" + INNER);
    refused("CONNECT", 501, "CONNECT b:443 HTTP/1.1\r\nHost: b\r\nContent-Length: 5\r\n\r\nhello");
    refused("PROXY", 400, "PROXY TCP4 1.2.3.4 1.2.3.4 1 2\r\n" + INNER);
    refused("Expect", 417, POST + "Expect: 100-continue, x\r\nContent-Length: 5\r\n\r\nhello");
    refused("version", 505, "GET / HTTP/2.0\r\nHost: a\r\n\r\n" + INNER);
    refused("version", 400, "GET / HTTP/1.1HTTP/1.1\r\nHost: a\r\n\r\n");
    refused("blanks", 400, " \r\n" + INNER);
    refused("blanks", 400, "\r\n\r\n\r\n" + INNER);
  }
}
