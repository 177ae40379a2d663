package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgOptions;
import org.junit.jupiter.api.Test;

/** What a peer may send of each kind of frame. */
class LimitsTest {
  private static WsRig rig(MgOptions options) {
    return new WsRig(options, 1 << 20, WsRig.ECHO);
  }

  @Test
  void aFrameAboveItsLimit_is1009_asSoonAsItIsAnnounced() throws Exception {
    try (WsRig rig = rig(new MgOptions().wsMaxFrameBytes(200))) {
      WsRig.Client client = rig.open();
      client.send(Frames.binary(new byte[200]));
      assertThat(client.frames()).containsExactly("BINARY 200 bytes");
      client.send(Frames.client(2, new byte[200]), Frames.client(0x80, new byte[200]));
      assertThat(client.frames()).containsExactly("BINARY 400 bytes");
      client.send(Frames.announce(0x82, 201, 2));
      assertThat(client.frames()).containsExactly("CLOSE 1009");
    }
  }

  @Test
  void oneFragmentTooMany_is1009() throws Exception {
    try (WsRig rig = rig(new MgOptions().wsMaxFragments(3))) {
      WsRig.Client client = rig.open();
      byte[] first = Frames.client(2, new byte[1]);
      byte[] more = Frames.client(0, new byte[1]);
      byte[] last = Frames.client(0x80, new byte[1]);
      client.send(first, more, last, first, more, last);
      assertThat(client.frames()).containsExactly("BINARY 000000", "BINARY 000000");
      client.send(first, Frames.ping(""), more, Frames.ping(""), more, Frames.ping(""), more);
      assertThat(client.frames()).containsExactly("PONG", "PONG", "PONG", "CLOSE 1009");
    }
  }

  @Test
  void tooManyControlFramesASecond_are1008() throws Exception {
    try (WsRig rig = rig(new MgOptions().wsMaxControlsPerSecond(10))) {
      WsRig.Client client = rig.open();
      for (int second = 0; second < 3; second++) {
        client.send(Frames.repeat(Frames.pong(""), 10));
        rig.pass(1000);
      }
      client.send(Frames.text("still there"));
      assertThat(client.frames()).containsExactly("TEXT still there");
      client.send(Frames.repeat(Frames.pong(""), 11));
      assertThat(client.frames()).containsExactly("CLOSE 1008");
    }
  }
}
