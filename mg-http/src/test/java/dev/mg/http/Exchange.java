package dev.mg.http;

import java.util.ArrayList;
import java.util.List;

/**
 * What a client sends on one connection, and the answers it gets: one of them {@code 400}, or
 * {@code 200 GET:body} from a server that gives method and body back.
 *
 * @param clause of RFC 9112 unless 9110 or 3986 stands before it, or the kind of attack
 * @param wire what is sent, one char a byte
 * @param ends whether the client then ends its side; otherwise it goes on with {@link #LAST}
 */
record Exchange(String clause, String wire, boolean ends, List<String> answers) {
  /** The request that shows whether the connection was kept, and closes it. */
  static final String LAST = "END / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

  static final String LAST_ANSWER = "200 END:";

  /** The connection is kept after these answers. */
  static Exchange kept(String clause, String wire, String... answers) {
    List<String> all = new ArrayList<>(List.of(answers));
    all.add(LAST_ANSWER);
    return new Exchange(clause, wire, false, all);
  }

  /** The connection ends after these answers, whatever else was sent. */
  static Exchange closed(String clause, String wire, String... answers) {
    return new Exchange(clause, wire, false, List.of(answers));
  }

  /** The client has ended its side, and gets these answers only. */
  static Exchange ended(String clause, String wire, String... answers) {
    return new Exchange(clause, wire, true, List.of(answers));
  }

  /** All there are. */
  static List<Exchange> all() {
    List<Exchange> all = new ArrayList<>();
    for (RequestCases.Case c : RequestCases.all()) {
      all.add(of(c));
    }
    BodyCases.addTo(all);
    PipelineCases.addTo(all);
    AttackCases.addTo(all);
    return all;
  }

  private static Exchange of(RequestCases.Case c) {
    if (c.status() != 200) {
      return closed(c.clause(), c.wire(), "" + c.status());
    }
    return c.closes() ? closed(c.clause(), c.wire(), "200") : kept(c.clause(), c.wire(), "200");
  }

  /**
   * Whether the client sends more behind a request that was taken and, by its own word, its last.
   */
  boolean goesOnAfterItsLast() {
    String last = answers.isEmpty() ? LAST_ANSWER : answers.get(answers.size() - 1);
    return !ends && last.compareTo("400") < 0 && !last.equals(LAST_ANSWER);
  }

  /** What is sent in all. */
  String sent() {
    return ends ? wire : wire + LAST;
  }

  @Override
  public String toString() {
    String shown = wire.length() > 160 ? wire.substring(0, 160) + "..." : wire;
    return clause + " " + RequestCases.escape(shown);
  }
}
