package dev.mg.http;

import dev.mg.MgStr;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs {@link MultipartParser} over bodies, and says what came out. */
final class Multiparts {
  private final MultipartParser parser = new MultipartParser();
  private final StringBuilder data = new StringBuilder();
  private final List<String> out = new ArrayList<>();
  private boolean ended;

  private Multiparts(String boundary) {
    parser.begin(MgStr.of(boundary));
  }

  /** Heads and data of the parts; at the end "end", "more", or what was refused. */
  static List<String> parse(String boundary, byte[] body, int... cuts) {
    Multiparts m = new Multiparts(boundary);
    int from = 0;
    for (int i = 0; i <= cuts.length && !m.ended; i++) {
      int to = i < cuts.length ? cuts[i] : body.length;
      // Each piece in an array of its own: nothing of one may be looked at during the next.
      m.piece(Arrays.copyOfRange(body, from, to));
      from = to;
    }
    if (!m.ended) {
      m.out.add(m.parser.isOver() ? "end" : "more");
    }
    return m.out;
  }

  static List<String> parse(String boundary, String body, int... cuts) {
    return parse(boundary, body.getBytes(StandardCharsets.ISO_8859_1), cuts);
  }

  /** As {@link #parse}, one byte after the other. */
  static List<String> byByte(String boundary, byte[] body) {
    int[] cuts = new int[Math.max(0, body.length - 1)];
    for (int i = 0; i < cuts.length; i++) {
      cuts[i] = i + 1;
    }
    return parse(boundary, body, cuts);
  }

  private void piece(byte[] bytes) {
    parser.feed(bytes, 0, bytes.length);
    for (; ; ) {
      switch (parser.next()) {
        case MultipartParser.MORE -> {
          return;
        }
        case MultipartParser.PART -> {
          StringBuilder head = new StringBuilder();
          for (int i = 0; i < parser.headers.count(); i++) {
            head.append(parser.headers.name(i).latin1()).append('=');
            head.append(parser.headers.value(i).latin1()).append(';');
          }
          out.add(head.toString());
          data.setLength(0);
        }
        case MultipartParser.DATA -> data.append(parser.data.latin1());
        case MultipartParser.PART_END -> out.add("[" + data + "]");
        case MultipartParser.END -> {}
        default -> {
          out.add(String.valueOf(parser.refusal));
          ended = true;
          return;
        }
      }
    }
  }
}
