package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgOptions;
import dev.mg.MgStr;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages that we send in parts, compressed: one stream, however it was cut. */
class DeflatePartsTest {
  private static final int MIN_BYTES = 100;
  private static final String LONG = "y".repeat(MIN_BYTES);

  /** A frame that came. */
  private record Frame(int flags, byte[] payload) {}

  private static WsRig rig(boolean takeover) {
    MgOptions options =
        new MgOptions()
            .wsDeflateLevel(6)
            .wsDeflateMinBytes(MIN_BYTES)
            .wsDeflateTakeover(takeover)
            .maxSendBytes(1 << 24);
    return new WsRig(options, 1 << 24, WsRig.NOTHING);
  }

  private static MgConnection open(WsRig rig, WsRig.Client client, String offer)
      throws IOException {
    client.peer.write(
        WsRig.REQUEST.substring(0, WsRig.REQUEST.length() - 2)
            + "Sec-WebSocket-Extensions: "
            + offer
            + "\r\n\r\n");
    rig.poll();
    assertThat(client.peer.receivedText()).contains("Extensions: permessage-deflate");
    return Objects.requireNonNull(rig.seen.last);
  }

  private static List<Frame> frames(WsRig rig, WsRig.Client client) {
    rig.poll();
    byte[] all = client.peer.received();
    List<Frame> frames = new ArrayList<>();
    for (int at = 0; at < all.length; ) {
      int flags = all[at] & 0xFF;
      int n = all[at + 1] & 0x7F;
      int octets = n < 126 ? 0 : n == 126 ? 2 : 8;
      at += 2;
      for (int i = 0; i < octets; i++) {
        n = (i == 0 ? 0 : n << 8) | all[at++] & 0xFF;
      }
      frames.add(new Frame(flags, Arrays.copyOfRange(all, at, at + n)));
      at += n;
    }
    return frames;
  }

  private static byte[] joined(List<Frame> frames) {
    return Frames.cat(frames.stream().map(Frame::payload).toArray(byte[][]::new));
  }

  private static byte[] text(int seed, int n) {
    Random random = new Random(seed);
    byte[] all = new byte[n];
    for (int i = 0; i < n; i++) {
      all[i] = (byte) (i > 50 && random.nextInt(4) > 0 ? all[i - 50] : 'a' + random.nextInt(26));
    }
    return all;
  }

  @ParameterizedTest
  @CsvSource({
    "false, permessage-deflate",
    "true, permessage-deflate",
    "true, permessage-deflate; server_no_context_takeover",
    "true, permessage-deflate; server_max_window_bits=9",
    "false, permessage-deflate; server_max_window_bits=9",
  })
  void whatTheFirstPartBegins_isOneStream_cutAnywhere(boolean takeover, String offer)
      throws Exception {
    try (WsRig rig = rig(takeover)) {
      WsRig.Client client = rig.connect();
      MgConnection c = open(rig, client, offer);
      boolean keeps = takeover && !offer.contains("no_context");
      Inflater inflater = new Inflater(true);
      Random random = new Random(7);
      for (int round = 0; round < 40; round++) {
        byte[] all = text(round, MIN_BYTES + random.nextInt(round % 4 == 0 ? 100_000 : 2_000));
        int parts = send(c, all, random);
        List<Frame> frames = frames(rig, client);
        assertThat(frames).hasSize(parts);
        for (int i = 0; i < parts; i++) {
          int flags = i == 0 ? MgWs.OP_BINARY | Frames.COMPRESSED : MgWs.OP_CONTINUE;
          flags |= i == parts - 1 ? Frames.FIN : 0;
          assertThat(frames.get(i).flags()).as("flags of part %d", i).isEqualTo(flags);
        }
        byte[] stream = joined(frames);
        assertThat(keeps ? Frames.inflate(inflater, stream) : Frames.inflate(stream))
            .as("round %d", round)
            .isEqualTo(all);
      }
      inflater.end();
      client.peer.close();
      rig.poll();
      assertThat(WsShared.of(rig.mgr).deflate.natives()).isZero();
    }
  }

  /** The first part has what it takes, the others are of any length, the last may be empty. */
  private static int send(MgConnection c, byte[] all, Random random) {
    int at = MIN_BYTES;
    int parts = 1;
    MgWs.sendPart(c, new MgStr(all, 0, at), MgWs.OP_BINARY, false);
    while (at < all.length || random.nextBoolean()) {
      int n = random.nextInt(4) == 0 ? 0 : Math.min(random.nextInt(5_000), all.length - at);
      MgWs.sendPart(c, new MgStr(all, at, n), MgWs.OP_CONTINUE, false);
      at += n;
      parts++;
    }
    MgWs.sendPart(c, MgStr.EMPTY, MgWs.OP_CONTINUE, true);
    return parts + 1;
  }

  @Test
  void aPartCanBeReadBeforeTheNextIsThere() throws Exception {
    try (WsRig rig = rig(false)) {
      WsRig.Client client = rig.connect();
      MgConnection c = open(rig, client, "permessage-deflate");
      MgWs.sendPart(c, MgStr.of(LONG), MgWs.OP_TEXT, false);
      byte[] first = joined(frames(rig, client));
      assertThat(first.length).isLessThan(MIN_BYTES / 2);
      assertThat(Frames.inflate(first)).isEqualTo(Frames.utf8(LONG));
      MgWs.sendPart(c, MgStr.of("end"), MgWs.OP_CONTINUE, true);
      byte[] all = Frames.cat(first, joined(frames(rig, client)));
      assertThat(Frames.inflate(all)).isEqualTo(Frames.utf8(LONG + "end"));
    }
  }

  /** They have one compressor together. */
  @Test
  void twoConnectionsInTurn_doNotMix() throws Exception {
    try (WsRig rig = rig(false)) {
      WsRig.Client one = rig.connect();
      MgConnection to1 = open(rig, one, "permessage-deflate");
      WsRig.Client two = rig.connect();
      MgConnection to2 = open(rig, two, "permessage-deflate");
      String ones = "1".repeat(500);
      String twos = "2".repeat(500);
      MgWs.sendPart(to1, MgStr.of(ones), MgWs.OP_TEXT, false);
      MgWs.sendPart(to2, MgStr.of(twos), MgWs.OP_TEXT, false);
      MgWs.sendPart(to1, MgStr.of(ones), MgWs.OP_CONTINUE, true);
      MgWs.sendPart(to2, MgStr.of(twos), MgWs.OP_CONTINUE, true);
      assertThat(Frames.inflate(joined(frames(rig, one)))).asString().isEqualTo(ones + ones);
      assertThat(Frames.inflate(joined(frames(rig, two)))).asString().isEqualTo(twos + twos);
    }
  }

  @Test
  void aShortFirstPart_leavesTheMessageAsItIs_andOnePartAloneIsAMessage() throws Exception {
    try (WsRig rig = rig(false)) {
      WsRig.Client client = rig.connect();
      MgConnection c = open(rig, client, "permessage-deflate");
      MgWs.sendPart(c, MgStr.of(LONG.substring(1)), MgWs.OP_TEXT, false);
      MgWs.send(c, "p", MgWs.OP_PING);
      MgWs.sendPart(c, MgStr.of(LONG), MgWs.OP_CONTINUE, true);
      MgWs.sendPart(c, MgStr.EMPTY, MgWs.OP_TEXT, false);
      MgWs.sendPart(c, MgStr.of("x"), MgWs.OP_CONTINUE, true);
      MgWs.sendPart(c, MgStr.of(LONG), MgWs.OP_TEXT, true);
      MgWs.sendPart(c, MgStr.of("x"), MgWs.OP_TEXT, true);
      rig.poll();
      assertThat(client.frames())
          .containsExactly(
              "-TEXT 99 bytes",
              "PING p",
              "CONTINUE 100 bytes",
              "-TEXT",
              "CONTINUE x",
              "zTEXT 100 bytes",
              "TEXT x");
    }
  }

  @Test
  void afterAClose_noPartIsSent() throws Exception {
    try (WsRig rig = rig(true)) {
      WsRig.Client client = rig.connect();
      MgConnection c = open(rig, client, "permessage-deflate");
      MgWs.sendPart(c, MgStr.of(LONG), MgWs.OP_TEXT, false);
      MgWs.close(c, 1000, "");
      assertThat(MgWs.sendPart(c, MgStr.of(LONG), MgWs.OP_CONTINUE, false)).isZero();
      assertThat(MgWs.sendPart(c, MgStr.of(LONG), MgWs.OP_CONTINUE, true)).isZero();
      assertThat(frames(rig, client)).extracting(Frame::flags).containsExactly(0x41, 0x88);
    }
  }
}
