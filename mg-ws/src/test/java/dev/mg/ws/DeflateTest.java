package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgConnection;
import dev.mg.MgIobuf;
import dev.mg.MgOptions;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** permessage-deflate of a server; {@link DeflateCases} has what a peer may send. */
class DeflateTest {
  private static final String TEXT = "again and ".repeat(30);
  private static final int Z_TEXT = Frames.FIN | Frames.COMPRESSED | 1;

  private static MgOptions on() {
    return new MgOptions().wsDeflateLevel(6);
  }

  private static WsRig rig(MgOptions options) {
    return new WsRig(options, 1 << 22, WsRig.ECHO);
  }

  private static int natives(WsRig rig) {
    return WsShared.of(rig.mgr).deflate.natives();
  }

  /** A client with that offer; what the server says about extensions. */
  private static String handshake(WsRig rig, WsRig.Client client, String offer) throws IOException {
    String line = offer.isEmpty() ? "" : "Sec-WebSocket-Extensions: " + offer + "\r\n";
    client.peer.write(WsRig.REQUEST.substring(0, WsRig.REQUEST.length() - 2) + line + "\r\n");
    rig.poll();
    String answer = client.peer.receivedText();
    assertThat(answer).startsWith("HTTP/1.1 101 ");
    int at = answer.indexOf("Sec-WebSocket-Extensions: ");
    return at < 0 ? "" : answer.substring(at + 26, answer.indexOf('\r', at));
  }

  @Test
  void itIsOffUnlessAskedFor() throws Exception {
    try (WsRig rig = rig(new MgOptions())) {
      WsRig.Client client = rig.connect();
      assertThat(handshake(rig, client, "permessage-deflate")).isEmpty();
      client.send(Frames.client(Z_TEXT, Frames.deflate(Frames.utf8("x"))));
      assertThat(client.frames()).containsExactly("CLOSE 1002");
    }
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "'' | ''",
        "x-unknown | ''",
        "permessage-deflate; bad | ''",
        "x-unknown, permessage-deflate | permessage-deflate",
        "permessage-deflate; server_max_window_bits=10"
            + " | permessage-deflate; server_max_window_bits=10",
        "permessage-deflate; server_max_window_bits=16, permessage-deflate | permessage-deflate",
      },
      delimiter = '|')
  void theHandshakeAnswersTheOffer(String offer, String answer) throws Exception {
    try (WsRig rig = rig(on().wsDeflateTakeover(true))) {
      assertThat(handshake(rig, rig.connect(), offer)).isEqualTo(answer);
    }
  }

  @Test
  void aMalformedList_is400() throws Exception {
    for (MgOptions options : new MgOptions[] {new MgOptions(), on()}) {
      try (WsRig rig = rig(options)) {
        WsRig.Client client = rig.connect();
        client.peer.write(
            WsRig.request(true).replace("permessage-deflate", "permessage-deflate;;"));
        rig.poll();
        assertThat(client.peer.receivedText()).startsWith("HTTP/1.1 400 ");
      }
    }
  }

  @Test
  void everyWayToSend_compressesFromTheThresholdOn() throws Exception {
    try (WsRig rig = new WsRig(on().wsDeflateMinBytes(100), 1 << 20, WsRig.NOTHING)) {
      WsRig.Client client = rig.open(true);
      MgConnection c = Objects.requireNonNull(rig.seen.last);
      String less = "y".repeat(99);
      String more = "y".repeat(100);
      int before = c.send.len();
      int n = MgWs.send(c, more, MgWs.OP_TEXT);
      assertThat(n).isEqualTo(c.send.len() - before).isLessThan(100);
      MgWs.send(c, Frames.utf8(more), MgWs.OP_BINARY);
      MgWs.printf(c, MgWs.OP_TEXT, "%s", more);
      c.send(more);
      MgWs.wrap(c, 100, MgWs.OP_TEXT);
      MgWs.send(c, less, MgWs.OP_TEXT);
      MgWs.send(c, Frames.utf8(less), MgWs.OP_TEXT);
      MgWs.printf(c, MgWs.OP_TEXT, "%s", less);
      MgWs.send(c, "y".repeat(125), MgWs.OP_PING);
      rig.poll();
      assertThat(client.frames())
          .containsExactly(
              "zTEXT 100 bytes",
              "zBINARY 100 bytes",
              "zTEXT 100 bytes",
              "zTEXT 100 bytes",
              "TEXT 99 bytes",
              "TEXT 99 bytes",
              "TEXT 99 bytes",
              "PING 125 bytes");
    }
  }

  @Test
  void whatDoesNotGetSmaller_isSentAsItIs() throws Exception {
    byte[] noise = new byte[1000];
    new Random(1).nextBytes(noise);
    for (boolean takeover : new boolean[] {false, true}) {
      try (WsRig rig = rig(on().wsDeflateTakeover(takeover))) {
        WsRig.Client client = rig.connect();
        handshake(rig, client, "permessage-deflate");
        client.send(Frames.binary(noise), Frames.text(TEXT), Frames.binary(noise));
        assertThat(client.frames())
            .containsExactly("BINARY 1000 bytes", "zTEXT 300 bytes", "BINARY 1000 bytes");
      }
    }
  }

  @Test
  void windowsThatAreKept_makeTheSecondMessageSmaller_inBothDirections() throws Exception {
    byte[] noise = new byte[2000];
    new Random(2).nextBytes(noise);
    noise = Arrays.copyOf(noise, 2100);
    try (WsRig rig = rig(on().wsDeflateTakeover(true))) {
      WsRig.Client client = rig.connect();
      handshake(rig, client, "permessage-deflate");
      Deflater ours = new Deflater(9, true);
      Inflater theirs = new Inflater(true);
      for (int i = 0; i < 3; i++) {
        byte[] small = Frames.deflate(ours, noise);
        assertThat(small.length).as("sent").isLessThan(i == 0 ? 2100 : 100);
        client.send(Frames.client(Frames.FIN | Frames.COMPRESSED | 2, small));
        byte[] frame = client.peer.received();
        assertThat(frame.length).as("received").isLessThan(i == 0 ? 2100 : 100);
        assertThat(frame[0]).isEqualTo((byte) 0xC2);
        byte[] payload = Arrays.copyOfRange(frame, i == 0 ? 4 : 2, frame.length);
        assertThat(Frames.inflate(theirs, payload)).isEqualTo(noise);
      }
      ours.end();
      theirs.end();
      assertThat(natives(rig)).isEqualTo(2);
      client.peer.close();
      rig.poll();
      assertThat(natives(rig)).as("after CLOSE").isZero();
    }
  }

  /** No compressor here has a window that small; the promise is kept by pieces. */
  @ParameterizedTest
  @ValueSource(ints = {8, 9, 10, 12, 14})
  void aSmallWindow_isNeverExceeded(int bits) throws Exception {
    int window = 1 << bits;
    byte[] data = new byte[8 * window];
    new Random(3).nextBytes(data);
    // What repeats at a distance that is too long must not be referred to; what repeats within may.
    for (int i = 1; i < 8; i++) {
      System.arraycopy(data, 0, data, i * window, window / 2);
      Arrays.fill(data, i * window + window / 2, (i + 1) * window, (byte) i);
    }
    Deflation z = new Deflation(9);
    MgIobuf out = new MgIobuf();
    z.compress(data, 0, data.length, out, bits, true);
    z.end();
    byte[] small = out.str().toBytes();
    assertThat(Frames.inflate(small)).isEqualTo(data);
    assertThat(small.length)
        .as("the noise of %d pieces is there each time", 8)
        .isBetween(8 * window / 2, 6 * window);
    try (WsRig rig = rig(on().wsDeflateTakeover(true))) {
      WsRig.Client client = rig.connect();
      handshake(rig, client, "permessage-deflate; server_max_window_bits=" + bits);
      client.send(Frames.binary(data));
      assertThat(client.frames()).containsExactly("zBINARY " + data.length + " bytes");
    }
  }

  @Test
  void withoutWindows_oneCompressorServesAll_andIdleConnectionsHoldNothing() throws Exception {
    try (WsRig rig = rig(on())) {
      WsRig.Client[] clients = new WsRig.Client[20];
      for (int i = 0; i < clients.length; i++) {
        clients[i] = rig.open(true);
        clients[i].send(Frames.client(Z_TEXT, Frames.deflate(Frames.utf8(TEXT))));
        assertThat(clients[i].frames()).containsExactly("zTEXT 300 bytes");
      }
      assertThat(natives(rig)).as("a compressor and a decompressor").isEqualTo(2);
      byte[] half = Frames.cut(Frames.deflate(Frames.utf8(TEXT)), 9);
      for (WsRig.Client one : clients) {
        one.send(Frames.client(Frames.COMPRESSED | 1, half));
      }
      assertThat(natives(rig)).as("one a message under way").isEqualTo(21);
      for (WsRig.Client one : clients) {
        one.peer.reset();
      }
      rig.poll();
      assertThat(natives(rig)).as("after the last one has gone").isZero();
    }
  }

  @Test
  void everyEnd_givesTheNativeMemoryBack() throws Exception {
    for (boolean takeover : new boolean[] {false, true}) {
      WsRig rig = rig(on().wsDeflateTakeover(takeover));
      byte[] message = Frames.client(Z_TEXT, Frames.deflate(Frames.utf8(TEXT)));
      byte[] half = Frames.client(Frames.COMPRESSED | 1, Frames.cut(Frames.utf8("\u00f2"), 1));
      byte[][] ends = {
        Frames.close(1000, ""),
        Frames.client(Frames.FIN | 7, new byte[0]),
        Frames.client(Z_TEXT, Frames.hex("ffff")),
        half,
      };
      for (byte[] end : ends) {
        WsRig.Client client = rig.connect();
        handshake(rig, client, "permessage-deflate");
        client.send(message, end);
        client.peer.close();
        rig.poll();
        assertThat(natives(rig)).isZero();
      }
      WsRig.Client client = rig.connect();
      handshake(rig, client, "permessage-deflate");
      client.send(message, half);
      WsShared shared = WsShared.of(rig.mgr);
      assertThat(shared.deflate.natives()).isPositive();
      rig.close();
      assertThat(shared.deflate.natives()).as("after the manager").isZero();
    }
  }

  @Test
  void aBomb_isInflatedUpToTheLimitAndNoFurther() throws Exception {
    byte[] bomb = Frames.deflate(new byte[100_000_000]);
    try (WsRig rig = rig(on().wsMaxMessageBytes(100_000))) {
      for (int i = 0; i < 3; i++) {
        WsRig.Client client = rig.open(true);
        client.send(Frames.client(Frames.FIN | Frames.COMPRESSED | 2, bomb));
        assertThat(client.frames()).containsExactly("CLOSE 1009");
        assertThat(rig.seen.take()).isEmpty();
      }
    }
    Inflation z = new Inflation();
    MgIobuf out = new MgIobuf();
    z.begin(out);
    assertThat(z.feed(bomb, 0, bomb.length, 100_000)).isEqualTo(Violation.TOO_BIG.answer());
    assertThat(out.len()).isEqualTo(100_001);
    assertThat(out.capacity()).isLessThanOrEqualTo(262_144);
    z.end();
  }

  @Test
  void whereWindowsAreKept_aMessageThatIsCut_isTold() throws Exception {
    try (WsRig rig = rig(on().wsDeflateTakeover(true).wsDeflateMinBytes(1_000))) {
      Deflater deflater = new Deflater(9, true);
      byte[] first = Frames.client(Z_TEXT, Frames.deflate(deflater, Frames.utf8(TEXT)));
      byte[] second = Frames.deflate(deflater, DeflateCases.letters());
      deflater.end();
      for (int n = 0; n <= second.length; n++) {
        WsRig.Client client = rig.connect();
        handshake(rig, client, "permessage-deflate");
        client.send(first, Frames.client(Z_TEXT, Frames.cut(second, n)));
        assertThat(client.frames())
            .as("cut after octet %d", n)
            .containsExactly("TEXT 300 bytes", n < second.length ? "CLOSE 1007" : "TEXT 300 bytes");
        client.peer.close();
        rig.poll();
      }
    }
  }

  @Test
  void aHandlerThatKeepsTheMessage_isToldSoByTheChecks() throws Exception {
    MgWsMessage[] kept = {null};
    WsRig rig =
        new WsRig(
            on(),
            1 << 20,
            (c, ev, evData, fnData) -> {
              if (ev == MgWs.EV_MSG) {
                kept[0] = (MgWsMessage) evData;
              }
            });
    try (rig) {
      rig.open(true).send(Frames.client(Z_TEXT, Frames.deflate(Frames.utf8(TEXT))));
      assertThatThrownBy(() -> kept[0].op()).isInstanceOf(IllegalStateException.class);
    }
  }

  /** A kilobyte becomes a megabyte: what one read brought is inflated in many turns. */
  @Test
  void messagesThatGrow_areInflatedInShares_soThatOthersHaveTheirTurn() throws Exception {
    int[] messages = {0};
    try (WsRig rig =
        new WsRig(
            on(), 1 << 20, (c, ev, evData, fnData) -> messages[0] += ev == MgWs.EV_MSG ? 1 : 0)) {
      WsRig.Client client = rig.open(true);
      byte[] bomb = Frames.client(Z_TEXT, Frames.deflate(new byte[1 << 20]));
      assertThat(bomb.length).isLessThan(2_000);
      client.peer.write(Frames.repeat(bomb, 50));
      int before = 0;
      for (int polls = 0; messages[0] < 50; polls++) {
        rig.mgr.poll(0);
        assertThat(messages[0] - before).as("messages in poll %d", polls).isBetween(1, 3);
        before = messages[0];
      }
      assertThat(client.frames()).isEmpty();
    }
  }

  @Test
  void aMessageThatFoundNoRoom_isNotReferredTo() throws Exception {
    MgOptions options = on().wsDeflateTakeover(true).wsDeflateMinBytes(100);
    options.maxSendBytes(10_000).sendHighBytes(9_000).sendLowBytes(100);
    try (WsRig rig = new WsRig(options, 1 << 20, WsRig.NOTHING)) {
      WsRig.Client client = rig.connect();
      handshake(rig, client, "permessage-deflate");
      MgConnection c = Objects.requireNonNull(rig.seen.last);
      byte[] noise = new byte[20_000];
      new Random(3).nextBytes(noise);
      byte[] piece = Arrays.copyOf(Arrays.copyOf(noise, 200), 1_000);
      // Less by its zeros, or it would go as it is, and still too much.
      assertThat(MgWs.send(c, Arrays.copyOf(noise, 21_000), MgWs.OP_BINARY)).isZero();
      assertThat(MgWs.send(c, piece, MgWs.OP_BINARY)).isPositive();
      rig.poll();
      byte[] frame = client.peer.received();
      assertThat(frame[0]).isEqualTo((byte) 0xC2);
      assertThat(Frames.inflate(Arrays.copyOfRange(frame, 4, frame.length))).isEqualTo(piece);
    }
  }
}
