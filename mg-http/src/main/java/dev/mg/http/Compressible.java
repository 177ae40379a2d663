package dev.mg.http;

import dev.mg.MgIobuf;
import dev.mg.MgStr;
import java.util.Locale;
import java.util.Set;

/**
 * Looks at the head of a response just written: whether its body may be compressed, and where its
 * entity tag is. One a manager, used again for each response.
 */
final class Compressible {
  private static final int MAX_FIELDS = 200;

  /** Beside text/..., ...+json and ...+xml. */
  private static final Set<String> TYPES =
      Set.of(
          "application/json",
          "application/javascript",
          "application/x-javascript",
          "application/x-ndjson",
          "application/xml",
          "application/wasm",
          "application/vnd.ms-fontobject",
          "font/ttf",
          "font/otf",
          "image/bmp",
          "image/x-icon",
          "image/vnd.microsoft.icon");

  private final FieldParser parser = new FieldParser(MAX_FIELDS);
  private final MgHttpFields fields = new MgHttpFields();

  /** Offset in {@code send} of an entity tag that is not weak; -1 = there is none. */
  private int strongTagAt;

  /** See {@link #varies()}. */
  private boolean varies;

  /**
   * Takes a head up to the end of its last whole field.
   *
   * @param from offset in {@code out} of the status line
   * @param end offset after the last field
   * @return whether the type is one that shrinks, the body whole and not encoded already, and
   *     nothing says no-transform
   */
  boolean look(MgIobuf out, int from, int end, int status) {
    strongTagAt = -1;
    varies = false;
    int base = out.head() + from;
    int line = from;
    while (line < end && out.at(line) != '\n') {
      line++;
    }
    parser.begin(line + 1 - from, Integer.MAX_VALUE);
    if (parser.parse(out.buf(), base, out.head() + end) != StartLine.MORE) {
      return false;
    }
    fields.wrap(out.buf(), base, parser.index);
    MgStr type = fields.get("Content-Type");
    if (type == null
        || !isText(type)
        || status == 206
        || fields.find("Content-Range", 0) >= 0
        || fields.find("Content-Encoding", 0) >= 0
        || isKeptAsItIs()) {
      return false;
    }
    int tag = fields.find("ETag", 0);
    if (tag >= 0 && fields.value(tag).startsWith("\"")) {
      strongTagAt = from + parser.index.valueFrom(tag);
    }
    varies = isVarying();
    return true;
  }

  /** Whether the head looked at says already that the answer depends on Accept-Encoding. */
  boolean varies() {
    return varies;
  }

  private boolean isVarying() {
    for (int i = fields.find("Vary", 0); i >= 0; i = fields.find("Vary", i + 1)) {
      for (String member : fields.value(i).latin1().split(",")) {
        String name = member.strip();
        if (name.equals("*") || name.equalsIgnoreCase("Accept-Encoding")) {
          return true;
        }
      }
    }
    return false;
  }

  /** RFC 9110 section 8.8.3.3: bytes that differ have another tag, or a weak one. */
  void weakenTag(MgIobuf out) {
    if (strongTagAt >= 0) {
      out.insert(strongTagAt, new byte[] {'W', '/'}, 0, 2);
    }
  }

  private boolean isKeptAsItIs() {
    for (int i = fields.find("Cache-Control", 0); i >= 0; i = fields.find("Cache-Control", i + 1)) {
      if (fields.value(i).latin1().toLowerCase(Locale.ROOT).contains("no-transform")) {
        return true;
      }
    }
    return false;
  }

  /** Whether content of that media type shrinks. */
  static boolean isText(MgStr type) {
    int semicolon = type.indexOf(';', 0);
    MgStr bare = semicolon < 0 ? type : type.slice(0, semicolon).strip();
    String name = bare.latin1().toLowerCase(Locale.ROOT);
    return name.startsWith("text/") && !name.equals("text/event-stream")
        || name.endsWith("+json")
        || name.endsWith("+xml")
        || TYPES.contains(name);
  }
}
