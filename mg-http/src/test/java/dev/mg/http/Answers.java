package dev.mg.http;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes apart what a server has sent: one string an answer, status and, if it is 200, the body. */
final class Answers {
  private static final Pattern HEAD =
      Pattern.compile("HTTP/1\\.1 (\\d{3}) [^\r\n]*\r\n((?:[!-9;-~]+: [^\r\n]*\r\n)*)\r\n");
  private static final Pattern LENGTH = Pattern.compile("Content-Length: (\\d+)\r\n");

  private Answers() {}

  /** Each answer of {@code wire}; what is none is the last one, as {@code rest: ...}. */
  static List<String> of(String wire) {
    List<String> answers = new ArrayList<>();
    Matcher head = HEAD.matcher(wire);
    int at = 0;
    while (at < wire.length()) {
      if (!head.region(at, wire.length()).lookingAt()) {
        answers.add("rest: " + RequestCases.escape(wire.substring(at)));
        return answers;
      }
      at = head.end();
      Matcher length = LENGTH.matcher(head.group(2));
      int n = length.find() ? Integer.parseInt(length.group(1)) : 0;
      // An answer to HEAD says a length and has none; no body here starts like a head.
      n = wire.startsWith("HTTP/1.1 ", at) || at == wire.length() ? 0 : n;
      if (at + n > wire.length()) {
        answers.add("cut short: " + head.group(1));
        return answers;
      }
      String body = wire.substring(at, at + n);
      String status = head.group(1);
      answers.add(status.equals("200") && n > 0 ? status + " " + body : status);
      at += n;
    }
    return answers;
  }
}
