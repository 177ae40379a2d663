package dev.mg.http;

import java.util.ArrayList;
import java.util.List;

/**
 * Responses with what a client makes of each, by the clause that says so: the status and the bytes
 * of the body, or what its ERROR says. Here those about lines, fields and what comes before and
 * after; {@link ResponseBodyCases} has the framing.
 */
final class ResponseCases {
  /**
   * One response; the server ends its side after it.
   *
   * @param clause of RFC 9112 unless 9110 stands before it
   * @param method that was asked
   * @param verdict {@code 200 5}, or {@code ERROR} and a part of its text
   * @param wire what is sent, one char a byte
   */
  record Case(String clause, String method, String verdict, String wire) {
    @Override
    public String toString() {
      String shown = wire.length() > 90 ? wire.substring(0, 90) + "..." : wire;
      return clause + " " + method + " " + verdict + " " + RequestCases.escape(shown);
    }

    boolean isError() {
      return verdict.startsWith("ERROR");
    }

    boolean isMet(String got) {
      return isError()
          ? got.startsWith("ERROR") && got.contains(verdict.substring(6))
          : got.equals(verdict);
    }
  }

  private static final List<Case> ALL = new ArrayList<>();

  private ResponseCases() {}

  static List<Case> all() {
    return ALL;
  }

  static {
    statusLine();
    lineEnds();
    fields();
    folded();
    interim();
    behind();
    limits();
    ResponseBodyCases.addTo(ALL);
  }

  private static void add(String clause, String verdict, String wire) {
    ALL.add(new Case(clause, "GET", verdict, wire));
  }

  /** A status line before two bytes of body. */
  private static void line(String clause, String verdict, String line) {
    add(clause, verdict, line + "\r\nContent-Length: 2\r\n\r\nhi");
  }

  /** A field line in an answer of two bytes. */
  private static void field(String clause, String verdict, String line) {
    add(clause, verdict, "HTTP/1.1 200 OK\r\n" + line + "\r\nContent-Length: 2\r\n\r\nhi");
  }

  private static void statusLine() {
    String bad = "ERROR status line";
    line("4", "200 2", "HTTP/1.1 200 OK");
    line("4", "200 2", "HTTP/1.1 200 ");
    line("4", "200 2", "HTTP/1.1 200");
    line("4", "200 2", "HTTP/1.1 200 All is  well, \u00e9\t!");
    line("4", "404 2", "HTTP/1.1 404 Not Found");
    line("9110 15", "299 2", "HTTP/1.1 299 Unknown");
    line("9110 15", "599 2", "HTTP/1.1 599 Unknown");
    line("9110 15", "600 2", "HTTP/1.1 600 Past the last class");
    line("9110 15", "999 2", "HTTP/1.1 999 Past the last class");
    line("2.3", "200 2", "HTTP/1.0 200 OK");
    line("2.3", "200 2", "HTTP/1.2 200 OK");
    line("2.3", "200 2", "HTTP/1.9 200 OK");
    line("2.3", bad, "HTTP/2.0 200 OK");
    line("2.3", bad, "HTTP/0.9 200 OK");
    line("2.3", bad, "HTTP/1.10 200 OK");
    line("2.3", bad, "HTTP/1 200 OK");
    line("2.3", bad, "HTTP/11 200 OK");
    line("2.3", bad, "HTTP/1,1 200 OK");
    line("2.3", bad, "http/1.1 200 OK");
    line("2.3", bad, "Http/1.1 200 OK");
    line("2.3", bad, "HTTPS/1.1 200 OK");
    line("2.3", bad, "ICY 200 OK");
    line("2.3", bad, "RTSP/1.0 200 OK");
    line("4", bad, "HTTP/1.1  200 OK");
    line("4", bad, "HTTP/1.1\t200 OK");
    line("4", bad, " HTTP/1.1 200 OK");
    line("4", bad, "HTTP/1.1 20 OK");
    line("4", bad, "HTTP/1.1 2000 OK");
    line("4", bad, "HTTP/1.1 2x0 OK");
    line("4", bad, "HTTP/1.1 -20 OK");
    line("4", bad, "HTTP/1.1 OK");
    line("4", bad, "HTTP/1.1 200\tOK");
    line("4", bad, "HTTP/1.1 200OK");
    line("4", bad, "HTTP/1.1 200 O\0K");
    line("4", bad, "HTTP/1.1 200 O\u007fK");
    line("4", bad, "200 OK");
    line("4", bad, "GET / HTTP/1.1");
    add("4", bad, "<html>hello</html>");
    add("4", bad, "\0\0\0\0");
    add("4", "ERROR before it answered", "");
    add("8", "ERROR response's head", "H");
    add("8", "ERROR response's head", "HTTP/1.1 200 OK");
    add("8", "ERROR response's head", "HTTP/1.1 200 OK\r\n");
    add("8", "ERROR response's head", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n");
    add("8", "ERROR response's head", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r");
  }

  private static void lineEnds() {
    String hi = "Content-Length: 2\r\n\r\nhi";
    // An empty line may come before a request (section 2.2), not before a response.
    add("2.2", "ERROR status line", "\r\nHTTP/1.1 200 OK\r\n" + hi);
    add("2.2", "ERROR status line", "\nHTTP/1.1 200 OK\r\n" + hi);
    add("2.2", "ERROR not in LF alone", "HTTP/1.1 200 OK\n" + hi);
    add("2.2", "ERROR not in LF alone", "HTTP/1.1 200 OK\r\nContent-Length: 2\n\r\nhi");
    add("2.2", "ERROR not in LF alone", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\nhi");
    add("2.2", "ERROR not in LF alone", "HTTP/1.1 200 OK\nContent-Length: 2\n\nhi");
    add("2.2", "ERROR CR must be", "HTTP/1.1 200 O\rK\r\n" + hi);
    add("2.2", "ERROR CR must be", "HTTP/1.1 200 OK\r\r\n" + hi);
    add("2.2", "ERROR CR must be", "HTTP/1.1 200 OK\r\nA: b\rc\r\n" + hi);
    add("2.2", "ERROR CR must be", "HTTP/1.1 200 OK\r\nA: b\r\r\n" + hi);
    add("2.2", "ERROR CR must be", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\rhi");
    add("2.2", "ERROR start with white space", "HTTP/1.1 200 OK\r\n A: b\r\n" + hi);
    add("2.2", "ERROR start with white space", "HTTP/1.1 200 OK\r\n\tA: b\r\n" + hi);
  }

  private static void fields() {
    field("5", "200 2", "A:");
    field("5", "200 2", "A:b");
    field("5", "200 2", "A: \t b c \t ");
    field("5", "200 2", "!#$%&'*+-.^_`|~09azAZ: b");
    field("5", "200 2", "A: \u0080\u00ff\"\\;,");
    field("5", "200 2", "A: b\r\nA: c\r\na: d");
    field("5.1", "ERROR field name", "A : b");
    field("5.1", "ERROR field name", "A\t: b");
    field("5.1", "ERROR field name", "Content-Length : 2");
    field("5.1", "ERROR field name", ": b");
    field("5.1", "ERROR field name", "A b: c");
    field("5.1", "ERROR field name", "A");
    field("5.1", "ERROR field name", "A(b): c");
    field("5.1", "ERROR field name", "\u00e9: c");
    field("5.1", "ERROR field name", "A\0: c");
    field("5.5", "ERROR control characters", "A: b\0c");
    field("5.5", "ERROR control characters", "A: \u0001");
    field("5.5", "ERROR control characters", "A: b\u007f");
    field("5.5", "ERROR control characters", "A: b\u000b");
    field("5.5", "ERROR control characters", "A: \u001b[31m");
  }

  private static void folded() {
    // A user agent must replace the fold by spaces (section 5.2): then the value counts.
    field("5.2", "200 2", "A: b\r\n c");
    field("5.2", "200 2", "A: b\r\n\tc\r\n \t d");
    field("5.2", "200 2", "A:\r\n b");
    field("5.2", "200 2", "A: b\r\n ");
    add("5.2", "200 2", "HTTP/1.1 200 OK\r\nContent-Length:\r\n 2\r\n\r\nhi");
    add("5.2", "ERROR decimal number", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n 0\r\n\r\nhi");
    add(
        "5.2",
        "200 2",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding:\r\n\tchunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n");
    field("5.2", "ERROR control characters", "A: b\r\n c\0");
    field("5.2", "ERROR field name", "A: b\r\n c\r\n d\r\n: e");
  }

  private static void interim() {
    String ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
    String goOn = "HTTP/1.1 100 Continue\r\n\r\n";
    add("9110 15.2", "200 2", goOn + ok);
    add("9110 15.2", "200 2", goOn + goOn + goOn + ok);
    add("9110 15.2", "200 2", goOn.repeat(200) + ok);
    add("9110 15.2", "200 2", "HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n" + ok);
    add("9110 15.2", "200 2", "HTTP/1.1 102 Processing\r\n\r\n" + goOn + ok);
    add("9110 15.2", "200 2", "HTTP/1.1 199 Whatever\r\n\r\n" + ok);
    add("9110 15.2", "200 2", "HTTP/1.0 100 Continue\r\n\r\n" + ok);
    // 1xx has no body, whatever its fields say (section 6.3).
    add("6.3", "200 2", "HTTP/1.1 100 Continue\r\nContent-Length: 5\r\n\r\n" + ok);
    add("6.3", "200 2", "HTTP/1.1 103 A\r\nTransfer-Encoding: chunked\r\n\r\n" + ok);
    add("6.3", "ERROR status line", "HTTP/1.1 100 A\r\nContent-Length: 5\r\n\r\nhello" + ok);
    add("9110 15.2", "ERROR before it answered", goOn);
    add("9110 15.2", "ERROR response's head", goOn + "HTTP/1.1 200 OK\r\n");
    add("9110 15.2", "ERROR too many interim", goOn.repeat(2_700) + ok);
    add("9110 15.2", "ERROR LF alone", "HTTP/1.1 100 Continue\n\n" + ok);
    add("9110 15.2.2", "ERROR 101", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n");
    add("9110 15.2.2", "ERROR 101", "HTTP/1.1 101 Switching Protocols\r\n\r\n" + ok);
  }

  private static void behind() {
    String ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
    // What nobody asked for is not a response (section 9.2).
    add("9.2", "200 2", ok + ok);
    add("9.2", "200 2", ok + "\r\n");
    add("9.2", "200 2", ok + "xyz");
    add("9.2", "200 2", ok + "HTTP/1.1 ");
    add("9.2", "200 2", ok + "\0".repeat(5_000));
    add("9.2", "204 0", "HTTP/1.1 204 No Content\r\n\r\n" + ok);
    add("9.2", "204 0", "HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nhi");
    add("9.2", "304 0", "HTTP/1.1 304 Not Modified\r\n\r\nhi");
    add(
        "9.2",
        "200 2",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\nhi");
  }

  private static void limits() {
    String ok = "HTTP/1.1 200 OK\r\n";
    String end = "Content-Length: 2\r\n\r\nhi";
    add("3", "200 2", "HTTP/1.1 200 " + "a".repeat(8_000) + "\r\n" + end);
    add("3", "ERROR too long", "HTTP/1.1 200 " + "a".repeat(17_000) + "\r\n" + end);
    add("3", "ERROR too long", "HTTP/1.1 200 " + "a".repeat(17_000));
    add("9110 5.4", "200 2", ok + "A: " + "b".repeat(60_000) + "\r\n" + end);
    add("9110 5.4", "ERROR too large", ok + "A: " + "b".repeat(66_000) + "\r\n" + end);
    add("9110 5.4", "ERROR too large", ok + "A".repeat(66_000) + ": b\r\n" + end);
    add("9110 5.4", "ERROR too large", ok + "A: b\r\n" + " c\r\n".repeat(20_000) + end);
    add("9110 5.4", "200 2", ok + "A: b\r\n".repeat(99) + end);
    add("9110 5.4", "ERROR too many fields", ok + "A: b\r\n".repeat(100) + end);
    add("9110 5.4", "ERROR too many fields", ok + "A: b\r\n".repeat(200));
  }
}
