package dev.mg.ws;

import dev.mg.MgStr;
import dev.mg.http.MgHttpFields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of both handshakes (RFC 6455 sections 4 and 11.3), read. Stateless. */
final class WsFields {
  static final String UPGRADE = "Upgrade";
  static final String CONNECTION = "Connection";
  static final String KEY = "Sec-WebSocket-Key";
  static final String ACCEPT = "Sec-WebSocket-Accept";
  static final String VERSION = "Sec-WebSocket-Version";
  static final String PROTOCOL = "Sec-WebSocket-Protocol";
  static final String EXTENSIONS = "Sec-WebSocket-Extensions";

  private WsFields() {}

  /** The value of the one field of that name; null if there is none, or another one. */
  static @Nullable MgStr only(MgHttpFields fields, String name) {
    int i = fields.find(name, 0);
    return i < 0 || fields.find(name, i + 1) >= 0 ? null : fields.value(i);
  }

  /** Whether the fields of that name, lists all of them, have {@code member} among theirs. */
  static boolean lists(MgHttpFields fields, String name, String member, boolean ignoreCase) {
    for (String one : members(fields, name)) {
      if (ignoreCase ? one.equalsIgnoreCase(member) : one.equals(member)) {
        return true;
      }
    }
    return false;
  }

  /** The members of the lists of that name, in order; empty ones are left out. */
  static List<String> members(MgHttpFields fields, String name) {
    List<String> all = new ArrayList<>();
    for (int i = fields.find(name, 0); i >= 0; i = fields.find(name, i + 1)) {
      for (String one : fields.value(i).latin1().split(",")) {
        String member = strip(one);
        if (!member.isEmpty()) {
          all.add(member);
        }
      }
    }
    return all;
  }

  /** The extensions of all fields of that name, which are one list; null if it is malformed. */
  static @Nullable List<WsExtension> extensions(MgHttpFields fields) {
    StringBuilder all = new StringBuilder();
    for (int i = fields.find(EXTENSIONS, 0); i >= 0; i = fields.find(EXTENSIONS, i + 1)) {
      all.append(all.isEmpty() ? "" : ",").append(fields.value(i).latin1());
    }
    boolean isThere = fields.find(EXTENSIONS, 0) >= 0;
    return isThere ? new ExtensionParser(all.toString()).parse() : List.of();
  }

  /** Whether the subprotocols offered are tokens, each once (RFC 6455 section 4.1). */
  static boolean areProtocols(MgHttpFields fields) {
    if (fields.find(PROTOCOL, 0) < 0) {
      return true;
    }
    List<String> all = members(fields, PROTOCOL);
    return !all.isEmpty()
        && all.stream().allMatch(WsFields::isToken)
        && all.stream().distinct().count() == all.size();
  }

  /** What {@link MgWs#isSameOrigin} tells. */
  static boolean isSameOrigin(MgHttpFields fields) {
    if (fields.find("Origin", 0) < 0) {
      return true;
    }
    MgStr origin = only(fields, "Origin");
    MgStr host = fields.get("Host");
    if (origin == null || host == null) {
      return false;
    }
    String given = origin.latin1();
    boolean isSecure = given.startsWith("https://");
    if (!isSecure && !given.startsWith("http://")) {
      return false;
    }
    String usual = isSecure ? ":443" : ":80";
    String theirs = given.substring(given.indexOf("//") + 2);
    return withPort(theirs, usual).equalsIgnoreCase(withPort(host.latin1(), usual));
  }

  private static String withPort(String authority, String usual) {
    boolean hasPort = authority.lastIndexOf(':') > authority.lastIndexOf(']');
    return hasPort ? authority : authority + usual;
  }

  static boolean isToken(String s) {
    for (int i = 0; i < s.length(); i++) {
      if (!isTokenChar(s.charAt(i))) {
        return false;
      }
    }
    return !s.isEmpty();
  }

  /** RFC 9110 section 5.6.2. */
  static boolean isTokenChar(char ch) {
    return ch > ' ' && ch < 0x7F && "\"(),/:;<=>?@[\\]{}".indexOf(ch) < 0;
  }

  /** Without blanks around it: space and tab, and nothing else. */
  private static String strip(String s) {
    int from = 0;
    int to = s.length();
    while (from < to && isBlank(s.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(s.charAt(to - 1))) {
      to--;
    }
    return s.substring(from, to);
  }

  static boolean isBlank(char ch) {
    return ch == ' ' || ch == '\t';
  }
}
