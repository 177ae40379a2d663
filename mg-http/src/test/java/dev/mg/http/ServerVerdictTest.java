package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.testkit.MemoryPeer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server answers to each request of the table, and that nothing follows a refusal. */
class ServerVerdictTest {
  private static HttpRig rig;

  static List<RequestCases.Case> cases() {
    return RequestCases.all();
  }

  @BeforeAll
  static void start() {
    rig = new HttpRig(HttpRig.echo());
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void statusAndConnection(RequestCases.Case given) throws Exception {
    String next = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n";
    try (MemoryPeer peer = rig.connect()) {
      String answer = rig.send(peer, given.wire() + next);
      assertThat(answer).startsWith("HTTP/1.1 " + given.status() + " ");
      if (given.status() == 200) {
        assertThat(peer.isEof()).isEqualTo(given.closes());
      } else {
        assertThat(answer).contains("Connection: close\r\n");
        assertThat(answer.split("HTTP/1\\.1 \\d")).as("responses").hasSize(2);
        assertThat(peer.isEof()).isTrue();
        assertThat(peer.isReset()).isFalse();
      }
    }
    rig.poll();
    assertThat(rig.mgr.stats().connections()).isEqualTo(1);
  }
}
