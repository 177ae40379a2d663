package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.testkit.MemoryPeer;
import org.junit.jupiter.api.Test;

class ClientSmokeTest {
  @Test
  void get() throws Exception {
    try (ClientRig rig = new ClientRig()) {
      MgHttp.request(rig.client(), "GET", "/a?b", "X: y\r\n", "");
      try (MemoryPeer peer = rig.accept()) {
        rig.poll();
        assertThat(rig.received(peer))
            .isEqualTo("GET /a?b HTTP/1.1\r\nHost: 127.0.0.1:" + rig.port + "\r\nX: y\r\n\r\n");
        rig.answer(peer, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
        assertThat(rig.verdicts).containsExactly("200 5");
      }
      rig.poll();
      rig.log.expect(
          "OPEN", "RESOLVE", "CONNECT", "WRITE", "HTTP_HDRS", "HTTP_MSG", "READ", "CLOSE EOF");
    }
  }
}
