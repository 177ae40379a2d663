package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgException;
import dev.mg.MgHandler;
import dev.mg.MgOptions;
import dev.mg.MgStr;
import dev.mg.testkit.MemoryPeer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Responses written in pieces: their framing, their producers, and what comes before them. */
class ServerPiecesTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String HEAD = GET.replace("GET", "HEAD");
  private static final String OLD = "GET / HTTP/1.0\r\n\r\n";

  private static MgHandler onMessage(Consumer<MgConnection> answer) {
    return (c, ev, evData, fnData) -> {
      if (ev == MgHttp.EV_MSG) {
        answer.accept(c);
      }
    };
  }

  private static String answer(String request, Consumer<MgConnection> answer) throws Exception {
    try (HttpRig rig = new HttpRig(onMessage(answer))) {
      return rig.exchange(request);
    }
  }

  private static byte[] bytes(String s) {
    return s.getBytes(StandardCharsets.ISO_8859_1);
  }

  // ---- known length ----

  @Test
  void replyLength_isCompleteWithItsLastByte_andTheNextRequestFollows() throws Exception {
    Consumer<MgConnection> six =
        c -> {
          assertThat(MgHttp.replyLength(c, 200, "X: y\r\n", 6)).isTrue();
          MgHttp.writeChunk(c, bytes("ab"));
          MgHttp.writeChunk(c, MgStr.of("cd"));
          MgHttp.printfChunk(c, "%d", 42);
          MgHttp.endResponse(c);
        };
    String one = "HTTP/1.1 200 OK\r\nX: y\r\nContent-Length: 6\r\n\r\nabcd42";
    assertThat(answer(GET + GET, six)).isEqualTo(one + one);
    assertThat(answer(OLD, six)).isEqualTo(one.replace("Con", "Connection: close\r\nCon"));
  }

  @Test
  void replyLength_ofNothing_isCompleteAtOnce() throws Exception {
    assertThat(answer(GET + GET, c -> assertThat(MgHttp.replyLength(c, 200, "", 0)).isFalse()))
        .isEqualTo(HttpRig.ok("").repeat(2));
  }

  @Test
  void replyLength_toHead_dropsTheBody_howeverItsProducerEnds() throws Exception {
    String one = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n";
    assertThat(
            answer(
                HEAD + HEAD,
                c -> {
                  assertThat(MgHttp.replyLength(c, 200, "", 4)).isFalse();
                  MgHttp.writeChunk(c, bytes("ab"));
                  MgHttp.writeChunk(c, bytes("cd"));
                }))
        .isEqualTo(one + one);
    assertThat(
            answer(
                HEAD + HEAD,
                c -> {
                  MgHttp.replyLength(c, 200, "", 4);
                  MgHttp.endResponse(c);
                }))
        .isEqualTo(one + one);
    assertThat(
            answer(
                GET + GET,
                c -> {
                  MgHttp.replyLength(c, 304, "", 4);
                  MgHttp.endResponse(c);
                }))
        .isEqualTo(one.replace("200 OK", "304 Not Modified").repeat(2));
  }

  @Test
  void aPiecePastTheLength_isRefused_andNothingOfItIsSent() throws Exception {
    assertThat(
            answer(
                GET + GET,
                c -> {
                  MgHttp.replyLength(c, 200, "", 3);
                  MgHttp.writeChunk(c, bytes("ab"));
                  assertThatThrownBy(() -> MgHttp.writeChunk(c, bytes("cd")))
                      .isInstanceOf(MgException.class)
                      .hasMessageContaining("2 bytes where 1 are left");
                  assertThatThrownBy(() -> MgHttp.printfChunk(c, "cd"))
                      .isInstanceOf(MgException.class);
                  MgHttp.writeChunk(c, bytes("c"));
                }))
        .isEqualTo(HttpRig.ok("abc").repeat(2));
  }

  @Test
  void aResponseEndedBeforeItsLength_throws_andThePeerSeesTheCut() throws Exception {
    for (boolean byEmptyPiece : new boolean[] {true, false}) {
      try (HttpRig rig =
              new HttpRig(
                  onMessage(
                      c -> {
                        MgHttp.replyLength(c, 200, "", 3);
                        MgHttp.writeChunk(c, bytes("ab"));
                        assertThatThrownBy(
                                () -> {
                                  if (byEmptyPiece) {
                                    MgHttp.writeChunk(c, new byte[0]);
                                  } else {
                                    MgHttp.endResponse(c);
                                  }
                                })
                            .isInstanceOf(MgException.class)
                            .hasMessageContaining("1 bytes before its length");
                      }));
          MemoryPeer peer = rig.connect()) {
        assertThat(rig.send(peer, GET + GET))
            .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab");
        assertThat(peer.isEof()).isTrue();
      }
    }
  }

  @Test
  void aWrongLength_isRefused_andTheRequestCanStillBeAnswered() throws Exception {
    assertThat(
            answer(
                GET,
                c -> {
                  assertThatThrownBy(() -> MgHttp.replyLength(c, 200, "", -1))
                      .isInstanceOf(MgException.class)
                      .hasMessageContaining("-1 bytes");
                  assertThatThrownBy(() -> MgHttp.replyLength(c, 200, "Content-Length: 4\r\n", 3))
                      .isInstanceOf(MgException.class)
                      .hasMessageContaining("Content-Length: 4");
                  MgHttp.reply(c, 200, "", "");
                }))
        .isEqualTo(HttpRig.ok(""));
  }

  // ---- producers ----

  /** Writes {@code pieces} pieces of 100,000 bytes as fast as they are taken. */
  private static MgHandler producer(int pieces, boolean chunked, long[] most) {
    return (c, ev, evData, fnData) -> {
      if (ev == MgHttp.EV_MSG) {
        c.data(new int[] {pieces});
        if (chunked) {
          MgHttp.replyChunked(c, 200, "");
        } else {
          MgHttp.replyLength(c, 200, "", 100_000L * pieces);
        }
      }
      if ((ev == MgHttp.EV_MSG || ev == MgEvent.WRITE) && c.data() instanceof int[] left) {
        while (!c.isSendFull() && left[0] > 0) {
          MgHttp.writeChunk(c, new byte[100_000]);
          left[0]--;
          most[0] = Math.max(most[0], c.send.len());
        }
        if (left[0] == 0) {
          MgHttp.endResponse(c);
          c.data(null);
        }
      }
    };
  }

  @Test
  void aProducerThatLooksAtIsSendFull_needsBoundedMemory() throws Exception {
    for (boolean chunked : new boolean[] {false, true}) {
      long[] most = new long[1];
      try (HttpRig rig = new HttpRig(producer(300, chunked, most));
          MemoryPeer peer = rig.connect()) {
        peer.write(GET + GET.replace("GET", "HEAD"));
        long got = 0;
        for (int i = 0; i < 1_000 && got < 30_000_000; i++) {
          rig.mgr.poll(0);
          got += peer.received().length;
        }
        assertThat(got).isGreaterThanOrEqualTo(30_000_000);
        assertThat(most[0]).isLessThan(1_200_000);
        rig.poll();
        assertThat(peer.isEof()).as("the connection stays").isFalse();
      }
    }
  }

  @Test
  void theProducerOfAClientThatLeaves_hearsClose() throws Exception {
    try (HttpRig rig = new HttpRig(producer(300, true, new long[1]));
        MemoryPeer peer = rig.connect()) {
      peer.write(GET);
      rig.poll();
      assertThat(rig.log.has("CLOSE")).isFalse();
      peer.reset();
      rig.poll();
      assertThat(rig.log.has("CLOSE RESET")).isTrue();
    }
  }

  // ---- files ----

  @Test
  void sendFile_isAPieceOfABodyOfKnownLength(@TempDir Path dir) throws Exception {
    Path file = dir.resolve("f");
    Files.writeString(file, "0123456789");
    List<FileChannel> opened = new ArrayList<>();
    Consumer<MgConnection> pieces =
        c -> {
          try {
            FileChannel f = FileChannel.open(file);
            opened.add(f);
            MgHttp.writeChunk(c, bytes("<"));
            MgHttp.sendFile(c, f, 2, 5, false);
            MgHttp.sendFile(c, f, 0, 0, false);
            MgHttp.sendFile(c, f, 9, 1, true);
            MgHttp.writeChunk(c, bytes(">"));
            MgHttp.endResponse(c);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    Consumer<MgConnection> length =
        c -> {
          MgHttp.replyLength(c, 200, "", 8);
          pieces.accept(c);
        };
    assertThat(answer(GET + GET, length)).isEqualTo(HttpRig.ok("<234569>").repeat(2));
    assertThat(answer(HEAD + HEAD, length))
        .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n".repeat(2));
    assertThat(
            answer(
                GET,
                c -> {
                  MgHttp.replyChunked(c, 200, "");
                  assertThatThrownBy(() -> pieces.accept(c))
                      .isInstanceOf(MgException.class)
                      .hasMessageContaining("replyLength only");
                  close(opened.remove(opened.size() - 1));
                  MgHttp.endResponse(c);
                }))
        .endsWith("\r\n\r\n1\r\n<\r\n0\r\n\r\n");
    assertThat(opened).hasSize(4).allMatch(f -> !f.isOpen());
  }

  @Test
  void sendFile_ofARangeThatIsNone_isRefused_andTheResponseGoesOn(@TempDir Path dir)
      throws Exception {
    Path file = Files.writeString(dir.resolve("f"), "0123456789");
    for (int[] range : new int[][] {{0, -1}, {-1, 2}}) {
      assertThat(
              answer(
                  GET,
                  c -> {
                    MgHttp.replyLength(c, 200, "", 2);
                    try (FileChannel f = FileChannel.open(file)) {
                      assertThatThrownBy(() -> MgHttp.sendFile(c, f, range[0], range[1], true))
                          .isInstanceOf(MgException.class)
                          .hasMessageStartingWith("cannot send " + range[1] + " bytes");
                      assertThat(f.isOpen()).isTrue();
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                    MgHttp.writeChunk(c, bytes("ok"));
                  }))
          .isEqualTo(HttpRig.ok("ok"));
    }
  }

  private static void close(FileChannel file) {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // ---- trailers, interim responses ----

  @Test
  void trailers_followTheLastChunk_andAreDroppedElsewhere() throws Exception {
    Consumer<MgConnection> chunked =
        c -> {
          MgHttp.replyChunked(c, 200, "Trailer: Sum\r\n");
          MgHttp.writeChunk(c, bytes("ab"));
          MgHttp.endResponse(c, "Sum: 2\r\n");
        };
    String head = "HTTP/1.1 200 OK\r\nTrailer: Sum\r\nTransfer-Encoding: chunked\r\n\r\n";
    assertThat(answer(GET + GET, chunked))
        .isEqualTo((head + "2\r\nab\r\n0\r\nSum: 2\r\n\r\n").repeat(2));
    assertThat(answer(HEAD + HEAD, chunked)).isEqualTo(head.repeat(2));
    assertThat(answer(OLD, chunked))
        .isEqualTo("HTTP/1.1 200 OK\r\nTrailer: Sum\r\nConnection: close\r\n\r\nab");
  }

  @Test
  void trailersThatAreMalformedOrFrame_areRefused_andTheResponseGoesOn() throws Exception {
    assertThat(
            answer(
                GET,
                c -> {
                  MgHttp.replyChunked(c, 200, "");
                  for (String bad :
                      List.of(
                          "Sum: 1",
                          "Sum: 1\r\n\r\n",
                          "Content-Length: 1\r\n",
                          "Transfer-Encoding: chunked\r\n",
                          "Connection: close\r\n")) {
                    assertThatThrownBy(() -> MgHttp.endResponse(c, bad))
                        .as(bad)
                        .isInstanceOf(MgException.class);
                  }
                  MgHttp.endResponse(c);
                }))
        .isEqualTo("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
  }

  @Test
  void interim_comesBeforeTheResponse_andNotToHttp10() throws Exception {
    Consumer<MgConnection> hinting =
        c -> {
          MgHttp.interim(c, 103, "Link: </a.css>; rel=preload\r\n");
          MgHttp.interim(c, 102, "");
          MgHttp.reply(c, 200, "", "hi");
        };
    String hints =
        "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"
            + "HTTP/1.1 102 Processing\r\n\r\n";
    assertThat(answer(GET + GET, hinting)).isEqualTo((hints + HttpRig.ok("hi")).repeat(2));
    assertThat(answer(OLD, hinting))
        .isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi");
  }

  @Test
  void interim_refusesOtherStatuses_framing_andComingLate() throws Exception {
    assertThat(
            answer(
                GET,
                c -> {
                  for (int bad : new int[] {0, 99, 101, 200, 600}) {
                    assertThatThrownBy(() -> MgHttp.interim(c, bad, ""))
                        .isInstanceOf(MgException.class)
                        .hasMessageContaining("status " + bad);
                  }
                  assertThatThrownBy(() -> MgHttp.interim(c, 103, "Content-Length: 1\r\n"))
                      .isInstanceOf(MgException.class);
                  assertThatThrownBy(() -> MgHttp.interim(c, 103, "X: a\rb\r\n"))
                      .isInstanceOf(MgException.class);
                  MgHttp.reply(c, 200, "", "");
                  assertThatThrownBy(() -> MgHttp.interim(c, 103, ""))
                      .isInstanceOf(MgException.class)
                      .hasMessageContaining("no request to answer");
                }))
        .isEqualTo(HttpRig.ok(""));
  }

  @Test
  void aPieceWithoutAResponseUnderWay_isRefused() throws Exception {
    assertThat(
            answer(
                GET,
                c -> {
                  assertThatThrownBy(() -> MgHttp.writeChunk(c, bytes("x")))
                      .isInstanceOf(MgException.class)
                      .hasMessageContaining("replyChunked or replyLength");
                  MgHttp.reply(c, 200, "", "");
                  assertThatThrownBy(() -> MgHttp.writeChunk(c, bytes("x")))
                      .isInstanceOf(MgException.class);
                }))
        .isEqualTo(HttpRig.ok(""));
  }

  @Test
  void piecesOverTheSendLimit_areAnError() throws Exception {
    try (HttpRig rig =
        new HttpRig(
            new MgOptions().maxSendBytes(2 << 20),
            onMessage(
                c -> {
                  MgHttp.replyLength(c, 200, "", 100_000_000);
                  MgHttp.writeChunk(c, new byte[10_000_000]);
                }))) {
      rig.exchange(GET);
      assertThat(rig.log.has("ERROR")).isTrue();
      assertThat(rig.log.has("CLOSE ERROR")).isTrue();
    }
  }
}
