package dev.mg.bench;

import dev.mg.examples.cli.Args;
import dev.mg.examples.cli.CommandLine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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

  /** As "connection", for servers of which each connection wants another handshake. */
  static final String HANDSHAKE = "handshake";

  /** Requests that cost CPU in their handler. */
  static final String HASH = "hash";

  /** All there are. */
  static final List<String> ALL =
      Stream.concat(NAMES.stream(), Stream.of(ACTIVE, HANDSHAKE, HASH)).toList();

  private static final String HASH_PATH = "/sha256?kib=";
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

  /** {@link #HASH}, of so many KiB. */
  static Workload hash(int connections, int kib) {
    return new Workload(HASH, HASH_PATH + kib, connections, 1, 0, false, HashWork.hex(kib));
  }

  /** The options that {@link #of(Args)} reads. */
  static CommandLine options(CommandLine line) {
    return line.value("workload", "NAME", NAMES.get(0), "what to do")
        .value("connections", "N", "64", "how many")
        .value("hash-kib", "N", "1", "what is hashed");
  }

  /** The one that {@link #words} tell. */
  static Workload of(Args args) {
    String name = args.names("workload", ALL).get(0);
    int connections = args.number("connections", 1, 10_000);
    return name.equals(HASH)
        ? hash(connections, args.number("hash-kib", 1, HashWork.MOST_KIB))
        : of(name, connections);
  }

  /** It, as options. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("--workload", name, "--connections", "" + connections));
    if (name.equals(HASH)) {
      words.addAll(List.of("--hash-kib", path.substring(HASH_PATH.length())));
    }
    return words;
  }

  /** The same on others. */
  Workload withConnections(int many) {
    return new Workload(name, path, many, depth, bodyBytes, closing, answer);
  }

  /** The one of that name, which is one of {@link #ALL} but {@link #HASH}. */
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
