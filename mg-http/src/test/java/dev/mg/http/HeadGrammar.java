package dev.mg.http;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of a request's head as one reads it in RFC 9112 sections 3 and 5 and RFC 3986, in
 * regular expressions: what the parsers are compared with. Text is one char a byte.
 */
final class HeadGrammar {
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final String NO_COLON = "A-Za-z0-9._~!$&'()*+,;=@-";
  private static final String PATH = any(NO_COLON + ":/\\[\\]|");
  private static final String QUERY = "(?:\\?" + any(NO_COLON + ":/?\\[\\]\\\\^`{|}") + ")?";
  private static final String SCHEME = "(?!/)" + any(NO_COLON + "/\\[\\]|") + "://";
  private static final String ABSOLUTE = SCHEME + any(NO_COLON + ":\\[\\]|") + "(?:/" + PATH + ")?";
  private static final String OTHER = "(?! |\\?|" + SCHEME + ")(?!/)" + any(NO_COLON + ":/\\[\\]|");

  private static final Pattern LINE =
      Pattern.compile(
          ("(?:\r\n)?" + TOKEN + " ")
              + ("(?:/" + PATH + "|" + ABSOLUTE + "|" + OTHER + "|(?=\\?))" + QUERY)
              + " HTTP/1\\.[0-9]\r\n");

  private static final Pattern FIELD =
      Pattern.compile("(" + TOKEN + "):[ \t]*((?:[ \t]*+[!-~\u0080-\u00ff]++)*+)[ \t]*\r\n");

  private HeadGrammar() {}

  /** Any number of these characters and of escapes. */
  private static String any(String set) {
    return "(?:["
        + set.replace("-", "\\-").replace("A\\-Za\\-z0\\-9", "A-Za-z0-9")
        + "]"
        + "|%[0-9A-Fa-f]{2})*+";
  }

  /**
   * The lines {@code name: value} of the head that {@code s} starts with; null if there is none.
   */
  static @Nullable List<String> fields(String s) {
    Matcher line = LINE.matcher(s);
    if (!line.lookingAt()) {
      return null;
    }
    List<String> fields = new ArrayList<>();
    Matcher field = FIELD.matcher(s);
    int at = line.end();
    while (field.region(at, s.length()).lookingAt()) {
      fields.add(field.group(1) + ": " + field.group(2));
      at = field.end();
    }
    return s.startsWith("\r\n", at) ? fields : null;
  }
}
