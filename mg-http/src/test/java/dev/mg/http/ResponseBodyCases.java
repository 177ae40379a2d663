package dev.mg.http;

import dev.mg.http.ResponseCases.Case;
import java.util.List;

/** The part of {@link ResponseCases} about where a body ends (RFC 9112 sections 6 and 7). */
final class ResponseBodyCases {
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";
  private static final String CUT = "ERROR response's body";

  private final List<Case> all;

  private ResponseBodyCases(List<Case> all) {
    this.all = all;
  }

  static void addTo(List<Case> all) {
    ResponseBodyCases cases = new ResponseBodyCases(all);
    cases.bodiless();
    cases.lengths();
    cases.codings();
    cases.untilClose();
    cases.chunks();
    cases.extensions();
    cases.trailers();
  }

  private void add(String clause, String verdict, String wire) {
    all.add(new Case(clause, "GET", verdict, wire));
  }

  private void head(String verdict, String wire) {
    all.add(new Case("6.3", "HEAD", verdict, wire));
  }

  private void bodiless() {
    head("200 0", OK + "\r\n");
    head("200 0", OK + "Content-Length: 1000\r\n\r\n");
    head("200 0", OK + "Content-Length: 9000000000\r\n\r\n");
    head("200 0", OK + "Transfer-Encoding: chunked\r\n\r\n");
    head("200 0", OK + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n");
    head("200 0", OK + "Content-Length: 5\r\n\r\nhello");
    head("404 0", "HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\n\r\n");
    head("200 0", "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\n");
    head("200 0", "HTTP/1.1 100 Continue\r\n\r\n" + OK + "Content-Length: 5\r\n\r\n");
    head("ERROR response's head", OK + "Content-Length: 5\r\n");
    add("6.3", "204 0", "HTTP/1.1 204 No Content\r\n\r\n");
    add("6.3", "204 0", "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n");
    add("6.3", "204 0", "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n");
    add("6.3", "304 0", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n");
    add("6.3", "304 0", "HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n");
    // These two have one, though it is not to be used.
    add("9110 15.3.6", "205 0", "HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n");
    add("9110 15.3.6", "205 2", "HTTP/1.1 205 Reset Content\r\nContent-Length: 2\r\n\r\nhi");
  }

  private void lengths() {
    String differ = "ERROR Content-Length must be one decimal number";
    add("6.2", "200 0", OK + "Content-Length: 0\r\n\r\n");
    add("6.2", "200 5", OK + "Content-Length: 5\r\n\r\nhello");
    add("6.2", "200 5", OK + "Content-Length: \t5 \t\r\n\r\nhello");
    add("6.2", "200 5", OK + "content-LENGTH:5\r\n\r\nhello");
    add("6.2", "200 5", OK + "Content-Length: 00000000000000000000000005\r\n\r\nhello");
    add("6.2", "200 70000", OK + "Content-Length: 70000\r\n\r\n" + "a".repeat(70_000));
    add("6.2", "404 5", "HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\n\r\nhello");
    add("6.2", "302 5", "HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 5\r\n\r\nhello");
    add("6.2", "500 5", "HTTP/1.1 500 No\r\nContent-Length: 5\r\n\r\nhello");
    add("6.2", "200 5", "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    add("6.2", "200 5", OK + "Connection: close\r\nContent-Length: 5\r\n\r\nhello");
    add("8", CUT, OK + "Content-Length: 5\r\n\r\nhell");
    add("8", CUT, OK + "Content-Length: 5\r\n\r\n");
    add("8", CUT, "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhell");
    add("8", CUT, OK + "Connection: close\r\nContent-Length: 5\r\n\r\nhell");
    // The same number more than once is that number; anything else is no number.
    add("6.3", "200 5", OK + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello");
    add("6.3", "200 5", OK + "Content-Length: 5, 5\r\n\r\nhello");
    add("6.3", "200 5", OK + "Content-Length: 5,5 ,\t05\r\n\r\nhello");
    add("6.3", differ, OK + "Content-Length: 5\r\nContent-Length: 4\r\n\r\nhello");
    add("6.3", differ, OK + "Content-Length: 4\r\nContent-Length: 5\r\n\r\nhello");
    add("6.3", differ, OK + "Content-Length: 5, 4\r\n\r\nhello");
    add("6.3", differ, OK + "Content-Length: 5\r\nContent-Length: x\r\n\r\nhello");
    for (String bad :
        new String[] {
          "",
          "-5",
          "+5",
          "5.0",
          "0x5",
          "5a",
          "a5",
          "5 5",
          "\"5\"",
          "5,",
          ",5",
          "5,,5",
          "5;5",
          "1e1",
          "\u0665",
          "9223372036854775808",
          "99999999999999999999999",
          "18446744073709551621"
        }) {
      add("6.3", differ, OK + "Content-Length: " + bad + "\r\n\r\nhello");
    }
    add("6.2", "200 1048576", OK + "Content-Length: 1048576\r\n\r\n" + "a".repeat(1 << 20));
    add("6.2", "ERROR too large", OK + "Content-Length: 1048577\r\n\r\n");
    add("6.2", "ERROR too large", OK + "Content-Length: 9223372036854775807\r\n\r\nhello");
  }

  private void codings() {
    String hello = "5\r\nhello\r\n0\r\n\r\n";
    String invalid = "ERROR transfer coding";
    add("6.1", "200 5", OK + "Transfer-Encoding: Chunked\r\n\r\n" + hello);
    add("6.1", "200 5", OK + "transfer-encoding:CHUNKED \r\n\r\n" + hello);
    add(
        "6.3",
        "ERROR together",
        OK + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + hello);
    add(
        "6.3",
        "ERROR together",
        OK + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n" + hello);
    add("6.3", "ERROR together", OK + "Content-Length: 5\r\nTransfer-Encoding: gzip\r\n\r\nhello");
    add("6.1", "ERROR HTTP/1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + hello);
    add("6.1", "ERROR HTTP/1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nhello");
    add("6.1", "200 5", "HTTP/1.2 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + hello);
    // Another coding was not asked for; where the body ends is clear all the same.
    add("6.3", "200 5", OK + "Transfer-Encoding: gzip, chunked\r\n\r\n" + hello);
    add(
        "6.3",
        "200 5",
        OK + "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n" + hello);
    add("6.3", "200 15", OK + "Transfer-Encoding: gzip\r\n\r\n" + hello);
    add("6.3", "200 15", OK + "Transfer-Encoding: chunked, gzip\r\n\r\n" + hello);
    add("6.3", "200 15", OK + "Transfer-Encoding: identity\r\n\r\n" + hello);
    add("6.3", "200 15", OK + "Transfer-Encoding: xchunked\r\n\r\n" + hello);
    add("7", invalid, OK + "Transfer-Encoding: chunked, chunked\r\n\r\n" + hello);
    add(
        "7",
        invalid,
        OK + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n" + hello);
    for (String bad :
        new String[] {
          "", ",chunked", "chunked,", "chunked;a=b", "\"chunked\"", "chunked foo", "ch unked"
        }) {
      add("6.1", invalid, OK + "Transfer-Encoding: " + bad + "\r\n\r\n" + hello);
    }
  }

  private void untilClose() {
    add("6.3", "200 0", OK + "\r\n");
    add("6.3", "200 5", OK + "\r\nhello");
    add("6.3", "200 70000", OK + "\r\n" + "a".repeat(70_000));
    add("6.3", "200 5", "HTTP/1.0 200 OK\r\n\r\nhello");
    add("6.3", "200 5", "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\nhello");
    add("6.3", "200 5", OK + "Connection: close\r\n\r\nhello");
    add("6.3", "200 43", OK + "\r\nhello" + OK + "Content-Length: 0\r\n\r\n");
    add("6.3", "404 5", "HTTP/1.1 404 Not Found\r\n\r\nhello");
    add("6.3", "200 1048576", OK + "\r\n" + "a".repeat(1 << 20));
    add("6.3", "ERROR too large", OK + "\r\n" + "a".repeat((1 << 20) + 1));
  }

  private void chunk(String verdict, String body) {
    add("7.1", verdict, CHUNKED + body);
  }

  private void chunks() {
    String size = "ERROR its size in hexadecimal";
    chunk("200 0", "0\r\n\r\n");
    chunk("200 5", "5\r\nhello\r\n0\r\n\r\n");
    chunk("200 11", "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n");
    chunk("200 10", "A\r\n0123456789\r\n0\r\n\r\n");
    chunk("200 10", "a\r\n0123456789\r\n00\r\n\r\n");
    chunk("200 5", "0005\r\nhello\r\n000\r\n\r\n");
    chunk("200 7", "7\r\n\r\n0\r\n\r\n\r\n0\r\n\r\n");
    chunk("200 1000", "1\r\na\r\n".repeat(1_000) + "0\r\n\r\n");
    chunk("200 70000", "11170\r\n" + "a".repeat(70_000) + "\r\n0\r\n\r\n");
    chunk(CUT, "");
    chunk(CUT, "5");
    chunk(CUT, "5\r\n");
    chunk(CUT, "5\r\nhell");
    chunk(CUT, "5\r\nhello");
    chunk(CUT, "5\r\nhello\r\n");
    chunk(CUT, "5\r\nhello\r\n0");
    chunk(CUT, "5\r\nhello\r\n0\r\n");
    chunk(CUT, "5\r\nhello\r\n0\r\n\r");
    chunk(size, "\r\nhello\r\n0\r\n\r\n");
    chunk(size, "x\r\nhello\r\n0\r\n\r\n");
    chunk(size, "-5\r\nhello\r\n0\r\n\r\n");
    chunk(size, "+5\r\nhello\r\n0\r\n\r\n");
    chunk(size, " 5\r\nhello\r\n0\r\n\r\n");
    chunk(size, "5g\r\nhello\r\n0\r\n\r\n");
    chunk(size, "0x5\r\nhello\r\n0\r\n\r\n");
    chunk(size, "5,\r\nhello\r\n0\r\n\r\n");
    chunk(size, "10000000000000005\r\nhello\r\n0\r\n\r\n");
    chunk(size, "ffffffffffffffffffff\r\nhello\r\n0\r\n\r\n");
    chunk("ERROR too large", "7fffffff\r\nhello\r\n0\r\n\r\n");
    chunk("ERROR too large", "100001\r\nhello\r\n0\r\n\r\n");
    chunk("ERROR LF alone", "5\nhello\r\n0\r\n\r\n");
    chunk("ERROR followed by CRLF", "5\r\nhello\n0\r\n\r\n");
    chunk("ERROR followed by CRLF", "5\r\nhello0\r\n\r\n");
    chunk("ERROR followed by CRLF", "4\r\nhello\r\n0\r\n\r\n");
    chunk("ERROR followed by CRLF", "5\r\nhello\r0\r\n\r\n");
    chunk("ERROR followed by CRLF", "6\r\nhello\r\n0\r\n\r\n");
    chunk("ERROR CR must be", "5\r\rhello\r\n0\r\n\r\n");
    chunk("ERROR LF alone", "5\r\nhello\r\n0\n\r\n");
  }

  private void extensions() {
    String bad = "ERROR extension";
    String rest = "\r\nhello\r\n0\r\n\r\n";
    add("7.1.1", "200 5", CHUNKED + "5;a" + rest);
    add("7.1.1", "200 5", CHUNKED + "5;a=b;c=\"d;\\\"\r\"".replace("\r", "") + rest);
    add("7.1.1", "200 5", CHUNKED + "5 ; a = b" + rest);
    add("7.1.1", "200 5", CHUNKED + "5\r\nhello\r\n0;last\r\n\r\n");
    add("7.1.1", bad, CHUNKED + "5;" + rest);
    add("7.1.1", bad, CHUNKED + "5;a=" + rest);
    add("7.1.1", bad, CHUNKED + "5;a=\"b" + rest);
    add("7.1.1", bad, CHUNKED + "5;a\0" + rest);
    add("7.1.1", "ERROR LF alone", CHUNKED + "5;a\nhello\r\n0\r\n\r\n");
    add("7.1.1", bad, CHUNKED + "5;" + "a".repeat(5_000) + rest);
    add("7.1.1", bad, CHUNKED + "5;" + "a".repeat(5_000));
    add("7.1.1", bad, CHUNKED + ("1;" + "a".repeat(4_000) + "\r\nx\r\n").repeat(20) + "0\r\n\r\n");
  }

  private void trailer(String verdict, String trailers) {
    add("7.1.2", verdict, CHUNKED + "5\r\nhello\r\n0\r\n" + trailers);
  }

  private void trailers() {
    trailer("200 5", "A: b\r\n\r\n");
    trailer("200 5", "A: b\r\nC:\r\nA: d\r\n\r\n");
    trailer("200 5", "A: b\r\n c\r\n\r\n");
    trailer("200 5", "Content-Length: 9\r\nTransfer-Encoding: x\r\n\r\n");
    trailer(CUT, "A: b\r\n");
    trailer(CUT, "A: b");
    trailer("ERROR field name", "A : b\r\n\r\n");
    trailer("ERROR field name", "hello\r\n\r\n");
    trailer("ERROR white space", " A: b\r\n\r\n");
    trailer("ERROR LF alone", "A: b\n\r\n");
    trailer("ERROR control characters", "A: \0\r\n\r\n");
    trailer("ERROR too many fields", "A: b\r\n".repeat(101) + "\r\n");
    trailer("ERROR too large", "A: " + "b".repeat(70_000) + "\r\n\r\n");
    trailer("ERROR too large", "A: " + "b".repeat(70_000));
  }
}
