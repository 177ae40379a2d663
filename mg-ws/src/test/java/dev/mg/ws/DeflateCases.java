package dev.mg.ws;

import static dev.mg.ws.Frames.COMPRESSED;
import static dev.mg.ws.Frames.FIN;
import static dev.mg.ws.Frames.cat;
import static dev.mg.ws.Frames.closePayload;
import static dev.mg.ws.Frames.cut;
import static dev.mg.ws.Frames.deflate;
import static dev.mg.ws.Frames.hex;
import static dev.mg.ws.Frames.utf8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The rules of RFC 7692, clause by clause, where neither side keeps a window. Echoes are compressed
 * from {@link #MIN_BYTES} on.
 */
final class DeflateCases {
  static final int MIN_BYTES = 64;

  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int PING = 9;
  private static final String LONG = "again and ".repeat(30);

  private final List<WsCase> cases = new ArrayList<>();
  private final boolean masks;

  DeflateCases(boolean masks) {
    this.masks = masks;
  }

  List<WsCase> all() {
    whole();
    reservedBits();
    fragments();
    blocks();
    badData();
    limits();
    texts();
    return cases;
  }

  private void add(String name, byte[] in, String... happens) {
    cases.add(WsCase.of(name, true, in, happens));
  }

  private byte[] frame(int flags, byte[] payload) {
    return masks ? Frames.client(flags, payload) : Frames.server(flags, payload);
  }

  /** A compressed text of one frame. */
  private byte[] text(byte[] payload) {
    return frame(FIN | COMPRESSED | TEXT, payload);
  }

  private static String longText() {
    return "TEXT " + LONG.length() + " bytes";
  }

  private void whole() {
    add("7692 6.1 plain text", frame(FIN | TEXT, utf8("hello")), "echo TEXT hello");
    add("7692 6.2 compressed text", text(deflate(utf8("hello"))), "echo TEXT hello");
    add(
        "7692 6.2 a long one is answered compressed",
        text(deflate(utf8(LONG))),
        "zecho " + longText());
    add("7692 6.1 and a long plain one", frame(FIN | TEXT, utf8(LONG)), "zecho " + longText());
    add(
        "7692 6.2 compressed binary",
        frame(FIN | COMPRESSED | BINARY, deflate(hex("00ff80"))),
        "echo BINARY 00ff80");
    add(
        "7692 6.2 zeros",
        frame(FIN | COMPRESSED | BINARY, deflate(new byte[60_000])),
        "zecho BINARY 60000 bytes");
    add(
        "7692 6.1 plain and compressed in turn",
        cat(text(deflate(utf8("a"))), frame(FIN | TEXT, utf8("b")), text(deflate(utf8("c")))),
        "echo TEXT a",
        "echo TEXT b",
        "echo TEXT c");
    add(
        "7692 6.2 many",
        cat(text(deflate(utf8(LONG))), text(deflate(utf8("x"))), text(deflate(utf8(LONG)))),
        "zecho " + longText(),
        "echo TEXT x",
        "zecho " + longText());
    add("7692 7.2.3.1 one block", text(hex("f248cdc9c90700")), "echo TEXT Hello");
    add(
        "7692 7.2.3.1 in two frames",
        cat(frame(COMPRESSED | TEXT, hex("f248cd")), frame(FIN, hex("c9c90700"))),
        "echo TEXT Hello");
    add("7692 7.2.3.3 no compression", text(hex("000500faff48656c6c6f00")), "echo TEXT Hello");
    add("7692 7.2.3.4 BFINAL", text(hex("f348cdc9c9070000")), "echo TEXT Hello");
    add("7692 7.2.3.5 two blocks", text(hex("f248050000 00ffff cac9c90700")), "echo TEXT Hello");
    add("7692 7.2.3.6 an empty message", text(hex("00")), "echo TEXT");
    add("7692 7.2.3.6 an empty binary", frame(FIN | COMPRESSED | BINARY, hex("00")), "echo BINARY");
    add("7692 7.2.3.6 an empty one by the fixed code", text(hex("0200")), "echo TEXT");
  }

  private void reservedBits() {
    byte[] payload = deflate(utf8("x"));
    for (int rsv : new int[] {1, 2, 3, 5, 6, 7}) {
      add("7692 6 other reserved bits " + rsv, frame(FIN | rsv << 4 | TEXT, payload), "fail 1002");
    }
    for (int rsv : new int[] {4, 2, 1}) {
      add("7692 6.1 in a ping " + rsv, frame(FIN | rsv << 4 | PING, payload), "fail 1002");
      add("7692 6.1 in a pong " + rsv, frame(FIN | rsv << 4 | 10, payload), "fail 1002");
      add(
          "7692 6.1 in a close " + rsv,
          frame(FIN | rsv << 4 | 8, closePayload(1000, utf8(""))),
          "fail 1002");
      add(
          "7692 6.1 in a continuation " + rsv,
          cat(frame(COMPRESSED | TEXT, payload), frame(FIN | rsv << 4, payload)),
          "fail 1002");
      add(
          "7692 6.1 in a continuation of plain text " + rsv,
          cat(frame(TEXT, utf8("a")), frame(FIN | rsv << 4, payload)),
          "fail 1002");
    }
    for (int op : new int[] {3, 7, 11, 15}) {
      add("7692 6 reserved opcode " + op, frame(FIN | COMPRESSED | op, payload), "fail 1002");
    }
    add("7692 6.1 a continuation first", frame(FIN | COMPRESSED, payload), "fail 1002");
  }

  private void fragments() {
    byte[] payload = deflate(utf8(LONG));
    for (int at = 0; at <= payload.length; at++) {
      byte[] rest = Arrays.copyOfRange(payload, at, payload.length);
      add(
          "7692 6.2 fragments cut after octet " + at,
          cat(frame(COMPRESSED | TEXT, cut(payload, at)), frame(FIN, rest)),
          "zecho " + longText());
    }
    add(
        "7692 6.2 a ping between fragments",
        cat(
            frame(COMPRESSED | TEXT, cut(payload, 5)),
            frame(FIN | PING, utf8("p")),
            frame(FIN, Arrays.copyOfRange(payload, 5, payload.length))),
        "ping p",
        "zecho " + longText());
    List<byte[]> single = new ArrayList<>();
    for (int i = 0; i < payload.length; i++) {
      int flags = (i == 0 ? COMPRESSED | TEXT : 0) | (i == payload.length - 1 ? FIN : 0);
      single.add(frame(flags, new byte[] {payload[i]}));
    }
    add(
        "7692 6.2 fragments of one octet",
        cat(single.toArray(new byte[0][])),
        "zecho " + longText());
    add(
        "7692 6.2 empty fragments around",
        cat(
            frame(COMPRESSED | TEXT, new byte[0]),
            frame(0, payload),
            frame(0, new byte[0]),
            frame(FIN, new byte[0])),
        "zecho " + longText());
    add(
        "7692 6.1 a new message inside a compressed one",
        cat(frame(COMPRESSED | TEXT, cut(payload, 5)), text(payload)),
        "fail 1002");
    add(
        "7692 6.2 a close inside a compressed one",
        cat(
            frame(COMPRESSED | TEXT, cut(payload, 5)),
            frame(FIN | 8, closePayload(1000, utf8("")))),
        "close 1000");
    add("7692 6.2 one that does not end", frame(COMPRESSED | TEXT, cut(payload, 5)));
  }

  private void blocks() {
    byte[] hello = hex("f348cdc9c90700");
    add(
        "7692 7.2.3.4 three streams",
        text(cat(hello, hello, hello, hex("00"))),
        "echo TEXT HelloHelloHello");
    add(
        "7692 7.2.3.4 a stream in each fragment",
        cat(frame(COMPRESSED | TEXT, hello), frame(0, hello), frame(FIN, hex("00"))),
        "echo TEXT HelloHello");
    add(
        "7692 7.2.3.4 a stream, then a block",
        text(cat(hello, hex("f248cdc9c90700"))),
        "echo TEXT HelloHello");
    add(
        "7692 7.2.1 flushed in the middle",
        text(cat(hex("f248cdc9c907000000ffff"), hex("f248cdc9c90700"))),
        "echo TEXT HelloHello");
    add(
        "7692 7.2.1 empty blocks",
        text(cat(hex("000000ffff000000ffff"), hex("f248cdc9c90700"))),
        "echo TEXT Hello");
    add("7692 7.2.3.3 a stored octet", text(hex("000100feff6100")), "echo TEXT a");
  }

  private void badData() {
    add("7692 7.2.2 no octets", text(new byte[0]), "fail 1007");
    add("7692 7.2.2 the reserved kind of block", text(hex("ffffffff")), "fail 1007");
    add("7692 7.2.2 the same, later", text(cat(hex("000100feff61"), hex("07"))), "fail 1007");
    add("7692 7.2.2 lengths that differ", text(hex("0005000000")), "fail 1007");
    add("7692 7.2.2 a distance too far back", text(hex("4304000000")), "fail 1007");
    add("7692 7.2.2 plain text", text(utf8("this is not compressed")), "fail 1007");
    add("7692 7.2.2 a stored block that is cut", text(hex("000500faff4865")), "fail 1007");
    add("7692 7.2.2 a stream of zlib", text(hex("789cf348cdc9c907000 58c01f5")), "fail 1007");
    add(
        "7692 7.2.2 told before the message ends",
        frame(COMPRESSED | TEXT, hex("ffffffff")),
        "fail 1007");
    byte[] payload = deflate(utf8(LONG));
    for (int n = 1; n < payload.length; n++) {
      add("7692 7.2.2 cut after octet " + n, text(cut(payload, n)), "fail 1007");
    }
    byte[] ownCodes = deflate(letters());
    for (int n = 1; n < 80; n++) {
      add("7692 7.2.2 cut in the codes of a block, " + n, text(cut(ownCodes, n)), "fail 1007");
    }
    add("7692 7.2.3.4 a stream with nothing after it", text(hex("f348cdc9c90700")), "fail 1007");
    add(
        "7692 7.2.2 no window from the message before",
        cat(text(deflate(utf8(LONG))), text(hex("1a020000"))),
        "zecho " + longText(),
        "fail 1007");
  }

  /** A text for which compressors make a code of its own, which stands before it. */
  static byte[] letters() {
    byte[] text = new byte[300];
    for (int i = 0; i < text.length; i++) {
      text[i] = (byte) ('A' + (i * i * 7 + i) % 23 % (1 + i % 17));
    }
    return text;
  }

  private void limits() {
    byte[] most = deflate(new byte[WsCases.MAX]);
    byte[] more = deflate(new byte[WsCases.MAX + 1]);
    byte[] bomb = deflate(new byte[10_000_000]);
    add(
        "10.4 exactly the limit, inflated",
        frame(FIN | COMPRESSED | BINARY, most),
        "zecho BINARY " + WsCases.MAX + " bytes");
    add("10.4 one byte more, inflated", frame(FIN | COMPRESSED | BINARY, more), "fail 1009");
    add("10.4 a bomb", frame(FIN | COMPRESSED | BINARY, bomb), "fail 1009");
    add("10.4 a bomb that does not end", frame(COMPRESSED | BINARY, bomb), "fail 1009");
    add(
        "10.4 the limit passed in a later fragment",
        cat(frame(COMPRESSED | BINARY, cat(most, hex("0000ffff"))), frame(0, hex("000100feff61"))),
        "fail 1009");
    add(
        "10.4 a plain one above the limit",
        cut(frame(FIN | BINARY, new byte[WsCases.MAX + 1]), masks ? 14 : 10),
        "fail 1009");
  }

  private void texts() {
    add("8.1 characters", text(deflate(utf8("aé€😀"))), "echo TEXT aé€😀");
    for (String bad : new String[] {"80", "c080", "eda080", "f4908080", "ff", "61e282"}) {
      add("8.1 no text, inflated: " + bad, text(deflate(hex(bad))), "fail 1007");
      add(
          "8.1 but bytes, inflated: " + bad,
          frame(FIN | COMPRESSED | BINARY, deflate(hex(bad))),
          "echo BINARY " + bad);
    }
    add(
        "8.1 told before the message ends, inflated",
        frame(COMPRESSED | TEXT, cat(deflate(hex("61ff")), hex("0000ffff"))),
        "fail 1007");
    byte[] face = utf8("😀");
    add(
        "8.1 a character in two blocks and two fragments",
        cat(
            frame(COMPRESSED | TEXT, cat(deflate(cut(face, 2)), hex("0000ffff"))),
            frame(FIN, deflate(Arrays.copyOfRange(face, 2, 4)))),
        "echo TEXT 😀");
  }
}
