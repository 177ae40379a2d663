package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One message in the forms that its subscribers agreed on: plain, compressed, masked. */
class TopicsFormsTest {
  private static final String LONG = "again and ".repeat(30);

  private final WsRig rig =
      new WsRig(
          new MgOptions().wsDeflateLevel(6).wsDeflateTakeover(true).wsDeflateMinBytes(64),
          1 << 20,
          WsRig.NOTHING);
  private final MgTopics topics = MgTopics.of(rig.mgr);

  @AfterEach
  void close() {
    rig.close();
  }

  private MgConnection server() {
    return Objects.requireNonNull(rig.seen.last);
  }

  /** A client that offers compression so, "" for none, and has subscribed. */
  private WsRig.Client member(String offer) throws Exception {
    WsRig.Client client = rig.connect();
    String line = offer.isEmpty() ? "" : "Sec-WebSocket-Extensions: " + offer + "\r\n";
    client.peer.write(WsRig.REQUEST.substring(0, WsRig.REQUEST.length() - 2) + line + "\r\n");
    rig.poll();
    assertThat(client.peer.receivedText())
        .startsWith("HTTP/1.1 101 ")
        .contains(offer.isEmpty() ? "\r\n" : offer);
    assertThat(topics.subscribe(server(), "t")).isTrue();
    return client;
  }

  /** The messages of a server's frames, "z" before those that came compressed. */
  private static List<String> messages(byte[] bytes, Inflater inflater, byte[] noise) {
    List<String> all = new ArrayList<>();
    for (int at = 0; at < bytes.length; ) {
      int n = bytes[at + 1] & 0xFF;
      int head = 2;
      if (n == 126) {
        n = (bytes[at + 2] & 0xFF) << 8 | bytes[at + 3] & 0xFF;
        head = 4;
      }
      byte[] payload = Arrays.copyOfRange(bytes, at + head, at + head + n);
      boolean compressed = (bytes[at] & Frames.COMPRESSED) != 0;
      payload = compressed ? Frames.inflate(inflater, payload) : payload;
      String what =
          Arrays.equals(payload, noise) ? "noise" : new String(payload, StandardCharsets.UTF_8);
      all.add((compressed ? "z" : "") + what);
      at += head + n;
    }
    return all;
  }

  @Test
  void everyForm_saysTheSame() throws Exception {
    byte[] noise = new byte[300];
    new Random(1).nextBytes(noise);
    List<String> offers =
        List.of(
            "",
            "permessage-deflate; server_no_context_takeover",
            "permessage-deflate",
            "permessage-deflate; server_no_context_takeover; server_max_window_bits=9",
            "permessage-deflate; server_max_window_bits=9",
            "permessage-deflate; server_no_context_takeover");
    List<WsRig.Client> members = new ArrayList<>();
    List<Inflater> inflaters = new ArrayList<>();
    for (String offer : offers) {
      members.add(member(offer));
      inflaters.add(new Inflater(true));
    }
    for (int round = 0; round < 3; round++) {
      assertThat(topics.publish("t", LONG, MgWs.OP_TEXT)).isEqualTo(6);
      assertThat(topics.publish("t", "short", MgWs.OP_TEXT)).isEqualTo(6);
      assertThat(topics.publish("t", noise, MgWs.OP_BINARY)).isEqualTo(6);
      assertThat(topics.publish("t", "", MgWs.OP_BINARY)).isEqualTo(6);
      rig.poll();
      for (int i = 0; i < offers.size(); i++) {
        byte[] came = members.get(i).peer.received();
        assertThat(messages(came, inflaters.get(i), noise))
            .as("round %d, %s", round, offers.get(i))
            .containsExactly((i == 0 ? "" : "z") + LONG, "short", "noise", "");
      }
    }
    inflaters.forEach(Inflater::end);
  }

  /** As clients do: each frame with a key of its own. */
  @Test
  void aClientAmongTheSubscribers_masksItsOwnFrame() throws Exception {
    List<WsRig.Client> members = List.of(member(""), member(""), member(""));
    int i = 0;
    for (MgConnection c : rig.mgr.connections()) {
      if (c.isWebsocket() && i++ < 2) {
        topics.unsubscribe(c, "t");
        c.pfn(WsProtocol.INSTANCE, new WsConn(WsShared.of(rig.mgr), true, null));
        topics.subscribe(c, "t");
      }
    }
    assertThat(topics.publish("t", "hello", MgWs.OP_TEXT)).isEqualTo(3);
    rig.poll();
    assertThat(members.get(0).frames()).containsExactly("TEXT hello");
    List<byte[]> keys = new ArrayList<>();
    for (WsRig.Client masked : members.subList(1, 3)) {
      byte[] frame = masked.peer.received();
      byte[] key = Arrays.copyOfRange(frame, 2, 6);
      assertThat(frame).isEqualTo(Frames.client(Frames.FIN | 1, Frames.utf8("hello"), key));
      keys.add(key);
    }
    assertThat(keys.get(0)).isNotEqualTo(keys.get(1));
  }
}
