package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgException;
import dev.mg.MgHandler;
import dev.mg.MgOptions;
import dev.mg.MgStr;
import dev.mg.http.MgHttp;
import dev.mg.http.MgHttpMessage;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The closing handshake and other ends, on a clock that stands still. */
class ClosingTest {
  private final WsRig rig = new WsRig(WsRig.ECHO);

  @AfterEach
  void close() {
    rig.close();
  }

  private MgConnection server() {
    return Objects.requireNonNull(rig.seen.last);
  }

  @Test
  void ourClose_waitsForThePeers_thenEnds() throws Exception {
    WsRig.Client client = rig.open();
    MgWs.close(server(), 1001, "bye");
    rig.poll();
    assertThat(client.frames()).containsExactly("CLOSE 1001");
    assertThat(client.isEnded()).as("before the peer's close frame").isFalse();
    client.send(Frames.close(1001, ""));
    assertThat(client.frames()).isEmpty();
    assertThat(client.isEnded()).isTrue();
    client.peer.close();
    rig.poll();
    assertThat(rig.seen.take()).containsExactly("CTL CLOSE 1001", "CLOSE DRAINED");
  }

  @Test
  void afterOurClose_messagesAndPingsAreDropped() throws Exception {
    WsRig.Client client = rig.open();
    MgWs.close(server(), 1000, "");
    client.send(
        Frames.text("a"),
        Frames.client(1, Frames.utf8("b")),
        Frames.ping("p"),
        Frames.client(0x80, new byte[0]));
    assertThat(client.frames()).containsExactly("CLOSE 1000");
    client.send(Frames.close(1000, ""));
    assertThat(client.isEnded()).isTrue();
    assertThat(rig.seen.take()).containsExactly("CTL CLOSE 1000");
  }

  @Test
  void afterOurClose_nothingIsSent_andAnotherCloseDoesNothing() throws Exception {
    WsRig.Client client = rig.open();
    MgConnection c = server();
    MgWs.close(c, 1000, "");
    MgWs.close(c, 1001, "");
    assertThat(MgWs.send(c, "late", MgWs.OP_TEXT)).isZero();
    assertThat(MgWs.send(c, "", MgWs.OP_TEXT)).isZero();
    assertThat(MgWs.send(c, new byte[3], MgWs.OP_PING)).isZero();
    assertThat(MgWs.sendPart(c, MgStr.EMPTY, MgWs.OP_TEXT, true)).isZero();
    assertThat(MgWs.printf(c, MgWs.OP_TEXT, "%d", 1)).isZero();
    c.send("raw");
    int before = c.send.len();
    assertThat(MgWs.wrap(c, 3, MgWs.OP_TEXT)).isEqualTo(before - 3);
    rig.poll();
    assertThat(client.frames()).containsExactly("CLOSE 1000");
  }

  @Test
  void noAnswerToOurClose_endsAfterTheTimeout() throws Exception {
    WsRig.Client client = rig.open();
    MgWs.close(server(), 1000, "");
    rig.pass(4_500);
    assertThat(rig.seen.take()).isEmpty();
    rig.pass(3_000);
    assertThat(rig.seen.take()).containsExactly("ERROR TIMEOUT", "CLOSE TIMEOUT");
    assertThat(client.isEnded()).isFalse();
    assertThat(client.frames()).containsExactly("CLOSE 1000");
    assertThat(client.isEnded()).isTrue();
  }

  /**
   * The peer's time starts when our close frame has left, not while it stands behind other bytes.
   */
  @Test
  void aSlowReader_hasItsTimeoutAfterTheLastByteItTook() throws Exception {
    try (WsRig slow = new WsRig(new MgOptions(), 1_000, WsRig.NOTHING)) {
      WsRig.Client client = slow.open();
      MgConnection c = Objects.requireNonNull(slow.seen.last);
      MgWs.send(c, new byte[4_000], MgWs.OP_BINARY);
      MgWs.close(c, 1000, "");
      byte[] all = new byte[0];
      for (int i = 0; i < 5; i++) {
        slow.pass(3_000);
        all = Frames.cat(all, client.peer.received());
      }
      assertThat(Frames.describe(all)).containsExactly("BINARY 4000 bytes", "CLOSE 1000");
      client.send(Frames.close(1000, ""));
      assertThat(slow.seen.take()).containsExactly("CTL CLOSE 1000");
    }
  }

  @Test
  void thePeersEnd_insteadOfAClose_isAnEnd() throws Exception {
    WsRig.Client client = rig.open();
    MgWs.close(server(), 1000, "");
    rig.poll();
    client.frames();
    client.peer.close();
    rig.poll();
    assertThat(rig.seen.take()).containsExactly("CLOSE EOF");
  }

  @Test
  void aPeerThatKeepsItsEndOpen_afterTheHandshake_isWaitedForBriefly() throws Exception {
    WsRig.Client client = rig.open();
    client.send(Frames.close(1000, ""));
    assertThat(client.frames()).containsExactly("CLOSE 1000");
    assertThat(rig.seen.take()).containsExactly("CTL CLOSE 1000");
    rig.pass(4_000);
    assertThat(rig.seen.take()).containsExactly("CLOSE DRAINED");
  }

  @Test
  void anErrorOfTheProgram_endsAtOnce() throws Exception {
    WsRig.Client client = rig.open();
    server().error("that is %s", "it");
    rig.poll();
    assertThat(rig.seen.take()).containsExactly("ERROR MgException", "CLOSE ERROR");
    assertThat(client.frames()).isEmpty();
  }

  @Test
  void anErrorThatAHandlerKeeps_goesOn() throws Exception {
    MgHandler app =
        (c, ev, evData, fnData) -> {
          if (ev == MgEvent.ERROR) {
            c.keep();
          }
          WsRig.ECHO.onEvent(c, ev, evData, fnData);
        };
    try (WsRig own = new WsRig(app)) {
      WsRig.Client client = own.open();
      Objects.requireNonNull(own.seen.last).error("never mind");
      client.send(Frames.text("a"));
      assertThat(client.frames()).containsExactly("TEXT a");
    }
  }

  @Test
  void aPeerThatTakesNothing_isEndedByTheWriteStall() throws Exception {
    try (WsRig slow = new WsRig(new MgOptions(), 1_000, WsRig.NOTHING)) {
      slow.open();
      MgWs.send(Objects.requireNonNull(slow.seen.last), new byte[4_000], MgWs.OP_BINARY);
      slow.pass(90_000);
      assertThat(slow.seen.take()).containsExactly("ERROR TIMEOUT", "CLOSE TIMEOUT");
    }
  }

  @Test
  void aCloseOfOnesOwn_inTheEventOfThePeersClose_isTheAnswer() throws Exception {
    MgHandler app =
        (c, ev, evData, fnData) -> {
          if (ev == MgWs.EV_CTL) {
            MgWs.close(c, 4001, "mine");
          }
        };
    try (WsRig own = new WsRig(app)) {
      WsRig.Client client = own.open();
      client.send(Frames.close(1000, ""));
      assertThat(client.frames()).containsExactly("CLOSE 4001");
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void aCloseInsideAMessage_dropsWhatFollows() throws Exception {
    MgHandler app =
        (c, ev, evData, fnData) -> {
          if (ev == MgWs.EV_MSG) {
            MgWs.close(c, 1008, "no");
          }
        };
    try (WsRig own = new WsRig(app)) {
      WsRig.Client client = own.open();
      client.send(
          Frames.text("a"),
          Frames.text("b"),
          Frames.ping("p"),
          Frames.close(1008, ""),
          Frames.text("c"));
      assertThat(client.frames()).containsExactly("CLOSE 1008");
      assertThat(client.isEnded()).isTrue();
      assertThat(own.seen.take()).containsExactly("MSG TEXT a", "CTL CLOSE 1008");
    }
  }

  @Test
  void aViolationAfterOurClose_endsWithoutAnotherCloseFrame() throws Exception {
    WsRig.Client client = rig.open();
    MgWs.close(server(), 1000, "");
    client.send(Frames.client(0x87, new byte[0]));
    assertThat(client.frames()).containsExactly("CLOSE 1000");
    assertThat(client.isEnded()).isTrue();
  }

  @Test
  void closeInAHandler_endsAtOnceAndDropsWhatFollows() throws Exception {
    MgHandler app =
        (c, ev, evData, fnData) -> {
          if (ev == MgWs.EV_MSG) {
            c.close();
          }
        };
    try (WsRig own = new WsRig(app)) {
      WsRig.Client client = own.open();
      client.send(Frames.text("a"), Frames.text("b"));
      assertThat(own.seen.take()).containsExactly("MSG TEXT a", "CLOSE LOCAL");
      assertThat(client.frames()).isEmpty();
    }
  }

  @Test
  void drainInAHandler_sendsWhatIsThereAndDropsWhatFollows() throws Exception {
    MgHandler app =
        (c, ev, evData, fnData) -> {
          if (ev == MgWs.EV_MSG) {
            MgWs.send(c, "last", MgWs.OP_TEXT);
            c.drain();
          }
        };
    try (WsRig own = new WsRig(app)) {
      WsRig.Client client = own.open();
      client.send(Frames.text("a"), Frames.text("b"));
      assertThat(own.seen.take()).containsExactly("MSG TEXT a", "CLOSE DRAINED");
      assertThat(client.frames()).containsExactly("TEXT last");
    }
  }

  @Test
  void stop_tellsThePeerThatWeGoAway_afterTheHandlersLastWord() throws Exception {
    MgHandler app =
        (c, ev, evData, fnData) -> {
          if (ev == MgEvent.STOP) {
            MgWs.send(c, "last", MgWs.OP_TEXT);
          }
        };
    try (WsRig own = new WsRig(app)) {
      WsRig.Client client = own.open();
      own.mgr.stop(Duration.ofSeconds(60));
      own.poll();
      assertThat(client.frames()).containsExactly("TEXT last", "CLOSE 1001");
      assertThat(own.mgr.poll(0)).as("goes on until the peer has answered").isTrue();
      client.peer.write(Frames.close(1001, ""));
      own.mgr.poll(0);
      client.peer.close();
      int polls = 0;
      while (own.mgr.poll(0)) {
        assertThat(polls++).as("polls after the peer has gone").isLessThan(5);
      }
      assertThat(own.seen.take()).containsExactly("CTL CLOSE 1001", "CLOSE DRAINED");
    }
  }

  @Test
  void stop_leavesNoRoomForNewOnes() throws Exception {
    MgHttpMessage[] kept = {null};
    MgHandler app =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_MSG) {
            kept[0] = ((MgHttpMessage) evData).copy();
          }
        };
    try (WsRig own = new WsRig(new MgOptions(), 1 << 16, app, false)) {
      WsRig.Client client = own.connect();
      client.peer.write(WsRig.REQUEST);
      own.poll();
      own.mgr.stop(Duration.ofSeconds(60));
      assertThat(MgWs.upgrade(Objects.requireNonNull(own.seen.last), kept[0], "")).isFalse();
      own.poll();
      assertThat(client.peer.receivedText())
          .startsWith("HTTP/1.1 503 ")
          .contains("Connection: close");
    }
  }

  @Test
  void stop_leavesAnotherCodeToTheHandler() throws Exception {
    MgHandler app =
        (c, ev, evData, fnData) -> {
          if (ev == MgEvent.STOP) {
            MgWs.close(c, 1012, "restart");
          }
        };
    try (WsRig own = new WsRig(app)) {
      WsRig.Client client = own.open();
      own.mgr.stop(Duration.ofSeconds(60));
      own.poll();
      assertThat(client.frames()).containsExactly("CLOSE 1012");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 66_536})
  void codesThatMustNotBeSent_throw(int code) throws Exception {
    WsRig.Client client = rig.open();
    assertThatThrownBy(() -> MgWs.close(server(), code, ""))
        .isInstanceOf(MgException.class)
        .hasMessageContaining(Integer.toString(code));
    rig.poll();
    assertThat(client.frames()).isEmpty();
  }

  @Test
  void theReason_isUtf8AndBounded() throws Exception {
    WsRig.Client client = rig.open();
    String longest = "ä".repeat(61) + "x";
    assertThatThrownBy(() -> MgWs.close(server(), 1000, longest + "x"))
        .isInstanceOf(MgException.class)
        .hasMessageContaining("126 bytes: 125 at most, and 123 for the reason");
    MgWs.close(server(), 1000, longest);
    rig.poll();
    byte[] expected = Frames.server(0x88, Frames.closePayload(1000, Frames.utf8(longest)));
    assertThat(client.peer.received()).isEqualTo(expected);
  }

  /** No deadline of HTTP is left, and without pings WebSocket has none of its own. */
  @Test
  void silence_withoutPings_isNoReasonToEnd() throws Exception {
    try (WsRig quiet = new WsRig(new MgOptions().wsPingMs(0), 1 << 16, WsRig.ECHO)) {
      WsRig.Client client = quiet.open();
      quiet.pass(86_400_000);
      client.send(Frames.text("still there"));
      assertThat(client.frames()).containsExactly("TEXT still there");
      client.send(Frames.cut(Frames.text("half"), 7));
      quiet.pass(86_400_000);
      assertThat(quiet.seen.take()).containsExactly("MSG TEXT still there");
    }
  }

  @Test
  void aHandlerThatThrows_endsItsOwnConnectionOnly_with1011() throws Exception {
    MgHandler app =
        (c, ev, evData, fnData) -> {
          if (ev == MgWs.EV_MSG && ((MgWsMessage) evData).data.is("bad")) {
            throw new IllegalArgumentException("on purpose");
          }
          WsRig.ECHO.onEvent(c, ev, evData, fnData);
        };
    try (WsRig own = new WsRig(app)) {
      WsRig.Client one = own.open();
      WsRig.Client other = own.open();
      one.send(Frames.text("bad"), Frames.text("after"));
      assertThat(own.seen.take()).containsExactly("MSG TEXT bad", "ERROR IllegalArgumentException");
      assertThat(one.frames()).containsExactly("CLOSE 1011");
      assertThat(one.isEnded()).isTrue();
      one.peer.close();
      own.poll();
      assertThat(own.seen.take()).containsExactly("CLOSE ERROR");
      other.send(Frames.text("good"));
      assertThat(other.frames()).containsExactly("TEXT good");
    }
  }

  /** What the program finds in CLOSE, when each of these ends the connection. */
  @Test
  void closeCodeAndText_tellHowItEnded() throws Exception {
    String[] told = {""};
    MgHandler app =
        (c, ev, evData, fnData) -> {
          if (ev == MgWs.EV_CTL && ((MgWsMessage) evData).op() == MgWs.OP_CLOSE) {
            told[0] = MgWs.closeCode(c) + " " + MgWs.closeText(c) + ", ";
          } else if (ev == MgEvent.CLOSE && !c.isListening()) {
            told[0] += MgWs.closeCode(c) + " " + MgWs.closeText(c);
          }
        };
    String[][] ends = {
      {"close", "4001 gone, 4001 gone"},
      {"nothing", "1005 , 1005 "},
      {"rule", "1002 reserved opcode"},
      {"end", "1006 "},
    };
    for (String[] end : ends) {
      told[0] = "";
      try (WsRig own = new WsRig(app)) {
        WsRig.Client client = own.open();
        switch (end[0]) {
          case "close" -> client.send(Frames.close(4001, "gone"));
          case "nothing" -> client.send(Frames.client(0x88, new byte[0]));
          case "rule" -> client.send(Frames.client(0x87, new byte[0]));
          default -> {
            // The end alone.
          }
        }
        client.peer.close();
        own.poll();
        assertThat(told[0]).as(end[0]).isEqualTo(end[1]);
      }
    }
  }
}
