package dev.mg.bench;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A load of requests that are all the same.
 *
 * @param connections open all the time
 * @param depth requests in one write, each connection's next write following when all are answered
 * @param bodyBytes 0: GET; else POST with a body of so many bytes, which comes back
 * @param closing whether each request asks for the end of its connection, and has one of its own
 * @param answer the body of each answer, which is not empty
 */
record Workload(
    String name,
    String path,
    int connections,
    int depth,
    int bodyBytes,
    boolean closing,
    String answer) {
  /** What {@link #of} knows, in the order of the reports. */
  static final List<String> NAMES = List.of("keep-alive", "pipelined", "post-16k", "connection");

  /** As "keep-alive", beside connections that say nothing. */
  static final String ACTIVE = "active";

  /** Those that our own client puts on. */
  static final List<String> PLAIN = Stream.concat(NAMES.stream(), Stream.of(ACTIVE)).toList();

  /** As "connection", for servers of which each connection wants another handshake. */
  static final String HANDSHAKE = "handshake";

  private static final String HASH = "hash";
  private static final String HELLO = "Hello, World!";
  private static final int PIPELINED = 16;
  private static final int POSTED_BYTES = 16 * 1024;

  /** Answered by the body of its request, or a greeting. */
  Workload(String name, String path, int connections, int depth, int bodyBytes, boolean closing) {
    this(
        name,
        path,
        connections,
        depth,
        bodyBytes,
        closing,
        bodyBytes == 0 ? HELLO : body(bodyBytes));
  }

  /** Requests that cost CPU in their handler. */
  static Workload hash(int connections, int kib) {
    String path = "/sha256?kib=" + kib;
    return new Workload(HASH, path, connections, 1, 0, false, HashWork.hex(kib));
  }

  /** The one of that name, which is one of {@link #PLAIN} or {@link #HANDSHAKE}. */
  static Workload of(String name, int connections) {
    return switch (name) {
      case "pipelined" -> new Workload(name, "/plaintext", connections, PIPELINED, 0, false);
      case "post-16k" -> new Workload(name, "/echo", connections, 1, POSTED_BYTES, false);
      case "connection", HANDSHAKE -> new Workload(name, "/plaintext", connections, 1, 0, true);
      default -> new Workload(name, "/plaintext", connections, 1, 0, false);
    };
  }

  /** Requests after which a JVM has compiled what one needs; the slow ones take their time. */
  int warmRequests() {
    return switch (name) {
      case HANDSHAKE -> 5_000;
      case HASH -> 3_000;
      default -> closing ? 50_000 : 200_000;
    };
  }

  /** What the report calls it. */
  String title() {
    return name
        + ": "
        + (bodyBytes == 0 ? "GET " + path : "POST " + path + " of " + bodyBytes + " bytes")
        + ", "
        + connections
        + " connections"
        + (depth == 1 ? "" : ", " + depth + " requests pipelined")
        + (closing ? ", each for one request" : "");
  }

  /** One request. */
  String request(String host) {
    return (bodyBytes == 0 ? "GET " : "POST ")
        + path
        + " HTTP/1.1\r\nHost: "
        + host
        + (closing ? "\r\nConnection: close" : "")
        + (bodyBytes == 0 ? "" : "\r\nContent-Length: " + bodyBytes)
        + "\r\n\r\n"
        + (bodyBytes == 0 ? "" : body(bodyBytes));
  }

  private static String body(int bytes) {
    return "x".repeat(bytes - 1) + "\n";
  }

  /** What a client looks for that is answered by nothing else. */
  ExpectedAnswer expected() {
    return new ExpectedAnswer(answer.getBytes(StandardCharsets.US_ASCII), closing);
  }

  /** Whether that is all of a right answer to one request. */
  boolean isAnsweredBy(String response) {
    return response.startsWith("HTTP/1.1 200 ")
        && response.endsWith("\r\n\r\n" + answer)
        && closing == response.toLowerCase(Locale.ROOT).contains("\r\nconnection: close\r\n");
  }

  /** The end of a right answer. */
  char last() {
    return answer.charAt(answer.length() - 1);
  }

  /** A script that makes wrk send this to {@code host}; "" when there is no need. */
  String lua(String host) {
    return depth == 1 && bodyBytes == 0 && !closing
        ? ""
        : """
          local batch = string.rep("%s", %d)
          request = function() return batch end
          """
            .formatted(request(host).replace("\r", "\\r").replace("\n", "\\n"), depth);
  }
}
