package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgException;
import dev.mg.MgHandler;
import dev.mg.testkit.EventLog;
import dev.mg.testkit.MemoryPeer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests written by hand, connections given to other protocols, tunnels. */
class ClientHandoverTest {
  private static final String HI = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

  // ---- by hand ----

  @Test
  void aRequestWrittenInConnect_getsItsResponse() throws Exception {
    MgHandler fn =
        (c, ev, evData, fnData) -> {
          if (ev == MgEvent.CONNECT) {
            c.printf("GET %s HTTP/1.0\r\nHost: a\r\n\r\n", "/a");
          }
        };
    try (ClientRig rig = new ClientRig(fn)) {
      rig.client();
      try (MemoryPeer peer = rig.accept()) {
        rig.poll();
        assertThat(rig.received(peer)).isEqualTo("GET /a HTTP/1.0\r\nHost: a\r\n\r\n");
        rig.answer(peer, HI);
        assertThat(rig.verdicts).containsExactly("200 2");
      }
    }
  }

  @Test
  void methodsWrittenByHand_decideTheFraming_alsoOfSeveralWithBodies() throws Exception {
    MgHandler fn =
        (c, ev, evData, fnData) -> {
          if (ev == MgEvent.CONNECT) {
            c.printf(
                "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 19\r\n\r\nHEAD / HTTP/1.1\r\n\r\n");
            c.printf("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
            c.printf("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
          }
        };
    try (ClientRig rig = new ClientRig(fn)) {
      rig.client();
      try (MemoryPeer peer = rig.accept()) {
        rig.answer(peer, HI + HI.substring(0, HI.length() - 2) + HI);
        assertThat(rig.verdicts).containsExactly("200 2", "200 0", "200 2");
      }
    }
  }

  @Test
  void aRequestWrittenAfterAResponse_getsItsOwn() throws Exception {
    int[] asked = {0};
    MgHandler fn =
        (c, ev, evData, fnData) -> {
          if (ev == MgEvent.CONNECT || ev == MgHttp.EV_MSG && asked[0] < 3) {
            asked[0]++;
            c.printf("HEAD /%d HTTP/1.1\r\nHost: a\r\n\r\n", asked[0]);
          }
        };
    try (ClientRig rig = new ClientRig(fn)) {
      rig.client();
      try (MemoryPeer peer = rig.accept()) {
        for (int i = 1; i <= 3; i++) {
          rig.poll();
          assertThat(rig.received(peer)).startsWith("HEAD /" + i + " ");
          rig.answer(peer, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
        }
        assertThat(rig.verdicts).containsExactly("200 0", "200 0", "200 0");
      }
    }
  }

  @Test
  void aRequestWrittenAtAnyOtherTime_isTakenForOneWithABody() throws Exception {
    try (ClientRig rig = new ClientRig()) {
      MgConnection c = rig.client();
      try (MemoryPeer peer = rig.accept()) {
        rig.poll();
        c.printf("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        rig.poll();
        rig.answer(peer, HI);
        assertThat(rig.verdicts).containsExactly("200 2");
        c.printf("this is no request");
        rig.poll();
        rig.answer(peer, "HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\n\r\nno");
        assertThat(rig.verdicts).containsExactly("200 2", "400 2");
      }
    }
  }

  // ---- to other protocols ----

  @Test
  void switchingProtocols_isTold_andTheNewHandlerReadsWhatFollows() throws Exception {
    List<String> read = new ArrayList<>();
    MgHandler other =
        (c, ev, evData, fnData) -> {
          if (ev == MgEvent.READ) {
            read.add(c.recv.toString());
            c.recv.clear();
          }
        };
    MgHandler fn =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_HDRS && evData instanceof MgHttpMessage hm && hm.uri.is("101")) {
            c.pfn(other, null);
          }
        };
    try (ClientRig rig = new ClientRig(fn)) {
      MgConnection c = rig.client();
      MgHttp.request(c, "GET", "/", "Upgrade: x\r\nConnection: Upgrade\r\n", "");
      try (MemoryPeer peer = rig.accept()) {
        rig.poll();
        assertThat(rig.received(peer)).contains("Upgrade: x\r\nConnection: Upgrade\r\n");
        rig.answer(
            peer,
            "HTTP/1.1 103 Early Hints\r\n\r\n"
                + "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nContent-Length: 3\r\n\r\nabc");
        rig.answer(peer, "def");
        assertThat(read).containsExactly("abc", "def");
        rig.pass(500_000);
        assertThat(rig.verdicts).isEmpty();
        assertThatThrownBy(() -> MgHttp.request(c, "GET", "/", "", ""))
            .isInstanceOf(MgException.class);
      }
    }
  }

  @Test
  void connectByHand_makesTheConnectionPlain() throws Exception {
    List<String> read = new ArrayList<>();
    MgHandler fn =
        (c, ev, evData, fnData) -> {
          if (ev == MgEvent.CONNECT) {
            MgHttp.request(c, "CONNECT", "b:443", "", "");
          } else if (ev == MgEvent.READ && c.pfn() == null) {
            read.add(c.recv.toString());
            c.recv.clear();
            c.send("pong");
          }
        };
    try (ClientRig rig = new ClientRig(fn)) {
      rig.client();
      try (MemoryPeer peer = rig.accept()) {
        rig.poll();
        rig.received(peer);
        rig.answer(peer, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
        rig.answer(peer, "ping");
        assertThat(String.join("", read)).isEqualTo("ping");
        assertThat(rig.received(peer)).startsWith("pong");
        assertThat(rig.verdicts).isEmpty();
      }
      rig.poll();
      assertThat(rig.log.has("CLOSE EOF")).isTrue();
    }
  }

  @Test
  void connectThatIsRefused_isAResponseAsAnyOther() throws Exception {
    try (ClientRig rig = new ClientRig()) {
      MgConnection c = rig.client();
      MgHttp.request(c, "CONNECT", "b:443", "", "");
      try (MemoryPeer peer = rig.accept()) {
        rig.answer(peer, "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
        assertThat(rig.verdicts).containsExactly("403 2");
      }
    }
  }

  // ---- through proxies ----

  private static MgConnection via(ClientRig rig, String userInfo, EventLog log) {
    String proxy = "http://" + userInfo + "127.0.0.1:" + rig.port;
    return MgHttp.connectVia(rig.mgr, proxy, "http://[::1]/", log, "data");
  }

  @Test
  void aTunnel_isConnectedWhenTheProxySaysSo() throws Exception {
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              assertThat(fnData).isEqualTo("data");
              if (ev == MgEvent.CONNECT) {
                MgHttp.request(c, "GET", "/", "", "");
              }
            });
    try (ClientRig rig = new ClientRig()) {
      MgConnection c = via(rig, "", log);
      assertThatThrownBy(() -> MgHttp.request(c, "GET", "/secret", "", ""))
          .isInstanceOf(MgException.class)
          .hasMessageContaining("wait for CONNECT");
      try (MemoryPeer peer = rig.accept()) {
        rig.poll();
        assertThat(rig.received(peer))
            .isEqualTo("CONNECT [::1]:80 HTTP/1.1\r\nHost: [::1]:80\r\n\r\n");
        log.expect("OPEN", "RESOLVE");
        rig.answer(peer, "HTTP/1.1 200 Connected\r\nVia: x\r\n\r\n");
        assertThat(rig.received(peer)).isEqualTo("GET / HTTP/1.1\r\nHost: [::1]\r\n\r\n");
        rig.answer(peer, HI);
      }
      rig.poll();
      log.expect(
          "OPEN",
          "RESOLVE",
          "CONNECT",
          "READ",
          "WRITE",
          "HTTP_HDRS",
          "HTTP_MSG",
          "READ",
          "CLOSE EOF");
    }
  }

  @Test
  void aProxyThatRefuses_isAnErrorWithItsStatusAndReason() throws Exception {
    try (ClientRig rig = new ClientRig()) {
      List<String> errors = new ArrayList<>();
      EventLog log = new EventLog((c, ev, evData, fnData) -> ClientRig.verdict(errors, ev, evData));
      via(rig, "me:p%40ss@", log);
      try (MemoryPeer peer = rig.accept()) {
        rig.poll();
        assertThat(rig.received(peer)).contains("\r\nProxy-Authorization: Basic bWU6cEBzcw==\r\n");
        rig.answer(
            peer, "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 2\r\n\r\nno");
        assertThat(errors)
            .containsExactly(
                "ERROR the proxy refuses a tunnel to [::1]:80: 407 Proxy Authentication Required");
        log.expect("OPEN", "RESOLVE", "ERROR", "CLOSE ERROR");
      }
    }
  }

  @Test
  void aProxyThatSendsMoreThanItsAnswer_getsNoRequest() throws Exception {
    try (ClientRig rig = new ClientRig()) {
      EventLog log = new EventLog();
      via(rig, "", log);
      try (MemoryPeer peer = rig.accept()) {
        rig.poll();
        rig.received(peer);
        rig.answer(peer, "HTTP/1.1 200 OK\r\n\r\n" + HI);
        assertThat(log.count("HTTP_MSG")).isZero();
        assertThat(log.has("CLOSE LOCAL")).isTrue();
      }
    }
  }

  @Test
  void aProxyThatEnds_isAnError() throws Exception {
    try (ClientRig rig = new ClientRig()) {
      EventLog log = new EventLog();
      via(rig, "", log);
      try (MemoryPeer peer = rig.accept()) {
        rig.answer(peer, "HTTP/1.1 200 OK\r\n");
        peer.shutdownOutput();
        rig.poll();
        log.expect("OPEN", "RESOLVE", "ERROR MgException", "CLOSE EOF");
      }
    }
  }
}
