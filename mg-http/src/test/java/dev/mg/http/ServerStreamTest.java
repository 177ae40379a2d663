package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgException;
import dev.mg.MgHandler;
import dev.mg.MgOptions;
import dev.mg.MgStr;
import dev.mg.testkit.MemoryPeer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bodies that are delivered in pieces. */
class ServerStreamTest {
  private static final String CHUNKED =
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

  private static String post(long length, String... lines) {
    String more = lines.length == 0 ? "" : String.join("\r\n", lines) + "\r\n";
    return "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n" + more + "\r\n";
  }

  private static MgOptions maxBody(int bytes) {
    return new MgOptions().httpMaxBodyBytes(bytes);
  }

  /** Writes down the pieces, and answers at the end. */
  private static MgHandler streaming(List<String> pieces) {
    return (c, ev, evData, fnData) -> {
      if (ev == MgHttp.EV_HDRS) {
        MgHttp.stream(c);
      } else if (ev == MgHttp.EV_CHUNK) {
        MgHttpMessage hm = (MgHttpMessage) evData;
        pieces.add(hm.method + " " + hm.chunk.latin1());
        if (hm.chunk.isEmpty()) {
          MgStr sum = hm.trailers.get("Sum");
          MgHttp.reply(c, 200, "", sum == null ? "done" : sum.toString());
        }
      }
    };
  }

  @Test
  void aStreamedBody_comesInPieces_theLastOneEmpty_andNoMessage() throws Exception {
    List<String> pieces = new ArrayList<>();
    try (HttpRig rig = new HttpRig(streaming(pieces));
        MemoryPeer peer = rig.connect()) {
      rig.send(peer, post(10));
      rig.send(peer, "012");
      rig.send(peer, "3456");
      assertThat(rig.send(peer, "789" + GET)).isEqualTo(HttpRig.ok("done").repeat(2));
      assertThat(pieces).containsExactly("POST 012", "POST 3456", "POST 789", "POST ", "GET ");
      assertThat(rig.log.has("HTTP_MSG")).isFalse();
    }
  }

  @Test
  void aStreamedChunkedBody_comesInPieces_withItsTrailersAtTheEnd() throws Exception {
    List<String> pieces = new ArrayList<>();
    try (HttpRig rig = new HttpRig(streaming(pieces));
        MemoryPeer peer = rig.connect()) {
      rig.send(peer, CHUNKED + "3\r\nabc\r\n2\r\nd");
      rig.send(peer, "e\r\n1\r\nf\r\n0");
      rig.send(peer, "\r\nSum: ");
      assertThat(rig.send(peer, "9\r\n\r\n" + GET)).isEqualTo(HttpRig.ok("9") + HttpRig.ok("done"));
      assertThat(pieces).containsExactly("POST abcd", "POST ef", "POST ", "GET ");
    }
  }

  @Test
  void aStreamedChunkedBody_atOnce_withTrailers() throws Exception {
    List<String> pieces = new ArrayList<>();
    try (HttpRig rig = new HttpRig(streaming(pieces));
        MemoryPeer peer = rig.connect()) {
      String one = CHUNKED + "3\r\nabc\r\n2\r\nde\r\n0\r\nSum: 5\r\n\r\n";
      assertThat(rig.send(peer, one + one + GET))
          .isEqualTo(HttpRig.ok("5").repeat(2) + HttpRig.ok("done"));
      assertThat(pieces).containsExactly("POST abcde", "POST ", "POST abcde", "POST ", "GET ");
    }
  }

  @Test
  void aStreamedBody_mayBeLongerThanAnyLimit_inConstantMemory() throws Exception {
    long[] got = new long[2];
    MgHandler fn =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_HDRS) {
            MgHttp.stream(c);
          } else if (ev == MgHttp.EV_CHUNK) {
            got[0] += ((MgHttpMessage) evData).chunk.len();
            got[1] = Math.max(got[1], c.recv.capacity());
            if (((MgHttpMessage) evData).chunk.isEmpty()) {
              MgHttp.reply(c, 200, "", "");
            }
          }
        };
    try (HttpRig rig = new HttpRig(maxBody(10), fn);
        MemoryPeer peer = rig.connect()) {
      byte[] piece = new byte[100_000];
      rig.send(peer, post(100L * piece.length));
      for (int i = 0; i < 100; i++) {
        peer.write(piece, 0, piece.length);
        rig.poll();
      }
      assertThat(rig.received(peer)).isEqualTo(HttpRig.ok(""));
      assertThat(got[0]).isEqualTo(100L * piece.length);
      assertThat(got[1]).isLessThan(200_000);
    }
  }

  @Test
  void aPausedStream_holdsThePeerBack_untilTheHandlerGoesOn() throws Exception {
    long[] got = new long[1];
    MgHandler fn =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_HDRS) {
            MgHttp.stream(c);
          } else if (ev == MgHttp.EV_CHUNK) {
            got[0] += ((MgHttpMessage) evData).chunk.len();
            c.full(true);
          }
        };
    try (HttpRig rig = new HttpRig(new MgOptions().readBytes(65_536), fn);
        MemoryPeer peer = rig.connect()) {
      rig.send(peer, post(500_000));
      peer.write(new byte[500_000]);
      rig.poll();
      assertThat(got[0]).isLessThanOrEqualTo(65_536);
      rig.pass(120_000);
      assertThat(rig.log.has("ERROR")).as("a deadline while the handler pauses").isFalse();
      for (int i = 0; i < 10 && got[0] < 500_000; i++) {
        rig.log.accepted().get(0).full(false);
        rig.poll();
      }
      assertThat(got[0]).isEqualTo(500_000);
    }
  }

  @Test
  void aPausedStream_whosePeerStopsAfterwards_timesOut() throws Exception {
    MgHandler fn =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_HDRS) {
            MgHttp.stream(c);
          } else if (ev == MgHttp.EV_CHUNK) {
            c.full(true);
          }
        };
    try (HttpRig rig = new HttpRig(fn);
        MemoryPeer peer = rig.connect()) {
      rig.send(peer, post(10) + "12345");
      rig.pass(100_000);
      assertThat(rig.log.has("ERROR")).isFalse();
      rig.log.accepted().get(0).full(false);
      rig.pass(70_000);
      assertThat(rig.log.has("CLOSE TIMEOUT")).isTrue();
    }
  }

  @Test
  void aStreamAnsweredBeforeItsEnd_tellsNoMorePieces_andCloses() throws Exception {
    List<String> pieces = new ArrayList<>();
    MgHandler fn =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_HDRS) {
            MgHttp.stream(c);
          } else if (ev == MgHttp.EV_CHUNK) {
            pieces.add(((MgHttpMessage) evData).chunk.toString());
            MgHttp.reply(c, 413, "", "enough");
          }
        };
    try (HttpRig rig = new HttpRig(fn);
        MemoryPeer peer = rig.connect()) {
      rig.send(peer, post(10));
      assertThat(rig.send(peer, "0123")).contains("Connection: close").endsWith("enough");
      assertThat(rig.send(peer, "456789" + GET)).isEmpty();
      assertThat(pieces).containsExactly("0123");
      assertThat(peer.isEof()).isTrue();
    }
  }

  @Test
  void aResponseMayStartBeforeTheStreamEnds() throws Exception {
    MgHandler fn =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_HDRS) {
            MgHttp.stream(c);
            MgHttp.replyChunked(c, 200, "");
          } else if (ev == MgHttp.EV_CHUNK) {
            MgHttp.writeChunk(c, ((MgHttpMessage) evData).chunk);
          }
        };
    try (HttpRig rig = new HttpRig(fn);
        MemoryPeer peer = rig.connect()) {
      assertThat(rig.send(peer, post(5)))
          .isEqualTo("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      assertThat(rig.send(peer, "he")).isEqualTo("2\r\nhe\r\n");
      assertThat(rig.send(peer, "llo")).isEqualTo("3\r\nllo\r\n0\r\n\r\n");
      assertThat(rig.send(peer, post(0))).endsWith("0\r\n\r\n");
      assertThat(peer.isEof()).isFalse();
    }
  }

  @Test
  void stream_isForTheHeadEventOnly() throws Exception {
    List<Throwable> thrown = new ArrayList<>();
    MgHandler fn =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_MSG) {
            try {
              MgHttp.stream(c);
            } catch (MgException e) {
              thrown.add(e);
            }
            MgHttp.reply(c, 200, "", "");
          }
        };
    try (HttpRig rig = new HttpRig(fn)) {
      rig.exchange(GET);
      assertThat(thrown).hasSize(1);
      assertThat(thrown.get(0)).hasMessageContaining("EV_HDRS");
    }
  }
}
