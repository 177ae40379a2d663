package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgHandler;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.http.MgHttp;
import dev.mg.testkit.ContractPeer;
import dev.mg.testkit.Pump;
import dev.mg.testkit.SocketPeers;
import java.io.DataInputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A thousand subscribers over sockets, one of which does not read. */
class TopicsSocketTest {
  private static final int OTHERS = 999;
  private static final int ROUNDS = 16;
  private static final int HIGH = 16 << 10;
  private static final String MESSAGE = "m".repeat(4_000);
  private static final byte[] FRAME = Frames.server(0x81, Frames.utf8(MESSAGE));

  static List<String> transports() {
    return Transports.names();
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aStalledOneOfAThousand_staysBounded_andTheOthersGetAll(String transport) throws Exception {
    MgOptions options =
        new MgOptions()
            .transport(transport)
            .sendHighBytes(HIGH)
            .sendLowBytes(HIGH / 4)
            .sendBufferBytes(8 << 10);
    AtomicLong lost = new AtomicLong();
    List<MgConnection> members = new ArrayList<>();
    MgHandler app =
        (c, ev, evData, fnData) -> {
          if (ev == MgWs.EV_OPEN) {
            MgTopics.of(c.mgr()).subscribe(c, "news/" + (members.isEmpty() ? "+" : "today"));
            members.add(c);
          } else if (ev == MgTopics.EV_LOST) {
            lost.addAndGet(Long.parseLong(String.valueOf(evData)));
          }
        };
    try (SocketPeers peers = new SocketPeers();
        Socket stalled = new Socket();
        MgManager mgr = MgManager.create(options)) {
      MgTopics topics = MgTopics.of(mgr);
      MgConnection listener =
          MgHttp.listen(mgr, "http://127.0.0.1:0", new WsRig.Recorder(app, true), null);
      InetSocketAddress to = new InetSocketAddress("127.0.0.1", listener.loc().port());
      stalled.setReceiveBufferSize(4 << 10);
      stalled.setSoTimeout(10_000);
      DataInputStream in =
          Pump.during(
              mgr,
              "the stalled one",
              () -> {
                stalled.connect(to);
                stalled.getOutputStream().write(Frames.utf8(WsRig.REQUEST));
                DataInputStream stream = new DataInputStream(stalled.getInputStream());
                stream.readFully(new byte[WsRig.RESPONSE.length()]);
                return stream;
              });
      List<ContractPeer> others = Pump.during(mgr, "the others", () -> open(peers, to));
      assertThat(members).hasSize(1 + OTHERS);
      MgConnection slow = members.get(0);

      long toSlow = 0;
      for (int i = 0; i < ROUNDS; i++) {
        toSlow += topics.publish("news/today", MESSAGE, MgWs.OP_TEXT) - OTHERS;
        Pump.during(mgr, "message " + i + " at the others", () -> readOne(others));
        assertThat(slow.send.len()).as("bytes held").isLessThan(HIGH + FRAME.length);
      }
      assertThat(toSlow).as("messages before it was full").isBetween(4L, ROUNDS - 1L);
      assertThat(topics.missed()).isEqualTo(ROUNDS - toSlow);
      assertThat(lost).hasValue(0);

      int kept = (int) toSlow;
      Pump.during(mgr, "what the slow one has", () -> readFrames(in, kept));
      Pump.until(mgr, () -> lost.get() > 0, "LOST");
      assertThat(lost).hasValue(ROUNDS - toSlow);
      assertThat(topics.publish("news/today", MESSAGE, MgWs.OP_TEXT)).isEqualTo(1 + OTHERS);
      Pump.during(mgr, "the last message", () -> readFrames(in, 1));
    }
  }

  private static List<ContractPeer> open(SocketPeers peers, InetSocketAddress to) throws Exception {
    List<ContractPeer> all = new ArrayList<>();
    for (int i = 0; i < OTHERS; i++) {
      ContractPeer peer = peers.connect(to);
      peer.write(Frames.utf8(WsRig.REQUEST));
      all.add(peer);
    }
    for (ContractPeer peer : all) {
      peer.readN(WsRig.RESPONSE.length());
    }
    return all;
  }

  private static boolean readOne(List<ContractPeer> others) throws Exception {
    for (ContractPeer peer : others) {
      if (!Arrays.equals(peer.readN(FRAME.length), FRAME)) {
        throw new AssertionError("another frame came to " + peer.local());
      }
    }
    return true;
  }

  private static boolean readFrames(DataInputStream in, int n) throws Exception {
    byte[] frame = new byte[FRAME.length];
    for (int i = 0; i < n; i++) {
      in.readFully(frame);
      assertThat(frame).as("frame %d", i).isEqualTo(FRAME);
    }
    return true;
  }
}
