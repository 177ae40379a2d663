package dev.mg.ws;

import static dev.mg.ws.Frames.FIN;
import static dev.mg.ws.Frames.cat;
import static dev.mg.ws.Frames.closePayload;
import static dev.mg.ws.Frames.cut;
import static dev.mg.ws.Frames.header;
import static dev.mg.ws.Frames.hex;
import static dev.mg.ws.Frames.repeat;
import static dev.mg.ws.Frames.utf8;

import dev.mg.MgOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/**
 * The rules of RFC 6455 for what a peer sends, clause by clause, with RFC 3629 for text: those for
 * servers, whose peer masks, or those for clients, whose peer does not.
 */
final class WsCases {
  /** The limit of messages that the cases are made for. */
  static final int MAX = 70_000;

  private static final int CONTINUE = 0;
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;

  private static final List<WsCase> FOR_SERVERS = all(true);
  private static final List<WsCase> FOR_CLIENTS = all(false);

  private final List<WsCase> cases = new ArrayList<>();

  /** Whether the peer is a client. */
  private final boolean masks;

  private WsCases(boolean masks) {
    this.masks = masks;
  }

  /** The options that the cases are made for. */
  static MgOptions options() {
    return new MgOptions()
        .wsMaxMessageBytes(MAX)
        .wsDeflateLevel(6)
        .wsDeflateMinBytes(DeflateCases.MIN_BYTES);
  }

  /** What a server has to answer. */
  static List<WsCase> forServers() {
    return FOR_SERVERS;
  }

  /** What a client has to answer. */
  static List<WsCase> forClients() {
    return FOR_CLIENTS;
  }

  private static List<WsCase> all(boolean masks) {
    WsCases all = new WsCases(masks);
    all.firstOctet();
    if (masks) {
      all.keys();
    }
    all.masking();
    all.lengths();
    all.limits();
    all.fragmentation();
    all.controlFrames();
    all.closing();
    all.closeCodes();
    all.utf8Text();
    all.textInFragments();
    all.incomplete();
    all.cases.addAll(new DeflateCases(masks).all());
    return all.cases;
  }

  private void add(String name, byte[] in, String... happens) {
    cases.add(WsCase.of(name, false, in, happens));
  }

  // ---- the peer's frames ----

  private byte[] frame(int flags, byte[] payload) {
    return masks ? Frames.client(flags, payload) : Frames.server(flags, payload);
  }

  private byte[] text(String s) {
    return frame(FIN | TEXT, utf8(s));
  }

  private byte[] binary(byte[] payload) {
    return frame(FIN | BINARY, payload);
  }

  private byte[] ping(String s) {
    return frame(FIN | PING, utf8(s));
  }

  private byte[] pong(String s) {
    return frame(FIN | PONG, utf8(s));
  }

  private byte[] close(int code, String reason) {
    return frame(FIN | CLOSE, closePayload(code, utf8(reason)));
  }

  private byte[] announce(int flags, long length, int octets) {
    return masks ? Frames.announce(flags, length, octets) : header(flags, 0, length, octets);
  }

  /** A frame of the other side: with a mask where there must be none, without where there must. */
  private byte[] wrong(int flags, byte[] payload) {
    return masks ? Frames.server(flags, payload) : Frames.client(flags, payload);
  }

  // ---- the rules ----

  private void firstOctet() {
    for (int rsv = 1; rsv <= 7; rsv++) {
      add("5.2 reserved bits " + rsv, frame(FIN | rsv << 4 | TEXT, utf8("x")), "fail 1002");
    }
    for (int rsv = 1; rsv <= 7; rsv++) {
      int bits = FIN | rsv << 4;
      add("5.2 reserved bits in binary " + rsv, frame(bits | BINARY, hex("00")), "fail 1002");
      add("5.2 reserved bits in a ping " + rsv, frame(bits | PING, utf8("")), "fail 1002");
      add("5.2 reserved bits in a pong " + rsv, frame(bits | PONG, utf8("")), "fail 1002");
      add("5.2 reserved bits in a close " + rsv, frame(bits | CLOSE, utf8("")), "fail 1002");
      add(
          "5.2 reserved bits in a continuation " + rsv,
          cat(frame(TEXT, utf8("a")), frame(bits, utf8("b"))),
          "fail 1002");
    }
    add(
        "5.2 reserved bit in a later fragment",
        cat(frame(TEXT, utf8("a")), frame(FIN | 0x40, utf8("b"))),
        "fail 1002");
    for (int op : new int[] {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
      add("5.2 reserved opcode " + op, frame(FIN | op, utf8("")), "fail 1002");
      add("5.2 reserved opcode, not FIN, " + op, frame(op, utf8("x")), "fail 1002");
      add(
          "5.2 reserved opcode inside a message " + op,
          cat(frame(TEXT, utf8("a")), frame(FIN | op, utf8("b"))),
          "fail 1002");
    }
    add("5.2 reserved opcode with payload", frame(FIN | 5, utf8("abc")), "fail 1002");
    add("5.2 reserved opcode without FIN", frame(3, utf8("abc")), "fail 1002");
    add(
        "5.2 what came before a violation is delivered",
        cat(text("one"), ping("2"), frame(FIN | 7, utf8(""))),
        "echo TEXT one",
        "ping 2",
        "fail 1002");
    add(
        "5.2 the first of two violations counts",
        cat(frame(FIN | TEXT, hex("ff")), frame(FIN | 7, utf8(""))),
        "fail 1007");
  }

  private void masking() {
    add("5.1 text of the wrong kind", wrong(FIN | TEXT, utf8("hello")), "fail 1002");
    add("5.1 empty text of the wrong kind", wrong(FIN | TEXT, utf8("")), "fail 1002");
    add("5.1 binary of the wrong kind", wrong(FIN | BINARY, new byte[300]), "fail 1002");
    add("5.1 a long one of the wrong kind", wrong(FIN | BINARY, new byte[66_000]), "fail 1002");
    add("5.1 ping of the wrong kind", wrong(FIN | PING, utf8("")), "fail 1002");
    add("5.1 pong of the wrong kind", wrong(FIN | PONG, utf8("x")), "fail 1002");
    add("5.1 close of the wrong kind", wrong(FIN | CLOSE, hex("03e8")), "fail 1002");
    add(
        "5.1 one frame of the wrong kind after a good one",
        cat(text("a"), wrong(FIN | TEXT, utf8("b"))),
        "echo TEXT a",
        "fail 1002");
    add(
        "5.1 a fragment of the wrong kind",
        cat(frame(TEXT, utf8("a")), wrong(FIN, utf8("b"))),
        "fail 1002");
    add("5.1 told before the payload", cut(wrong(FIN | BINARY, new byte[300]), 2), "fail 1002");
    for (int n = 1; n <= 17; n++) {
      String payload = "123456789abcdefgh".substring(0, n);
      add("5.2 payload of " + n + " bytes", text(payload), "echo TEXT " + payload);
    }
  }

  private void keys() {
    add(
        "5.3 key of zeros",
        Frames.client(FIN | TEXT, utf8("abcdefghi"), new byte[4]),
        "echo TEXT abcdefghi");
    add(
        "5.3 key of ones",
        Frames.client(FIN | TEXT, utf8("abcdefghi"), hex("ffffffff")),
        "echo TEXT abcdefghi");
    for (int i = 0; i < 4; i++) {
      byte[] key = new byte[4];
      key[i] = 0x55;
      add(
          "5.3 key of one octet, " + i,
          Frames.client(FIN | TEXT, utf8("abcdefghijk"), key),
          "echo TEXT abcdefghijk");
    }
    add(
        "5.3 each frame has its own key",
        cat(
            Frames.client(TEXT, utf8("abc"), hex("01020304")),
            Frames.client(FIN, utf8("defgh"), hex("a0b0c0d0"))),
        "echo TEXT abcdefgh");
  }

  private void lengths() {
    for (int n : new int[] {125, 126, 127, 128, 255, 256, 65_535, 65_536}) {
      add("5.2 text of " + n, text("*".repeat(n)), "echo TEXT " + n + " bytes");
      add("5.2 binary of " + n, binary(new byte[n]), "echo BINARY " + n + " bytes");
    }
    add("5.2 empty text", text(""), "echo TEXT");
    add("5.2 empty binary", binary(new byte[0]), "echo BINARY");
    add("5.2 length 0 in two octets", announce(FIN | TEXT, 0, 2), "fail 1002");
    add("5.2 length 125 in two octets", announce(FIN | TEXT, 125, 2), "fail 1002");
    add("5.2 length 0 in eight octets", announce(FIN | BINARY, 0, 8), "fail 1002");
    add("5.2 length 126 in eight octets", announce(FIN | BINARY, 126, 8), "fail 1002");
    add("5.2 length 65535 in eight octets", announce(FIN | BINARY, 65_535, 8), "fail 1002");
    add("5.2 highest bit of a length", announce(FIN | BINARY, Long.MIN_VALUE, 8), "fail 1002");
    add("5.2 highest bit of a small length", announce(FIN | BINARY, 1L << 63 | 5, 8), "fail 1002");
    add("5.2 length of all ones", announce(FIN | BINARY, -1, 8), "fail 1002");
  }

  private void limits() {
    add("10.4 exactly the limit", binary(new byte[MAX]), "echo BINARY " + MAX + " bytes");
    add("10.4 one byte more", announce(FIN | BINARY, MAX + 1, 8), "fail 1009");
    add("10.4 one byte more of text", announce(FIN | TEXT, MAX + 1, 8), "fail 1009");
    add("10.4 one byte more in a first fragment", announce(BINARY, MAX + 1, 8), "fail 1009");
    add("10.4 2^31", announce(FIN | BINARY, 1L << 31, 8), "fail 1009");
    add("10.4 2^32", announce(FIN | BINARY, 1L << 32, 8), "fail 1009");
    add("10.4 2^63 - 1", announce(FIN | BINARY, Long.MAX_VALUE, 8), "fail 1009");
    byte[] half = new byte[MAX / 2];
    add(
        "10.4 the limit in fragments",
        cat(frame(BINARY, half), frame(0, half), frame(FIN, new byte[0])),
        "echo BINARY " + MAX + " bytes");
    add(
        "10.4 one byte more in fragments",
        cat(frame(BINARY, half), frame(0, half), announce(FIN, 1, 1)),
        "fail 1009");
    add(
        "10.4 an overflow in fragments",
        cat(frame(BINARY, half), announce(0, Long.MAX_VALUE, 8)),
        "fail 1009");
    add(
        "10.4 control frames do not count",
        cat(frame(BINARY, half), ping("x".repeat(125)), frame(FIN, half)),
        "ping " + "125 bytes",
        "echo BINARY " + MAX + " bytes");
    add(
        "10.4 the limit is for each message",
        cat(binary(half), binary(half), binary(half)),
        "echo BINARY 35000 bytes",
        "echo BINARY 35000 bytes",
        "echo BINARY 35000 bytes");
  }

  private void fragmentation() {
    byte[] he = frame(TEXT, utf8("he"));
    byte[] llo = frame(FIN, utf8("llo"));
    byte[] empty = frame(0, utf8(""));
    add("5.4 two fragments", cat(he, llo), "echo TEXT hello");
    add(
        "5.4 three fragments",
        cat(he, frame(0, utf8("l")), frame(FIN, utf8("lo"))),
        "echo TEXT hello");
    add(
        "5.4 binary in fragments",
        cat(frame(BINARY, hex("00")), frame(FIN, hex("ff"))),
        "echo BINARY 00ff");
    add("5.4 empty first fragment", cat(frame(TEXT, utf8("")), llo), "echo TEXT llo");
    add("5.4 empty fragments in between", cat(he, empty, empty, llo), "echo TEXT hello");
    add("5.4 empty last fragment", cat(he, frame(FIN, utf8(""))), "echo TEXT he");
    add(
        "5.4 empty fragments only",
        cat(frame(TEXT, utf8("")), empty, frame(FIN, utf8(""))),
        "echo TEXT");
    add(
        "5.4 many fragments",
        cat(frame(BINARY, hex("61")), repeat(frame(0, hex("61")), 98), frame(FIN, hex("61"))),
        "echo BINARY 100 bytes");
    add("5.4 ping between fragments", cat(he, ping("p"), llo), "ping p", "echo TEXT hello");
    add("5.4 pong between fragments", cat(he, pong("p"), llo), "pong p", "echo TEXT hello");
    add(
        "5.4 pings between many fragments",
        cat(he, ping("1"), ping("2"), frame(0, utf8("l")), ping("3"), frame(FIN, utf8("lo"))),
        "ping 1",
        "ping 2",
        "ping 3",
        "echo TEXT hello");
    add(
        "5.4 two messages in fragments",
        cat(he, llo, he, llo),
        "echo TEXT hello",
        "echo TEXT hello");
    add("5.4 continuation at the start", frame(0, utf8("x")), "fail 1002");
    add("5.4 last continuation at the start", frame(FIN, utf8("x")), "fail 1002");
    add(
        "5.4 continuation after a message",
        cat(text("a"), frame(FIN, utf8("x"))),
        "echo TEXT a",
        "fail 1002");
    add(
        "5.4 continuation after fragments",
        cat(he, llo, frame(0, utf8("x"))),
        "echo TEXT hello",
        "fail 1002");
    add("5.4 continuation after a ping", cat(ping(""), frame(FIN, utf8("x"))), "ping", "fail 1002");
    add("5.4 text inside a message", cat(he, text("x")), "fail 1002");
    add("5.4 first fragment inside a message", cat(he, he), "fail 1002");
    add("5.4 binary inside a message", cat(he, binary(hex("00"))), "fail 1002");
    add(
        "5.4 text inside a message after a ping",
        cat(he, ping("p"), text("x")),
        "ping p",
        "fail 1002");
    add("5.4 close inside a message", cat(he, close(1000, "")), "close 1000");
  }

  private void controlFrames() {
    add("5.5.2 ping", ping("payload"), "ping payload");
    add("5.5.2 ping without payload", ping(""), "ping");
    add("5.5.2 ping of 125 bytes", ping("x".repeat(125)), "ping 125 bytes");
    add(
        "5.5.2 ping that is not text",
        frame(FIN | PING, hex("fffefdfcfb")),
        "ping \uFFFD\uFFFD\uFFFD\uFFFD\uFFFD");
    List<String> answers = new ArrayList<>();
    List<byte[]> pings = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      pings.add(ping("ping " + i));
      answers.add("ping ping " + i);
    }
    add(
        "5.5.2 ten pings at once, each answered",
        cat(pings.toArray(new byte[0][])),
        answers.toArray(new String[0]));
    add(
        "5.5.2 ping between messages",
        cat(text("a"), ping("p"), text("b")),
        "echo TEXT a",
        "ping p",
        "echo TEXT b");
    add("5.5.3 pong that nobody asked for", pong("alone"), "pong alone");
    add("5.5.3 empty pong", pong(""), "pong");
    add("5.5.3 pong, then ping", cat(pong("a"), ping("b")), "pong a", "ping b");
    add("5.5 ping of 126 bytes", frame(FIN | PING, new byte[126]), "fail 1002");
    add("5.5 pong of 126 bytes", frame(FIN | PONG, new byte[126]), "fail 1002");
    add("5.5 close of 126 bytes", frame(FIN | CLOSE, new byte[126]), "fail 1002");
    add("5.5 ping of 64 KiB", announce(FIN | PING, 65_536, 8), "fail 1002");
    add("5.5 ping without FIN", frame(PING, utf8("")), "fail 1002");
    add("5.5 pong without FIN", frame(PONG, utf8("x")), "fail 1002");
    add("5.5 close without FIN", frame(CLOSE, hex("03e8")), "fail 1002");
    add(
        "5.5 fragmented ping inside a message",
        cat(frame(TEXT, utf8("a")), frame(PING, utf8("p")), frame(FIN, utf8("b"))),
        "fail 1002");
  }

  private void closing() {
    add("5.5.1 close without payload", frame(FIN | CLOSE, utf8("")), "close");
    add("5.5.1 close with a code", close(1000, ""), "close 1000");
    add("5.5.1 close with a reason", close(1001, "going ä€😀"), "close 1001");
    add("5.5.1 close with the longest reason", close(1000, "r".repeat(123)), "close 1000");
    add("5.5.1 half a code", frame(FIN | CLOSE, hex("03")), "fail 1002");
    add(
        "5.5.1 nothing after a close",
        cat(close(1000, ""), text("late"), ping("late")),
        "close 1000");
    add("5.5.1 a second close", cat(close(1000, ""), close(1001, "")), "close 1000");
    add(
        "5.5.1 a violation after a close",
        cat(close(1000, ""), frame(FIN | 7, utf8(""))),
        "close 1000");
    add(
        "5.5.1 close after messages",
        cat(text("a"), ping("p"), close(4000, "done")),
        "echo TEXT a",
        "ping p",
        "close 4000");
    add(
        "7.1.7 nothing after a violation",
        cat(frame(FIN | 7, utf8("")), text("late"), close(1000, "")),
        "fail 1002");
    add(
        "7.4 reason with an overlong form",
        frame(FIN | CLOSE, closePayload(1000, hex("c0af"))),
        "fail 1007");
    add(
        "7.4 reason with half a character",
        frame(FIN | CLOSE, closePayload(1000, hex("61e282"))),
        "fail 1007");
    add(
        "7.4 reason with a surrogate",
        frame(FIN | CLOSE, closePayload(1000, hex("eda080"))),
        "fail 1007");
    add(
        "7.4 a bad code goes before a bad reason",
        frame(FIN | CLOSE, closePayload(1005, hex("ff"))),
        "fail 1002");
  }

  private void closeCodes() {
    int[] legal = {
      1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999
    };
    for (int code : legal) {
      add("7.4.1 code " + code, close(code, "why"), "close " + code);
    }
    int[] illegal = {
      0, 1, 100, 999, 1004, 1005, 1006, 1015, 1016, 1100, 1999, 2000, 2999, 5000, 32_768, 65_535
    };
    for (int code : illegal) {
      add("7.4.2 code " + code, close(code, "why"), "fail 1002");
    }
  }

  private void utf8Text() {
    String[] good = {
      "ASCII \0\u007F",
      "\u0080\u07FF",
      "\u0800\uD7FF\uE000\uFFFF",
      "\uD800\uDC00\uDBFF\uDFFF",
      "\uFEFFbyte order mark",
      "Fremde, Grüße, 日本語, 한국어, 🎈"
    };
    for (String one : good) {
      add("8.1 text " + hexOf(one), text(one), "echo " + Frames.describe(FIN | TEXT, utf8(one)));
    }
    String[] bad = {
      "80",
      "bf",
      "c0 80",
      "c1 bf",
      "c2",
      "c2 41",
      "df ff",
      "e0 80 80",
      "e0 9f bf",
      "e1 80",
      "e1 80 41",
      "ed a0 80",
      "ed bf bf",
      "ef",
      "f0 80 80 80",
      "f0 8f bf bf",
      "f1 80 80",
      "f4 90 80 80",
      "f5 80 80 80",
      "f8 88 80 80 80",
      "fc 84 80 80 80 80",
      "fe",
      "ff",
      "61 62 63 e4 f6 fc"
    };
    for (String one : bad) {
      add("8.1 no text: " + one, frame(FIN | TEXT, hex(one)), "fail 1007");
    }
    add(
        "8.1 a bad byte after many good ones",
        frame(FIN | TEXT, cat(utf8("good ".repeat(50)), hex("ff"))),
        "fail 1007");
    add("8.1 bytes need not be text", binary(hex("fffec080")), "echo BINARY fffec080");
    byte[] face = utf8("😀");
    add(
        "8.1 a character in four fragments",
        cat(
            frame(TEXT, cut(face, 1)),
            frame(0, new byte[] {face[1]}),
            frame(0, new byte[] {face[2]}),
            frame(FIN, new byte[] {face[3]})),
        "echo TEXT 😀");
    add(
        "8.1 a ping inside a character",
        cat(frame(TEXT, hex("c3")), ping("é"), frame(FIN, hex("a9"))),
        "ping é",
        "echo TEXT é");
    add(
        "8.1 half a character at the end of fragments",
        cat(frame(TEXT, hex("c3")), frame(FIN, utf8(""))),
        "fail 1007");
    add("8.1 told before the message ends", frame(TEXT, hex("61ff")), "fail 1007");
    add(
        "8.1 told in a later fragment",
        cat(frame(TEXT, hex("61c3")), frame(0, hex("61"))),
        "fail 1007");
    add(
        "8.1 told before the frame ends",
        cat(announce(FIN | TEXT, 100, 1), hex(masks ? "c837" : "ff37")),
        "fail 1007");
    add(
        "8.1 each text starts anew",
        cat(frame(BINARY, hex("c3")), frame(FIN, hex("c3")), text("é")),
        "echo BINARY c3c3",
        "echo TEXT é");
  }

  /** A text with characters of every length, cut at every octet. */
  private void textInFragments() {
    String all = "aé€😀\u07FF\uFFFDz";
    byte[] bytes = utf8(all);
    for (int at = 0; at <= bytes.length; at++) {
      byte[] rest = Arrays.copyOfRange(bytes, at, bytes.length);
      add(
          "5.6 text cut after octet " + at,
          cat(frame(TEXT, cut(bytes, at)), frame(FIN, rest)),
          "echo TEXT " + all);
      add(
          "5.6 text cut after octet " + at + ", with a ping",
          cat(frame(TEXT, cut(bytes, at)), ping("é"), frame(FIN, rest)),
          "ping é",
          "echo TEXT " + all);
    }
  }

  private static String hexOf(String s) {
    return HexFormat.of().formatHex(utf8(s.substring(0, 2)));
  }

  private void incomplete() {
    add("5.2 nothing at all", new byte[0]);
    add("5.2 half a head", cut(text("hello"), 1));
    add("5.2 a head without its length", cut(announce(FIN | BINARY, 500, 2), 3));
    add("5.2 a head without its key", cut(text("hello"), masks ? 5 : 2));
    add("5.2 half a payload", cut(text("hello"), masks ? 8 : 4));
    add("5.4 a message that does not end", cat(frame(TEXT, utf8("a")), frame(0, utf8("b"))));
    add(
        "5.4 the same, with a ping",
        cat(frame(TEXT, utf8("a")), ping("p"), frame(0, utf8("b"))),
        "ping p");
    add("5.5 half a ping", cut(ping("hello"), masks ? 8 : 4));
    add(
        "5.2 many messages at once",
        repeat(text("x"), 200),
        Collections.nCopies(200, "echo TEXT x").toArray(new String[0]));
  }
}
