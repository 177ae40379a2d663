package dev.mg.http;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Why our server takes what another parser refuses, or cuts bytes differently. */
enum Explanation {
  /** RFC 9110 section 2.5: a higher minor version is read as the highest one known. */
  JETTY_MINOR_VERSION("jetty", taken("^[^\r]* HTTP/1\\.[2-9]\r\n")),

  /** RFC 3986 section 3.2.3: a port is any number of digits, none and 0 among them. */
  JETTY_PORT("jetty", taken("\r\nHost:[ \t]*[^\r]*:0*[ \t]*\r\n")),

  /** RFC 9112 section 7.1: a chunk's size is any number of digits. */
  JETTY_ZEROS("jetty", d -> d.kind() == Difference.Kind.TAKEN_EARLY && hasLongSize(d)),

  /** RFC 9110 section 5.6.4: a quoted string may hold obs-text and tabs. */
  NETTY_QUOTED("netty", chunked("=\"[^\"\r\n]*[\t\u0080-\u00ff]")),

  /** RFC 9110 section 9.1: a method is a token, and others than those registered may be used. */
  NODE_METHOD("node", d -> d.kind() == Difference.Kind.TAKEN && !isRegistered(d.head())),

  /** As {@link #JETTY_MINOR_VERSION}. */
  NODE_MINOR_VERSION("node", taken("^[^\r]* HTTP/1\\.[2-9]\r\n")),

  /** RFC 9110 section 5.6.3: white space around a value may be tabs. */
  NODE_TAB(
      "node", taken("\r\n(?:transfer-encoding|content-length):(?:[ ]*\t[^\r]*|[^\r]*\t[ ]*)\r\n")),

  /** RFC 9112 section 7.1.1: white space around the signs of an extension has to be parsed. */
  NODE_BLANK_IN_EXTENSION(
      "node", chunked("\r\n[0-9A-Fa-f]+[ \t]*;[^\r\n]*|\r\n[0-9A-Fa-f]+[ \t]+;")),

  /** RFC 9110 section 6.5.1: what must not stand in trailers is ignored there. */
  NODE_TRAILER(
      "node",
      d ->
          d.kind() == Difference.Kind.TAKEN
              && find(
                  "\r\n0[^\r\n]*\r\n(?:[^\r\n]+\r\n)*"
                      + "(?:content-length|transfer-encoding|connection):",
                  d.wire())),

  /** RFC 9112 appendix C.2.2: nobody but some old proxies has heard of that field. */
  NODE_PROXY_CONNECTION(
      "node",
      d -> d.kind() == Difference.Kind.TAKEN && find("\r\nProxy-Connection: close\r\n", d.wire())),

  /** RFC 9110 section 7.8: Upgrade may be ignored, and then what follows is HTTP still. */
  NODE_UPGRADE(
      "node",
      d ->
          d.kind() == Difference.Kind.TAKEN_EARLY
              && find("\r\nUpgrade: [^\r]*\r\nConnection: upgrade\r\n", d.wire()));

  private static final Pattern METHODS =
      Pattern.compile(
          "\r?\n?(?:ACL|BIND|CHECKOUT|CONNECT|COPY|DELETE|GET|HEAD|LINK|LOCK|M-SEARCH|MERGE|MKACTIVITY"
              + "|MKCALENDAR|MKCOL|MOVE|NOTIFY|OPTIONS|PATCH|POST|PROPFIND|PROPPATCH|PURGE|PUT|QUERY"
              + "|REBIND|REPORT|SEARCH|SOURCE|SUBSCRIBE|TRACE|UNBIND|UNLINK|UNLOCK|UNSUBSCRIBE) .*",
          Pattern.DOTALL);

  private final String peer;
  private final Predicate<Difference> applies;

  Explanation(String peer, Predicate<Difference> applies) {
    this.peer = peer;
    this.applies = applies;
  }

  private static boolean find(String pattern, String text) {
    return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE).matcher(text).find();
  }

  private static boolean isRegistered(String head) {
    return METHODS.matcher(head).matches();
  }

  /** A request was taken whose head has that in it. */
  private static Predicate<Difference> taken(String pattern) {
    Pattern compiled = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
    return d -> d.kind() == Difference.Kind.TAKEN && compiled.matcher(d.head()).find();
  }

  /** A request in chunks was taken; the bytes have that in them. */
  private static Predicate<Difference> chunked(String pattern) {
    return d ->
        d.kind() == Difference.Kind.TAKEN
            && find("\r\ntransfer-encoding:", d.head())
            && find(pattern, d.wire());
  }

  private static boolean hasLongSize(Difference d) {
    return find("\r\n0{8,}[0-9a-f]+(?:;[^\r\n]*)?\r\n", d.wire());
  }

  static @Nullable Explanation of(String peer, Difference d) {
    for (Explanation e : values()) {
      if (e.peer.equals(peer) && e.applies.test(d)) {
        return e;
      }
    }
    return null;
  }

  static List<Explanation> about(String peer) {
    return Stream.of(values()).filter(e -> e.peer.equals(peer)).toList();
  }
}
