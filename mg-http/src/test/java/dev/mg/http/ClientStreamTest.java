package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgHandler;
import dev.mg.MgOptions;
import dev.mg.testkit.MemoryPeer;
import dev.mg.testkit.Pump;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bodies in pieces, both ways, and responses cut at every place there is. */
class ClientStreamTest {
  private static final String CHUNKED =
      "HTTP/1.1 200 OK\r\nA: b\r\nTransfer-Encoding: chunked\r\n\r\n"
          + "5;x=y\r\nhello\r\nb\r\n big world!\r\n0\r\nT: u\r\n\r\n";
  private static final String LENGTH =
      "HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\nhello big world!";

  /** Streams each response, and notes its pieces. */
  private static MgHandler pieces(List<String> to) {
    return (c, ev, evData, fnData) -> {
      if (ev == MgHttp.EV_HDRS) {
        MgHttp.stream(c);
      } else if (ev == MgHttp.EV_CHUNK && evData instanceof MgHttpMessage hm) {
        to.add(hm.chunk.isEmpty() ? "end " + hm.trailers.get("T") : hm.chunk.toString());
        assertThat(hm.uri.is("200")).isTrue();
      }
    };
  }

  private static byte[] bytes(String wire) {
    return wire.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void aStreamedBody_comesInPieces_theLastOneEmpty_andNoMessage() throws Exception {
    List<String> pieces = new ArrayList<>();
    try (ClientRig rig = new ClientRig(pieces(pieces));
        MemoryPeer peer = rig.asked("GET")) {
      rig.answer(peer, CHUNKED.substring(0, CHUNKED.indexOf(" big")));
      assertThat(pieces).containsExactly("hello");
      rig.answer(peer, CHUNKED.substring(CHUNKED.indexOf(" big")));
      assertThat(pieces).containsExactly("hello", " big world!", "end u");
      rig.log.expect(
          "OPEN",
          "RESOLVE",
          "CONNECT",
          "WRITE",
          "HTTP_HDRS",
          "HTTP_CHUNK",
          "READ",
          "HTTP_CHUNK",
          "HTTP_CHUNK",
          "READ");
    }
  }

  @Test
  void aStreamedBody_mayBeOfAnyLength_andEndWithTheConnection() throws Exception {
    MgOptions options = new MgOptions().httpMaxBodyBytes(10);
    List<String> pieces = new ArrayList<>();
    try (ClientRig rig = new ClientRig(options, pieces(pieces));
        MemoryPeer peer = rig.asked("GET")) {
      rig.answer(peer, "HTTP/1.1 200 OK\r\n\r\n");
      for (int i = 0; i < 5; i++) {
        rig.answer(peer, "x".repeat(50_000));
      }
      assertThat(pieces).hasSize(5);
      peer.shutdownOutput();
      rig.poll();
      assertThat(String.join("", pieces)).isEqualTo("x".repeat(250_000) + "end null");
      assertThat(rig.log.has("CLOSE EOF")).isTrue();
      assertThat(rig.log.count("ERROR")).isZero();
    }
  }

  @Test
  void full_holdsTheServerBack_withoutADeadline() throws Exception {
    List<String> pieces = new ArrayList<>();
    MgHandler fn =
        (c, ev, evData, fnData) -> {
          pieces(pieces).onEvent(c, ev, evData, fnData);
          if (ev == MgHttp.EV_CHUNK && pieces.size() == 1) {
            c.full(true);
          }
        };
    try (ClientRig rig = new ClientRig(fn)) {
      MgConnection c = rig.client();
      MgHttp.request(c, "GET", "/", "", "");
      try (MemoryPeer peer = rig.accept()) {
        rig.answer(peer, LENGTH.substring(0, LENGTH.length() - 3));
        rig.answer(peer, LENGTH.substring(LENGTH.length() - 3));
        rig.pass(100_000);
        assertThat(pieces).containsExactly("hello big wor");
        assertThat(rig.log.count("ERROR")).isZero();
        c.full(false);
        rig.poll();
        assertThat(pieces).containsExactly("hello big wor", "ld!", "end null");
      }
    }
  }

  @Test
  void aRefusedOrCutStream_isAnErrorAfterItsPieces() throws Exception {
    List<String> pieces = new ArrayList<>();
    try (ClientRig rig = new ClientRig(pieces(pieces))) {
      try (MemoryPeer peer = rig.asked("GET")) {
        rig.answer(peer, CHUNKED.replace("b\r\n big", "x\r\n big"));
        assertThat(pieces).doesNotContain("end null", "end u");
      }
      try (MemoryPeer peer = rig.asked("GET")) {
        rig.answer(peer, LENGTH.substring(0, LENGTH.length() - 1));
        peer.shutdownOutput();
        rig.poll();
      }
      assertThat(pieces).doesNotContain("end null", "end u");
      assertThat(rig.verdicts).hasSize(2).allMatch(v -> v.startsWith("ERROR "));
    }
  }

  @Test
  void splitAtEveryOffset_theSameComes() throws Exception {
    String interim = "HTTP/1.1 100 Continue\r\n\r\n";
    for (String wire : new String[] {interim + CHUNKED, LENGTH, CHUNKED + LENGTH}) {
      int asked = wire.startsWith(CHUNKED + "H") ? 2 : 1;
      byte[] b = bytes(wire);
      for (int at = 1; at < b.length; at++) {
        List<String> pieces = new ArrayList<>();
        try (ClientRig rig = new ClientRig(pieces(pieces))) {
          MgConnection c = rig.client();
          for (int i = 0; i < asked; i++) {
            MgHttp.request(c, "GET", "/", "", "");
          }
          try (MemoryPeer peer = rig.accept()) {
            peer.write(b, 0, at);
            Pump.times(rig.mgr, 2);
            peer.write(b, at, b.length - at);
            Pump.times(rig.mgr, 2);
          }
        }
        assertThat(String.join("", pieces).replaceAll("end (null|u)", ";"))
            .as("cut at %d of %s", at, wire)
            .isEqualTo("hello big world!;".repeat(asked));
      }
    }
  }

  @Test
  void endedAtEveryOffset_itIsAnErrorAndNoMessage() throws Exception {
    try (ClientRig rig = new ClientRig()) {
      for (String wire : new String[] {CHUNKED, LENGTH}) {
        byte[] b = bytes(wire);
        for (int at = 0; at < b.length; at++) {
          rig.verdicts.clear();
          try (MemoryPeer peer = rig.asked("GET")) {
            peer.write(b, 0, at);
            peer.shutdownOutput();
            rig.poll();
          }
          assertThat(rig.verdicts)
              .as("ended at %d of %s", at, wire)
              .hasSize(1)
              .allMatch(v -> v.startsWith("ERROR the peer closed the connection"));
        }
      }
    }
  }

  @Test
  void anUpload_isHeldBackByWrite() throws Exception {
    int[] left = {200};
    MgHandler fn =
        (c, ev, evData, fnData) -> {
          if (ev == MgEvent.CONNECT) {
            MgHttp.requestChunked(c, "PUT", "/", "");
          }
          if (ev == MgEvent.CONNECT || ev == MgEvent.WRITE && left[0] > 0) {
            while (left[0] > 0 && !c.isSendFull()) {
              MgHttp.writeChunk(c, new byte[0x1000]);
              if (--left[0] == 0) {
                MgHttp.endRequest(c);
              }
            }
            assertThat(c.send.len()).isLessThan(20_000);
          }
        };
    MgOptions options = new MgOptions().sendHighBytes(10_000).sendLowBytes(5_000);
    try (ClientRig rig = new ClientRig(options, fn)) {
      rig.client();
      try (MemoryPeer peer = rig.accept()) {
        Pump.until(rig.mgr, () -> left[0] == 0, "the upload's end");
        rig.poll();
        String sent = rig.received(peer);
        assertThat(sent.substring(sent.indexOf("\r\n\r\n") + 4))
            .isEqualTo(("1000\r\n" + "\0".repeat(0x1000) + "\r\n").repeat(200) + "0\r\n\r\n");
        rig.answer(peer, LENGTH);
        assertThat(rig.verdicts).containsExactly("200 16");
      }
    }
  }
}
