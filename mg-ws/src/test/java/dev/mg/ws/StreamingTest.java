package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgHandler;
import dev.mg.MgOptions;
import dev.mg.testkit.Dribbler;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that come in parts. */
class StreamingTest {
  private final List<String> parts = new ArrayList<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int longest;

  private final MgHandler app =
      (c, ev, evData, fnData) -> {
        if (ev == MgWs.EV_OPEN) {
          MgWs.stream(c, true);
        } else if (ev == MgWs.EV_PART) {
          MgWsMessage wm = (MgWsMessage) evData;
          String end = wm.isLast() ? "!" : "";
          parts.add(wm.op() + ":" + wm.data.latin1() + end);
          bytes.writeBytes(wm.data.toBytes());
          longest = Math.max(longest, wm.data.len());
        }
      };

  private WsRig rig(MgOptions options) {
    return new WsRig(options, 1 << 20, app);
  }

  @Test
  void partsComeAsTheyArrive_withTheOpcodeOfTheFirst() throws Exception {
    try (WsRig rig = rig(new MgOptions())) {
      WsRig.Client client = rig.open();
      byte[] frame = Frames.client(2, Frames.utf8("abcdef"));
      client.send(Frames.cut(frame, 6));
      assertThat(parts).isEmpty();
      client.send(new byte[] {frame[6], frame[7]});
      client.send(new byte[] {frame[8], frame[9], frame[10], frame[11]});
      client.send(Frames.ping("p"));
      client.send(Frames.client(0, new byte[0]));
      client.send(Frames.client(Frames.FIN, Frames.utf8("g")));
      client.send(Frames.text("t"), Frames.text(""));
      client.send(Frames.client(1, Frames.utf8("u")));
      client.send(Frames.client(Frames.FIN, new byte[0]));
      assertThat(parts).containsExactly("2:ab", "2:cdef", "2:g!", "1:t!", "1:!", "1:u", "1:!");
      assertThat(client.frames()).containsExactly("PONG p");
      assertThat(rig.seen.take()).containsExactly("CTL PING p");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aMessageOfAnyLength_passesInConstantMemory(boolean deflate) throws Exception {
    try (WsRig rig =
        rig(new MgOptions().wsMaxMessageBytes(1000).readBytes(4096).wsDeflateLevel(1))) {
      WsRig.Client client = rig.open(deflate);
      byte[] all = new byte[3_000_000];
      for (int i = 0; i < all.length; i++) {
        all[i] = (byte) (i * 31 >>> 4);
      }
      byte[] payload = deflate ? Frames.deflate(all) : all;
      int flags = Frames.FIN | 2 | (deflate ? Frames.COMPRESSED : 0);
      Dribbler.pieces(Frames.client(flags, payload), 10_000, Dribbler.into(client.peer, rig::poll));
      assertThat(Arrays.equals(bytes.toByteArray(), all)).as("%d bytes", bytes.size()).isTrue();
      assertThat(parts.get(parts.size() - 1)).endsWith("!");
      assertThat(longest).isLessThan(deflate ? 2_000_000 : 5_000);
      assertThat(Objects.requireNonNull(rig.seen.last).recv.capacity()).isLessThan(100_000);
    }
  }

  @Test
  void textIsCheckedAcrossParts() throws Exception {
    try (WsRig rig = rig(new MgOptions())) {
      WsRig.Client client = rig.open();
      client.send(Frames.client(1, Frames.hex("61c3")));
      client.send(Frames.client(0, Frames.hex("a9")));
      client.send(Frames.client(Frames.FIN, Frames.hex("c3")));
      assertThat(parts).hasSize(2);
      assertThat(client.frames()).containsExactly("CLOSE 1007");
      WsRig.Client other = rig.open();
      other.send(Frames.client(1, Frames.hex("61ff")));
      assertThat(parts).hasSize(2);
      assertThat(other.frames()).containsExactly("CLOSE 1007");
    }
  }

  @Test
  void itIsDecidedMessageByMessage() throws Exception {
    try (WsRig rig = new WsRig(new MgOptions(), 1 << 20, WsRig.NOTHING)) {
      WsRig.Client client = rig.open();
      MgConnection c = Objects.requireNonNull(rig.seen.last);
      client.send(Frames.client(1, Frames.utf8("who")));
      MgWs.stream(c, true);
      client.send(Frames.client(Frames.FIN, Frames.utf8("le")));
      assertThat(rig.seen.take()).containsExactly("MSG TEXT whole");
      client.send(Frames.client(1, Frames.utf8("part")));
      MgWs.stream(c, false);
      client.send(Frames.client(Frames.FIN, Frames.utf8("s")));
      client.send(Frames.text("whole"));
      assertThat(rig.seen.take()).containsExactly("MSG TEXT whole");
    }
  }

  @Test
  void theFrameLimit_holdsForPartsToo() throws Exception {
    try (WsRig rig = rig(new MgOptions().wsMaxFrameBytes(1000))) {
      WsRig.Client client = rig.open();
      client.send(Frames.client(2, new byte[1000]), Frames.client(0, new byte[1000]));
      assertThat(bytes.size()).isEqualTo(2000);
      client.send(Frames.announce(0, 1001, 2));
      assertThat(client.frames()).containsExactly("CLOSE 1009");
    }
  }
}
