package dev.mg.http;

import java.util.ArrayList;
import java.util.List;

/**
 * Requests with the status each gets, by the clause that says so; 200 = taken. Here those about
 * lines, targets and versions.
 */
final class RequestCases {
  /**
   * One request.
   *
   * @param clause of RFC 9112 unless 9110 or 3986 stands before it
   * @param wire what is sent, one char a byte
   */
  record Case(String clause, int status, String wire) {
    /** Whether the connection ends although the request was taken. */
    boolean closes() {
      return wire.contains(" HTTP/1.0\r\n") || wire.contains("Connection: close");
    }

    @Override
    public String toString() {
      String shown = wire.length() > 90 ? wire.substring(0, 90) + "..." : wire;
      return clause + " " + status + " " + escape(shown);
    }
  }

  private static final List<Case> ALL = new ArrayList<>();

  private RequestCases() {}

  static List<Case> all() {
    return ALL;
  }

  static String escape(String s) {
    StringBuilder out = new StringBuilder();
    for (char ch : s.toCharArray()) {
      out.append(
          switch (ch) {
            case '\r' -> "\\r";
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            default -> ch < ' ' || ch > '~' ? String.format("\\x%02x", (int) ch) : "" + ch;
          });
    }
    return out.toString();
  }

  private static void add(String clause, int status, String wire) {
    ALL.add(new Case(clause, status, wire));
  }

  /** A request line and Host. */
  private static void line(String clause, int status, String line) {
    add(clause, status, line + "\r\nHost: a\r\n\r\n");
  }

  static {
    lineEnds();
    requestLine();
    targets();
    versions();
    FieldCases.addTo(ALL);
  }

  private static void lineEnds() {
    String host = "Host: a\r\n\r\n";
    add("2.2", 200, "\r\nGET / HTTP/1.1\r\n" + host);
    add("2.2", 400, "\r\n\r\nGET / HTTP/1.1\r\n" + host);
    add("2.2", 400, "\nGET / HTTP/1.1\r\n" + host);
    add("2.2", 400, "\r\rGET / HTTP/1.1\r\n" + host);
    add("2.2", 400, "\rGET / HTTP/1.1\r\n" + host);
    add("2.2", 400, " \r\nGET / HTTP/1.1\r\n" + host);
    add("2.2", 400, "GET / HTTP/1.1\n" + host);
    add("2.2", 400, "GET / HTTP/1.1\nHost: a\n\n");
    add("2.2", 400, "GET / HTTP/1.1\r\nHost: a\n\r\n");
    add("2.2", 400, "GET / HTTP/1.1\r\nHost: a\r\n\n");
    add("2.2", 400, "GET / HTTP/1.1\rHost: a\r\n\r\n");
    add("2.2", 400, "GET / HTTP/1.1\r\nHost: a\r\r\n");
    add("2.2", 400, "GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n");
    add("2.2", 400, "GET / HTTP/1.1\r\nHost: a\r\n\rX: b\r\n\r\n");
    add("2.2", 400, "GET / HTTP/1.1\r\nHost: a\r\n\rA");
    add("2.2", 400, "GET / HTTP/1.1\r\r\n" + host);
    add("2.2", 400, "GET /\r/ HTTP/1.1\r\n" + host);
    add("2.2", 400, "GET / HTTP/1.1\r\n Host: a\r\n\r\n");
    add("2.2", 400, "GET / HTTP/1.1\r\n\tHost: a\r\n\r\n");
    add("2.2", 400, "GET / HTTP/1.1\r\n \r\nHost: a\r\n\r\n");
  }

  private static void requestLine() {
    for (String method : List.of("GET", "get", "M-SEARCH", "X!#$%&'*+-.^_`|~9", "A", "PROPFIND")) {
      line("3.1", 200, method + " / HTTP/1.1");
    }
    for (String method :
        List.of(
            "",
            "G(T",
            "GET\t",
            "G\0T",
            "G\u007fT",
            "G/T",
            "G\u00e9T",
            "\"GET\"",
            "GET:",
            "[",
            "{}")) {
      line("3.1", 400, method + " / HTTP/1.1");
    }
    line("3", 400, "GET  / HTTP/1.1");
    line("3", 400, "GET /  HTTP/1.1");
    line("3", 400, "GET / HTTP/1.1 ");
    line("3", 400, " GET / HTTP/1.1");
    line("3", 400, "GET\t/\tHTTP/1.1");
    line("3", 400, "GET /\tHTTP/1.1");
    line("3", 400, "GET /a b HTTP/1.1");
    line("3", 400, "GET /");
    line("3", 400, "GET / ");
    line("3", 400, "GET");
    line("3", 400, "GET HTTP/1.1");
    line("3", 400, "GET / HTTP/1.1 x");
    line("3", 400, "/ HTTP/1.1");
    add("3", 400, "\0\1\2\3\4\5");
    add("3", 400, "\u0016\3\1\2\0\1\0\1\u00fc\3\3");
  }

  private static void targets() {
    for (String ok :
        List.of(
            "/",
            "//",
            "//b/c",
            "/?",
            "/?a=b?c",
            "/a%20b",
            "/%00",
            "/%7E%7e?%c3%BC",
            "/a;b=c",
            "/./..//...",
            "/[a]|b",
            "/?/?[a]={b|c}^`\\",
            "/:@!$&'()*+,=~-._",
            "/?:@!$&'()*+,;=~-._/")) {
      line("3.2.1", 200, "GET " + ok + " HTTP/1.1");
    }
    for (String bad :
        List.of("/\u00e9", "/\0", "/\u007f", "/\u0001", "/a#b", "/#", "/\u0080", "/\u000b")) {
      line("3986-3", 400, "GET " + bad + " HTTP/1.1");
    }
    for (char bad : "\"<>\\^`{}".toCharArray()) {
      line("3986-3.3", 400, "GET /a" + bad + "b HTTP/1.1");
      line("3986-3.3", 400, "GET http://b/a" + bad + "b HTTP/1.1");
    }
    for (String bad : List.of("/?a\"b", "/?<", "/?>", "/?a#b", "/?\u00e9", "/?a?\0")) {
      line("3986-3.4", 400, "GET " + bad + " HTTP/1.1");
    }
    for (String bad :
        List.of(
            "/%",
            "/%4",
            "/%zz",
            "/%4g",
            "/%g4",
            "/%%20",
            "/a%2/b",
            "/?%",
            "/?a=%4",
            "/?%zz",
            "/%-1",
            "/%u0041",
            "/%?41",
            "http://b/%",
            "http://b/?%z1",
            "http://b/a%2")) {
      line("3986-2.1", 400, "GET " + bad + " HTTP/1.1");
    }
    for (String ok :
        List.of(
            "http://b/",
            "http://b",
            "http://b?q",
            "http://b:8/x?y",
            "HTTP://B/",
            "http://b/?[a]={b}",
            "http://[::1]:80/x",
            "http://b:/")) {
      line("3.2.2", 200, "GET " + ok + " HTTP/1.1");
    }
    for (String bad :
        List.of(
            "http:///x",
            "http://",
            "http:/b",
            "http:b",
            "ftp://b/",
            "ws://b/",
            "http://u@b/",
            "http://u:p@b/",
            "http://b:x/",
            "http://b:65536/",
            "http://[::1/",
            "http://[g]/",
            "://b/",
            "http://b/#f",
            "http://b,c/",
            "https://u@b/",
            "http://b c/",
            "http://b[/",
            "http://[::1]]/",
            "http://b\\@c/",
            "file:///etc",
            "javascript:alert",
            "HTTP//b/",
            "http://%/",
            "http://b?q#f",
            "http://?q")) {
      line("3.2.2", 400, "GET " + bad + " HTTP/1.1");
    }
    for (String secure : List.of("https://b/", "HTTPS://b:443/x?y", "https://b")) {
      line("9110-7.4", 421, "GET " + secure + " HTTP/1.1");
    }
    for (String ok : List.of("b:80", "b.c:443", "[::1]:80", "127.0.0.1:1")) {
      line("3.2.3", 501, "CONNECT " + ok + " HTTP/1.1");
    }
    for (String bad :
        List.of("b", "/", "b:", ":80", "b:x", "http://b/", "*", "b:80/", "u@b:80", "b:80:80")) {
      line("3.2.3", 400, "CONNECT " + bad + " HTTP/1.1");
    }
    line("3.2.3", 400, "GET b:80 HTTP/1.1");
    line("3.2.3", 400, "OPTIONS b HTTP/1.1");
    line("3.2.4", 200, "OPTIONS * HTTP/1.1");
    line("3.2.4", 200, "OPTIONS http://b HTTP/1.1");
    line("3.2.4", 400, "GET * HTTP/1.1");
    line("3.2.4", 400, "options * HTTP/1.1");
    line("3.2.4", 400, "OPTIONS ** HTTP/1.1");
    line("3.2.4", 400, "OPTIONS *? HTTP/1.1");
    line("3.2", 400, "GET a/b HTTP/1.1");
    line("3.2", 400, "GET ?q HTTP/1.1");
  }

  private static void versions() {
    line("2.3", 200, "GET / HTTP/1.0");
    line("2.3", 200, "GET / HTTP/1.2");
    line("2.3", 200, "GET / HTTP/1.9");
    for (String major : List.of("HTTP/2.0", "HTTP/0.9", "HTTP/9.9", "HTTP/3.1", "HTTP/2.1")) {
      line("9110-15.6.6", 505, "GET / " + major);
    }
    for (String bad :
        List.of(
            "http/1.1",
            "HTTP/1",
            "HTTP/1.",
            "HTTP/1.10",
            "HTTP/01.1",
            "HTTP/1.x",
            "HTTP/x.1",
            "HTTP1.1",
            "HTTP /1.1",
            "HTTP/ 1.1",
            "HTTP/1,1",
            "HTP/1.1",
            "HTTPS/1.1",
            "HTTP/1.1a",
            "FTP/1.1",
            "HTTP/-1.1",
            "Http/1.1",
            "HTTP/+1.1")) {
      line("2.3", 400, "GET / " + bad);
    }
    add("2.3", 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    add("2.3", 200, "GET / HTTP/1.0\r\n\r\n");
  }
}
