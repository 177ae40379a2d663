package dev.mg.examples.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgManager;
import dev.mg.MgNetException;
import dev.mg.MgOptions;
import dev.mg.testkit.EventLog;
import dev.mg.testkit.Pump;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The resolver of our own against a server that lies, on every transport. */
class DnsClientTest {
  private static final int OK = 0x8180;
  private static final int NO_SUCH_NAME = 0x8183;
  private static final int TRUNCATED = 0x8380;

  /** One manager, one TCP listener to connect to, one lying server. */
  private static final class Rig implements AutoCloseable {
    final LyingServer server;
    final MgManager mgr;
    final int port;
    final MgNetException[] failure = {null};

    Rig(String transport, LyingServer.Script script) throws Exception {
      server = new LyingServer(script);
      mgr = MgManager.create(new MgOptions().transport(transport));
      mgr.dns4(server.url());
      port = mgr.listen("tcp://127.0.0.1:0", (c, ev, d, f) -> {}, null).loc().port();
    }

    /** Connects by name and pumps until it is up or over; returns the events. */
    EventLog connect(String name) {
      failure[0] = null;
      EventLog log =
          new EventLog(
              (c, ev, d, f) -> {
                if (ev == MgEvent.ERROR) {
                  failure[0] = (MgNetException) d;
                } else if (ev == MgEvent.CONNECT) {
                  c.close();
                }
              });
      mgr.connect("tcp://" + name + ":" + port, log, null);
      Pump.until(mgr, () -> log.has("CLOSE"), "the end of a connection to " + name);
      return log;
    }

    @Override
    public void close() throws IOException {
      mgr.close();
      server.close();
    }
  }

  private static List<byte[]> good(byte[] query) {
    return List.of(LyingServer.reply(query, OK, 300, "127.0.0.1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "netty", "netty-epoll"})
  void anAnswer_isUsed_andRememberedForItsTime(String transport) throws Exception {
    try (Rig rig = new Rig(transport, (q, tcp) -> good(q))) {
      assertThat(rig.connect("a.mg.test").has("CONNECT")).isTrue();
      assertThat(rig.connect("A.mg.test.").has("CONNECT")).isTrue();
      assertThat(rig.server.queries()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "netty", "netty-epoll"})
  void idsAndPorts_areNotThoseOfTheQueryBefore(String transport) throws Exception {
    try (Rig rig = new Rig(transport, (q, tcp) -> good(q))) {
      for (int i = 0; i < 8; i++) {
        rig.connect("n" + i + ".mg.test");
      }
      long ids =
          rig.server.queries().stream()
              .map(q -> (q[0] & 0xFF) << 8 | q[1] & 0xFF)
              .distinct()
              .count();
      assertThat(ids).as("8 ids out of 65,536").isGreaterThan(5);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "netty", "netty-epoll"})
  void lies_areIgnored_andTheAnswerBehindThemIsUsed(String transport) throws Exception {
    LyingServer.Script liar =
        (q, tcp) -> {
          byte[] wrongId = LyingServer.reply(q, OK, 300, "127.0.0.9");
          wrongId[0] ^= 0x55;
          byte[] wrongName = LyingServer.reply(q, OK, 300, "127.0.0.9");
          wrongName[13] ^= 1;
          byte[] loop = LyingServer.reply(q, OK, 300, "127.0.0.9");
          loop[q.length] = (byte) 0xC0;
          loop[q.length + 1] = (byte) q.length;
          byte[] junk = new byte[60_000];
          byte[] empty = {};
          return List.of(
              wrongId,
              wrongName,
              loop,
              junk,
              LyingServer.withId(junk, q),
              empty,
              LyingServer.reply(q, OK, 300, "127.0.0.1"));
        };
    try (Rig rig = new Rig(transport, liar)) {
      EventLog log = rig.connect("lies.mg.test");
      assertThat(log.has("CONNECT")).isTrue();
      assertThat(rig.failure[0]).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "netty", "netty-epoll"})
  void whatComesFromSomebodyElse_isNotHeard(String transport) throws Exception {
    try (Rig rig = new Rig(transport, (q, tcp) -> good(q))) {
      byte[] query = {
        0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 'x', 2, 'm', 'g', 4, 't', 'e', 's', 't', 0, 0, 1, 0,
        1
      };
      rig.server.fromElsewhere = LyingServer.reply(query, NO_SUCH_NAME, 300);
      assertThat(rig.connect("x.mg.test").has("CONNECT")).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "netty", "netty-epoll"})
  void whatDoesNotFit_isAskedOverTcp(String transport) throws Exception {
    try (Rig rig =
        new Rig(
            transport, (q, tcp) -> tcp ? good(q) : List.of(LyingServer.reply(q, TRUNCATED, 300)))) {
      assertThat(rig.connect("big.mg.test").has("CONNECT")).isTrue();
      assertThat(rig.server.queries()).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "netty", "netty-epoll"})
  void whileTheManagerStops_aNameIsStillLookedUp_forWhatIsToBeSent(String transport)
      throws Exception {
    CountDownLatch stopping = new CountDownLatch(1);
    LyingServer.Script late =
        (q, tcp) -> {
          try {
            stopping.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return tcp ? good(q) : List.of(LyingServer.reply(q, TRUNCATED, 300));
        };
    try (Rig rig = new Rig(transport, late);
        ServerSocket far = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      EventLog log = new EventLog();
      MgConnection c = rig.mgr.connect("tcp://late.mg.test:" + far.getLocalPort(), log, null);
      c.send("last words");
      Pump.until(rig.mgr, () -> !rig.server.queries().isEmpty(), "the query");
      rig.mgr.stop(Duration.ofSeconds(20));
      stopping.countDown();
      while (rig.mgr.poll(1_000)) {
        // Until it has ended, which has a bound.
      }
      log.expect("OPEN", "STOP", "RESOLVE", "CONNECT", "WRITE 10", "CLOSE DRAINED");
      try (Socket end = far.accept()) {
        end.setSoTimeout(10_000);
        assertThat(end.getInputStream().readAllBytes()).asString().isEqualTo("last words");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "netty", "netty-epoll"})
  void theLongestAnswerOverTcp_isRead(String transport) throws Exception {
    LyingServer.Script longest =
        (q, tcp) ->
            List.of(
                tcp
                    ? Arrays.copyOf(LyingServer.reply(q, OK, 300, "127.0.0.1"), 65_535)
                    : LyingServer.reply(q, TRUNCATED, 300));
    try (Rig rig = new Rig(transport, longest)) {
      assertThat(rig.connect("longest.mg.test").has("CONNECT")).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "netty", "netty-epoll"})
  void aNameThatIsNotThere_isAnErrorWithItsKind(String transport) throws Exception {
    try (Rig rig =
        new Rig(transport, (q, tcp) -> List.of(LyingServer.reply(q, NO_SUCH_NAME, 300)))) {
      rig.connect("none.mg.test").expect("OPEN", "ERROR UNKNOWN_HOST", "CLOSE ERROR");
      assertThat(rig.failure[0]).hasMessageContaining("none.mg.test");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "netty", "netty-epoll"})
  void aSilentServer_isAskedAgain_andThenGivenUp(String transport) throws Exception {
    try (Rig rig = new Rig(transport, (q, tcp) -> List.of())) {
      rig.mgr.dnsTimeoutMs(1_000);
      rig.connect("silent.mg.test").expect("OPEN", "ERROR TIMEOUT", "CLOSE ERROR");
      assertThat(rig.server.queries().size()).isBetween(2, 3);
      assertThat(rig.server.queries()).allMatch(q -> LyingServer.type(q) == 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "netty", "netty-epoll"})
  void aServerThatMissesAQuery_isAskedAgain(String transport) throws Exception {
    int[] asked = {0};
    try (Rig rig = new Rig(transport, (q, tcp) -> asked[0]++ == 0 ? List.of() : good(q))) {
      assertThat(rig.connect("late.mg.test").has("CONNECT")).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "netty", "netty-epoll"})
  void anAddressThatRefuses_doesNotKeepTheNextFromBeingTried(String transport) throws Exception {
    LyingServer.Script both =
        (q, tcp) ->
            List.of(
                LyingServer.type(q) == 28
                    ? LyingServer.reply(q, OK, 300, "::1")
                    : LyingServer.reply(q, OK, 300, "127.0.0.1"));
    try (Rig rig = new Rig(transport, both)) {
      rig.mgr.dns6(rig.server.url());
      EventLog log = rig.connect("two.mg.test");
      assertThat(log.has("CONNECT")).isTrue();
      assertThat(rig.server.queries()).hasSize(2);
    }
  }
}
