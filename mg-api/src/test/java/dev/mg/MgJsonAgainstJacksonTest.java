package dev.mg;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * {@link MgJson} and {@link MgJsonWriter} beside Jackson, on documents made and damaged at random.
 */
class MgJsonAgainstJacksonTest {
  private static final JsonFactory JACKSON = new JsonFactory();

  /** What both may call a name; those before it can stand in a path. */
  private static final String[] NAMES = {
    "a", "b7", "\u00e9", "x\"y", "\u20ac\n", "\ud83d\ude00", "\\", "z z"
  };

  @Test
  void damagedDocuments_areJudgedAlike() {
    Seeded.runs(
        20_000,
        random -> {
          byte[] json = document(random);
          for (int n = random.nextInt(3); n > 0; n--) {
            json = damaged(json, random);
          }
          boolean bom = json.length > 2 && json[0] == (byte) 0xEF && json[1] == (byte) 0xBB;
          if (!bom) {
            boolean valid = MgJson.validate(MgStr.of(json)) < 0;
            assertThat(valid)
                .as(new String(json, StandardCharsets.UTF_8))
                .isEqualTo(jacksonTakes(json));
          }
        });
  }

  @Test
  void values_areReadAlike() {
    Seeded.runs(
        5_000,
        random -> {
          byte[] json = document(random);
          MgStr doc = MgStr.of(json);
          try (JsonParser parser = JACKSON.createParser(json)) {
            parser.nextToken();
            compare(doc, "$", parser);
            compareByNext(doc);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static boolean jacksonTakes(byte[] json) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
    } catch (CharacterCodingException e) {
      return false;
    }
    try (JsonParser parser = JACKSON.createParser(text)) {
      int values = 0;
      int depth = 0;
      for (JsonToken token; (token = parser.nextToken()) != null; ) {
        parser.getText();
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        values += depth == 0 ? 1 : 0;
      }
      return values == 1;
    } catch (IOException e) {
      return false;
    }
  }

  /** The value at which the parser stands, found by path. */
  private static void compare(MgStr doc, String path, JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_ARRAY) {
      for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
        compare(doc, path + "[" + i + "]", parser);
      }
    } else if (token == JsonToken.START_OBJECT) {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        compare(doc, path + "." + name, parser);
      }
    } else {
      assertThat(MgJson.getStr(doc, path))
          .as(path)
          .isEqualTo(token == JsonToken.VALUE_STRING ? parser.getText() : null);
      assertThat(MgJson.getBool(doc, path, false))
          .as(path)
          .isEqualTo(token == JsonToken.VALUE_TRUE);
      double d = token.isNumeric() ? parser.getDoubleValue() : -7;
      assertThat(MgJson.getNum(doc, path, -7)).as(path).isEqualTo(Double.isInfinite(d) ? -7 : d);
      assertThat(MgJson.getLong(doc, path, -7))
          .as(path)
          .isEqualTo(token.isNumeric() ? exact(parser.getText()) : -7);
    }
  }

  private static long exact(String number) {
    try {
      return new BigDecimal(number).longValueExact();
    } catch (ArithmeticException e) {
      return -7;
    }
  }

  /** Puts the document together again from what next gives. */
  private static void compareByNext(MgStr doc) {
    StringBuilder rebuilt = new StringBuilder();
    rebuild(doc.strip(), rebuilt);
    assertThat(rebuilt.toString()).isEqualTo(withoutBlanks(doc.toString()));
  }

  private static void rebuild(MgStr value, StringBuilder to) {
    boolean array = value.at(0) == '[';
    if (!array && value.at(0) != '{') {
      to.append(value);
      return;
    }
    to.append(array ? '[' : '{');
    MgStr key = MgStr.of("");
    MgStr element = MgStr.of("");
    String comma = "";
    for (int i = 0; (i = MgJson.next(value, i, key, element)) > 0; comma = ",") {
      to.append(comma).append(array ? "" : key + ":");
      rebuild(element.copy(), to);
    }
    to.append(array ? ']' : '}');
  }

  private static String withoutBlanks(String json) {
    StringBuilder to = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < json.length(); i++) {
      char ch = json.charAt(i);
      quoted ^= ch == '"';
      if (quoted || ch > ' ') {
        to.append(ch);
      }
      if (ch == '\\') {
        to.append(json.charAt(++i));
      }
    }
    return to.toString();
  }

  private static byte[] document(Random random) {
    StringBuilder json = new StringBuilder();
    value(random, json, 0);
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void value(Random random, StringBuilder to, int depth) {
    blank(random, to);
    switch (random.nextInt(depth > 4 ? 5 : 8)) {
      case 0 -> to.append(Seeded.oneOf(random, "true", "false", "null"));
      case 1 -> to.append(Seeded.anyLong(random));
      case 2 -> number(random, to);
      case 3, 4 -> string(random, to, text(random));
      case 5 -> {
        to.append('[');
        for (int n = random.nextInt(4); n > 0; n--) {
          value(random, to, depth + 1);
          to.append(n > 1 ? "," : "");
        }
        to.append(']');
      }
      default -> {
        to.append('{');
        int first = random.nextInt(NAMES.length);
        int n = random.nextInt(4);
        for (int i = 0; i < n; i++) {
          to.append(i > 0 ? "," : "");
          blank(random, to);
          string(random, to, NAMES[(first + i) % NAMES.length]);
          blank(random, to);
          to.append(':');
          value(random, to, depth + 1);
        }
        to.append('}');
      }
    }
    blank(random, to);
  }

  private static void number(Random random, StringBuilder to) {
    to.append(Seeded.oneOf(random, "", "-"))
        .append(Seeded.oneOf(random, "0", "1", "15", "9223372036854775807"));
    to.append(Seeded.oneOf(random, "", ".0", ".50", ".8"));
    to.append(Seeded.oneOf(random, "", "e1", "E+2", "e-1", "e0", "E30", "e400"));
  }

  private static String text(Random random) {
    StringBuilder s = new StringBuilder();
    for (int n = random.nextInt(6); n > 0; n--) {
      s.appendCodePoint(
          Seeded.oneOf(
              random, 0, 0x1F, 0x22, 0x5C, 0x2F, 0x61, 0x7F, 0xE9, 0x7FF, 0x20AC, 0xFFFF, 0x1F600));
    }
    return s.toString();
  }

  private static void string(Random random, StringBuilder to, String s) {
    to.append('"');
    for (char ch : s.toCharArray()) {
      boolean must = ch < 0x20 || ch == '"' || ch == '\\';
      if (must && ch >= 0x20 && random.nextBoolean()) {
        to.append('\\').append(ch);
      } else if (must || random.nextInt(4) == 0) {
        to.append("\\u").append(String.format(random.nextBoolean() ? "%04x" : "%04X", (int) ch));
      } else {
        // A surrogate whose other half is escaped would not be UTF-8.
        to.append(Character.isSurrogate(ch) ? String.format("\\u%04x", (int) ch) : ch);
      }
    }
    to.append('"');
  }

  private static void blank(Random random, StringBuilder to) {
    if (random.nextInt(4) == 0) {
      to.append(Seeded.oneOf(random, " ", "\n", "\r\n\t", "  "));
    }
  }

  private static byte[] damaged(byte[] json, Random random) {
    int at = random.nextInt(json.length + 1);
    String bits = "[]{},:\"\\/ue+-.0159tfn\u0001 \n\u0080\u00e9\u00ed\u00f0";
    byte b = (byte) bits.charAt(random.nextInt(bits.length()));
    int cut = at < json.length && random.nextInt(3) > 0 ? 1 : 0;
    int put = cut == 0 || random.nextBoolean() ? 1 : 0;
    byte[] to = new byte[json.length - cut + put];
    System.arraycopy(json, 0, to, 0, at);
    if (put == 1) {
      to[at] = b;
    }
    System.arraycopy(json, at + cut, to, at + put, json.length - at - cut);
    return to;
  }

  @Test
  void writtenDocuments_areReadByJackson() {
    Seeded.runs(
        5_000,
        random -> {
          MgIobuf out = new MgIobuf();
          StringBuilder events = new StringBuilder();
          write(random, new MgJsonWriter(out), events, 0);
          assertThat(MgJson.validate(out.str())).as(out.toString()).isEqualTo(-1);
          assertThat(events(out.str().toBytes())).isEqualTo(events.toString());
        });
  }

  private static void write(Random random, MgJsonWriter to, StringBuilder events, int depth) {
    switch (random.nextInt(depth > 4 ? 5 : 7)) {
      case 0 -> {
        boolean b = random.nextBoolean();
        to.value(b);
        events.append(b).append(' ');
      }
      case 1 -> {
        long v = Seeded.anyLong(random);
        to.value(v);
        events.append(v).append(' ');
      }
      case 2 -> {
        to.value((String) null);
        events.append("null ");
      }
      case 3 -> {
        String s = text(random);
        to.value(s);
        events.append(s).append(' ');
      }
      case 4 -> {
        String s = text(random);
        to.value(MgStr.of(s));
        events.append(s).append(' ');
      }
      case 5 -> {
        to.array();
        events.append("[ ");
        for (int n = random.nextInt(4); n > 0; n--) {
          write(random, to, events, depth + 1);
        }
        to.end();
        events.append("] ");
      }
      default -> {
        to.object();
        events.append("{ ");
        for (int n = random.nextInt(4); n > 0; n--) {
          String name = text(random);
          to.name(name);
          events.append(name).append(' ');
          write(random, to, events, depth + 1);
        }
        to.end();
        events.append("} ");
      }
    }
  }

  private static String events(byte[] json) {
    StringBuilder events = new StringBuilder();
    try (JsonParser parser = JACKSON.createParser(json)) {
      while (parser.nextToken() != null) {
        events.append(parser.getText()).append(' ');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return events.toString();
  }
}
