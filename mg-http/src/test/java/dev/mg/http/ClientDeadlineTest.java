package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgOptions;
import dev.mg.testkit.MemoryPeer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No phase of an exchange waits without end, and a trickle does not extend any. */
class ClientDeadlineTest {
  private static final String HI = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

  private static ClientRig rig() throws Exception {
    MgOptions options =
        new MgOptions()
            .httpResponseTimeoutMs(10_000)
            .httpBodyStallTimeoutMs(5_000)
            .httpIdleTimeoutMs(20_000);
    return new ClientRig(options, (c, ev, evData, fnData) -> {});
  }

  private static void expectTimeout(ClientRig rig, String option) {
    assertThat(rig.log.has("ERROR TIMEOUT")).as(rig.log.toString()).isTrue();
    assertThat(rig.log.has("CLOSE TIMEOUT")).isTrue();
    List<String> verdicts = rig.verdicts;
    assertThat(verdicts.get(verdicts.size() - 1)).startsWith("ERROR ").contains(option);
    assertThat(rig.log.count("ERROR")).isEqualTo(1);
  }

  @Test
  void aSilentServer_isGivenUp() throws Exception {
    try (ClientRig rig = rig();
        MemoryPeer peer = rig.asked("GET")) {
      rig.pass(9_900);
      assertThat(rig.verdicts).isEmpty();
      rig.pass(1_500);
      expectTimeout(rig, "httpResponseTimeoutMs");
      assertThat(peer.isEof()).isTrue();
    }
  }

  @Test
  void aTrickledHead_andInterimResponses_doNotExtendTheDeadline() throws Exception {
    String[] pieces = {"HTTP/1.1 100 Continue\r\n\r\n", "X"};
    for (String piece : pieces) {
      try (ClientRig rig = rig();
          MemoryPeer peer = rig.asked("GET")) {
        if (piece.equals("X")) {
          rig.answer(peer, "HTTP/1.1 200 OK\r\nX");
        }
        for (int i = 0; i < 11 && rig.verdicts.isEmpty(); i++) {
          rig.answer(peer, piece);
          rig.pass(1_000);
        }
        expectTimeout(rig, "httpResponseTimeoutMs");
      }
    }
  }

  @Test
  void theDeadline_startsWithTheRequestsLastByte() throws Exception {
    try (ClientRig rig = rig()) {
      MgConnection c = rig.client();
      MgHttp.requestChunked(c, "PUT", "/", "");
      try (MemoryPeer peer = rig.accept()) {
        for (int i = 0; i < 5; i++) {
          MgHttp.writeChunk(c, new byte[10]);
          rig.pass(9_000);
        }
        assertThat(rig.verdicts).isEmpty();
        MgHttp.endRequest(c);
        rig.poll();
        rig.pass(9_900);
        assertThat(rig.verdicts).isEmpty();
        rig.pass(1_500);
        expectTimeout(rig, "httpResponseTimeoutMs");
        assertThat(rig.received(peer)).endsWith("0\r\n\r\n");
      }
    }
  }

  @Test
  void eachResponseOfSeveral_hasItsOwnTime() throws Exception {
    try (ClientRig rig = rig()) {
      MgConnection c = rig.client();
      for (int i = 0; i < 4; i++) {
        MgHttp.request(c, "GET", "/", "", "");
      }
      try (MemoryPeer peer = rig.accept()) {
        for (int i = 0; i < 3; i++) {
          rig.pass(9_000);
          rig.answer(peer, HI);
        }
        assertThat(rig.verdicts).containsExactly("200 2", "200 2", "200 2");
        rig.pass(11_500);
        expectTimeout(rig, "httpResponseTimeoutMs");
      }
    }
  }

  @Test
  void aBodyThatStalls_orTrickles_isGivenUp() throws Exception {
    for (String head :
        new String[] {
          "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n"
        }) {
      try (ClientRig rig = rig();
          MemoryPeer peer = rig.asked("GET")) {
        rig.answer(peer, head);
        for (int i = 0; i < 4; i++) {
          rig.answer(peer, "x".repeat(2_000));
          rig.pass(4_000);
        }
        assertThat(rig.verdicts).isEmpty();
        for (int i = 0; i < 7 && rig.verdicts.isEmpty(); i++) {
          rig.answer(peer, "x");
          rig.pass(1_000);
        }
        expectTimeout(rig, "httpBodyStallTimeoutMs");
      }
    }
  }

  @Test
  void anIdleConnection_isGivenUp_beforeAndBetweenRequests() throws Exception {
    try (ClientRig rig = rig()) {
      rig.client();
      try (MemoryPeer peer = rig.accept()) {
        rig.pass(22_000);
        expectTimeout(rig, "httpIdleTimeoutMs");
        assertThat(peer.isEof()).isTrue();
      }
      try (MemoryPeer peer = rig.asked("GET")) {
        rig.answer(peer, HI);
        rig.pass(19_000);
        assertThat(rig.log.count("ERROR")).isZero();
        rig.pass(3_000);
        expectTimeout(rig, "httpIdleTimeoutMs");
      }
    }
  }

  @Test
  void aRequestInTime_endsTheIdleDeadline() throws Exception {
    try (ClientRig rig = rig()) {
      MgConnection c = rig.client();
      try (MemoryPeer peer = rig.accept()) {
        rig.pass(15_000);
        MgHttp.request(c, "GET", "/", "", "");
        rig.poll();
        rig.pass(9_000);
        rig.answer(peer, HI);
        assertThat(rig.verdicts).containsExactly("200 2");
      }
    }
  }
}
