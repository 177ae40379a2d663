package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mg.MgConnection;
import dev.mg.MgException;
import dev.mg.MgOptions;
import dev.mg.MgStr;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendingTest {
  private final WsRig rig = new WsRig(WsRig.NOTHING);
  private WsRig.Client client;
  private MgConnection c;

  @BeforeEach
  void open() throws Exception {
    client = rig.open();
    c = Objects.requireNonNull(rig.seen.last);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private void expect(String... frames) {
    rig.poll();
    assertThat(client.frames()).containsExactly(frames);
  }

  private void refused(String why, Runnable call) {
    int before = c.send.len();
    assertThatThrownBy(call::run).isInstanceOf(MgException.class).hasMessageContaining(why);
    assertThat(c.send.len()).as("bytes in send").isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536, 300_000})
  void send_returnsTheBytesAppended_headIncluded(int n) {
    int head = n <= 125 ? 2 : n <= 65_535 ? 4 : 10;
    byte[] payload = new byte[n];
    assertThat(MgWs.send(c, payload, MgWs.OP_BINARY)).isEqualTo(head + n);
    assertThat(c.send.len()).isEqualTo(head + n);
    assertThat(MgWs.send(c, "x".repeat(n), MgWs.OP_TEXT)).isEqualTo(head + n);
    assertThat(MgWs.printf(c, MgWs.OP_TEXT, "%s", "y".repeat(n))).isEqualTo(head + n);
    rig.poll();
    byte[] text = Frames.server(0x81, Frames.utf8("x".repeat(n)));
    byte[] formatted = Frames.server(0x81, Frames.utf8("y".repeat(n)));
    assertThat(client.peer.received())
        .isEqualTo(Frames.cat(Frames.server(0x82, payload), text, formatted));
  }

  @Test
  void everyKindOfData() {
    MgWs.send(c, MgStr.of("--slice--").slice(2, 7), MgWs.OP_TEXT);
    MgWs.send(c, Frames.hex("00ff"), MgWs.OP_BINARY);
    MgWs.send(c, Frames.hex("00010203"), 1, 2, MgWs.OP_BINARY);
    MgWs.send(c, "ä€😀", MgWs.OP_TEXT);
    MgWs.send(c, "half \uD800", MgWs.OP_TEXT);
    MgWs.printf(c, MgWs.OP_TEXT, "%d %s", 7, "seven");
    MgWs.vprintf(c, MgWs.OP_BINARY, "%c", new Object[] {'a'});
    MgWs.send(c, "p", MgWs.OP_PING);
    MgWs.send(c, "", MgWs.OP_PONG);
    expect(
        "TEXT slice",
        "BINARY 00ff",
        "BINARY 0102",
        "TEXT ä€😀",
        "TEXT half ?",
        "TEXT 7 seven",
        "BINARY 61",
        "PING p",
        "PONG");
  }

  @Test
  void parts_areFragmentsWithControlFramesBetween() {
    MgWs.sendPart(c, MgStr.of("a"), MgWs.OP_TEXT, false);
    MgWs.send(c, "p", MgWs.OP_PING);
    MgWs.sendPart(c, MgStr.of("b"), MgWs.OP_CONTINUE, false);
    MgWs.sendPart(c, MgStr.EMPTY, MgWs.OP_CONTINUE, true);
    MgWs.sendPart(c, MgStr.of("alone"), MgWs.OP_BINARY, true);
    MgWs.send(c, "next", MgWs.OP_TEXT);
    expect("-TEXT a", "PING p", "-CONTINUE b", "CONTINUE", "BINARY 616c6f6e65", "TEXT next");
  }

  @Test
  void partsOutOfTurn_throw() {
    refused("no message to continue", () -> MgWs.sendPart(c, MgStr.EMPTY, MgWs.OP_CONTINUE, true));
    refused("cannot be sent in parts", () -> MgWs.sendPart(c, MgStr.EMPTY, MgWs.OP_PING, true));
    MgWs.sendPart(c, MgStr.of("a"), MgWs.OP_TEXT, false);
    refused("not finished", () -> MgWs.sendPart(c, MgStr.EMPTY, MgWs.OP_TEXT, true));
    refused("not finished", () -> MgWs.send(c, "x", MgWs.OP_TEXT));
    refused("not finished", () -> MgWs.printf(c, MgWs.OP_BINARY, "x"));
    MgWs.sendPart(c, MgStr.of("b"), MgWs.OP_CONTINUE, true);
    expect("-TEXT a", "CONTINUE b");
  }

  @Test
  void wrap_turnsTheTailOfSendIntoAFrame() {
    MgWs.send(c, "before", MgWs.OP_TEXT);
    int start = c.send.len();
    c.printf("%s protocol", "any");
    int wrapped = MgWs.wrap(c, c.send.len() - start, MgWs.OP_BINARY);
    assertThat(wrapped).isEqualTo(c.send.len()).isEqualTo(start + 2 + 12);
    c.send(new byte[200]);
    MgWs.wrap(c, 200, MgWs.OP_BINARY);
    MgWs.wrap(c, 0, MgWs.OP_TEXT);
    c.send("ping");
    MgWs.wrap(c, 4, MgWs.OP_PING);
    expect(
        "TEXT before", "BINARY 616e792070726f746f636f6c", "BINARY 200 bytes", "TEXT", "PING ping");
  }

  @Test
  void wrap_ofAClosePayload_closes() throws Exception {
    c.send(Frames.closePayload(1000, Frames.utf8("done")));
    MgWs.wrap(c, 6, MgWs.OP_CLOSE);
    expect("CLOSE 1000");
    client.send(Frames.close(1000, ""));
    assertThat(client.isEnded()).isTrue();
  }

  @Test
  void send_ofAClosePayload_closes() throws Exception {
    MgWs.send(c, MgStr.EMPTY, MgWs.OP_CLOSE);
    expect("CLOSE");
    client.send(Frames.close(1000, ""));
    assertThat(client.isEnded()).isTrue();
  }

  @Test
  void wrap_ofMoreThanThereIs_throws() {
    c.send("abc");
    refused("send holds 3 bytes, not the 4", () -> MgWs.wrap(c, 4, MgWs.OP_TEXT));
    refused("not the -1", () -> MgWs.wrap(c, -1, MgWs.OP_TEXT));
    c.send.clear();
  }

  @Test
  void whatWouldBreakARule_throwsAndLeavesSendAsItWas() {
    byte[] long126 = new byte[126];
    refused("126 bytes: 125 at most", () -> MgWs.send(c, long126, MgWs.OP_PING));
    refused("126 bytes: 125 at most", () -> MgWs.send(c, "x".repeat(126), MgWs.OP_PONG));
    refused("126 bytes: 125 at most", () -> MgWs.printf(c, MgWs.OP_PING, "%126d", 1));
    refused("opcode 0", () -> MgWs.send(c, "x", MgWs.OP_CONTINUE));
    refused("opcode 3", () -> MgWs.send(c, "x", 3));
    refused("opcode 129", () -> MgWs.send(c, "x", 129));
    refused("half a code", () -> MgWs.send(c, "x", MgWs.OP_CLOSE));
    refused("1006", () -> MgWs.send(c, Frames.closePayload(1006, new byte[0]), MgWs.OP_CLOSE));
    refused("not UTF-8", () -> MgWs.send(c, Frames.hex("03e8ff"), MgWs.OP_CLOSE));
  }

  /** In a run with checks, as all tests are. */
  @Test
  void textThatIsNotUtf8_isRefusedWhenChecksAreOn() {
    refused("not UTF-8", () -> MgWs.send(c, Frames.hex("ff"), MgWs.OP_TEXT));
    refused("not UTF-8", () -> MgWs.send(c, Frames.hex("c3"), MgWs.OP_TEXT));
  }

  @Test
  void wrapOfWhatIsRefused_deletesTheBytes() {
    c.send(new byte[126]);
    assertThatThrownBy(() -> MgWs.wrap(c, 126, MgWs.OP_PING)).isInstanceOf(MgException.class);
    assertThat(c.send.len()).isZero();
  }

  @Test
  void aConnectionThatIsNoWebSocket_isRefused() throws Exception {
    try (WsRig plain = new WsRig(new MgOptions(), 1 << 16, WsRig.NOTHING, false)) {
      plain.connect().peer.write(WsRig.REQUEST);
      plain.poll();
      MgConnection http = Objects.requireNonNull(plain.seen.last);
      assertThatThrownBy(() -> MgWs.send(http, "x", MgWs.OP_TEXT))
          .isInstanceOf(MgException.class)
          .hasMessageContaining("does not speak WebSocket: upgrade it first");
    }
  }

  /** Bytes are waiting already, so that nothing but the check itself would notice. */
  @Test
  void callsByAnotherThread_areRefusedAndAppendNothing() throws Exception {
    MgWs.send(c, "x", MgWs.OP_TEXT);
    int before = c.send.len();
    List<Runnable> calls =
        List.of(
            () -> MgWs.send(c, "y", MgWs.OP_TEXT),
            () -> MgWs.printf(c, MgWs.OP_TEXT, "y"),
            () -> MgWs.wrap(c, 0, MgWs.OP_TEXT),
            () -> MgWs.sendPart(c, MgStr.of("y"), MgWs.OP_TEXT, false),
            () -> MgWs.close(c, 1000, ""));
    for (Runnable call : calls) {
      FutureTask<IllegalStateException> refused =
          new FutureTask<>(() -> catchThrowableOfType(IllegalStateException.class, call::run));
      new Thread(refused, "elsewhere").start();
      assertThat(refused.get(10, TimeUnit.SECONDS))
          .hasMessageContainingAll("'elsewhere'", "mgr.execute");
    }
    assertThat(c.send.len()).isEqualTo(before);
  }

  @Test
  void afterTheConnectionHasClosed_nothingHappens() {
    client.peer.reset();
    rig.poll();
    assertThat(rig.seen.take()).containsExactly("CLOSE RESET");
    assertThat(MgWs.send(c, "x", MgWs.OP_TEXT)).isZero();
    assertThat(MgWs.printf(c, MgWs.OP_TEXT, "x")).isZero();
    assertThat(MgWs.wrap(c, 0, MgWs.OP_TEXT)).isZero();
    assertThat(MgWs.sendPart(c, MgStr.of("x"), MgWs.OP_TEXT, false)).isZero();
    assertThat(MgWs.sendPart(c, MgStr.of("x"), MgWs.OP_CONTINUE, false)).isZero();
    assertThat(MgWs.sendPart(c, MgStr.of("x"), MgWs.OP_CONTINUE, true)).isZero();
    MgWs.close(c, 1000, "");
  }

  /** A frame that finds no room is left out whole, and the connection ends with an error. */
  @Test
  void aboveMaxSendBytes_noHalfFrameIsSent() throws Exception {
    MgOptions options = new MgOptions().maxSendBytes(10_000).sendHighBytes(9_000).sendLowBytes(100);
    try (WsRig small = new WsRig(options, 1 << 20, WsRig.NOTHING)) {
      WsRig.Client peer = small.open();
      MgConnection of = Objects.requireNonNull(small.seen.last);
      MgWs.send(of, new byte[5_000], MgWs.OP_BINARY);
      assertThat(MgWs.send(of, new byte[5_000], MgWs.OP_BINARY)).isZero();
      small.poll();
      assertThat(small.seen.take()).containsExactly("ERROR MgException", "CLOSE ERROR");
      assertThat(peer.frames()).containsExactly("BINARY 5000 bytes");
    }
  }

  /** What the peer gets of a message in parts is its start, and never a text with a hole. */
  @Test
  void aboveMaxSendBytes_noPartIsSentBehindOneThatWasLeftOut() throws Exception {
    MgOptions options = new MgOptions().maxSendBytes(10_000).sendHighBytes(9_000).sendLowBytes(100);
    try (WsRig small = new WsRig(options, 1 << 20, WsRig.NOTHING)) {
      WsRig.Client peer = small.open();
      MgConnection of = Objects.requireNonNull(small.seen.last);
      assertThat(MgWs.sendPart(of, MgStr.of("one"), MgWs.OP_TEXT, false)).isEqualTo(5);
      MgStr large = MgStr.of("x".repeat(10_000));
      assertThat(MgWs.sendPart(of, large, MgWs.OP_CONTINUE, false)).isZero();
      assertThat(MgWs.sendPart(of, MgStr.of("three"), MgWs.OP_CONTINUE, false)).isZero();
      assertThat(MgWs.sendPart(of, MgStr.of("four"), MgWs.OP_CONTINUE, true)).isZero();
      small.poll();
      assertThat(small.seen.take()).containsExactly("ERROR MgException", "CLOSE ERROR");
      assertThat(peer.frames()).containsExactly("-TEXT one");
    }
  }
}
