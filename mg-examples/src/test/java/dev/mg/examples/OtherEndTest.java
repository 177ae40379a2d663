package dev.mg.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.testkit.EventLog;
import dev.mg.testkit.Pump;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Connections whose other end is in this process: pipes, and sockets connected by somebody else.
 */
class OtherEndTest {
  private static MgManager manager(String transport) {
    return MgManager.create(new MgOptions().transport(transport));
  }

  private static void echo(
      MgConnection c, int ev, @Nullable Object evData, @Nullable Object fnData) {
    if (ev == MgEvent.READ) {
      c.send(c.recv);
      c.recv.clear();
    }
  }

  /** Says hello on a thread of its own, as those do for whom pipes are, and takes the answer. */
  private static String ask(MgManager mgr, ByteChannel end) throws Exception {
    return Pump.during(
        mgr,
        "the answer to the other end",
        () -> {
          end.write(ByteBuffer.wrap("hello".getBytes(StandardCharsets.US_ASCII)));
          ByteBuffer answer = ByteBuffer.allocate(5);
          while (answer.hasRemaining() && end.read(answer) >= 0) {
            // A stream may bring it in pieces.
          }
          return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "netty", "netty-epoll"})
  void streamPipe_passesBytesBothWaysUntilItsOtherEndCloses(String transport) throws Exception {
    EventLog log = new EventLog(OtherEndTest::echo);
    try (MgManager mgr = manager(transport)) {
      try (ByteChannel end = mgr.mkpipe(log, null, false)) {
        assertThat(ask(mgr, end)).isEqualTo("hello");
      }
      Pump.until(mgr, () -> log.has("CLOSE"), "the end of the pipe");
      log.expect("OPEN", "READ 5", "WRITE 5", "CLOSE EOF");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "netty", "netty-epoll"})
  void datagramPipe_passesDatagramsBothWays(String transport) throws Exception {
    EventLog log = new EventLog(OtherEndTest::echo);
    try (MgManager mgr = manager(transport);
        ByteChannel end = mgr.mkpipe(log, null, true)) {
      assertThat(ask(mgr, end)).isEqualTo("hello");
      assertThat(log.connections().get(0).isUdp()).isTrue();
      assertThat(log.events()).startsWith("OPEN", "READ 5");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "netty"})
  void wrappedSocket_isAConnectionWithoutResolveAndConnect(String transport) throws Exception {
    EventLog log = new EventLog(OtherEndTest::echo);
    try (MgManager mgr = manager(transport);
        ServerSocketChannel listener =
            ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0))) {
      SocketChannel ours = SocketChannel.open(listener.getLocalAddress());
      try (SocketChannel theirs = listener.accept()) {
        ours.configureBlocking(false);
        MgConnection c = mgr.wrap(ours, log, null);
        assertThat(ask(mgr, theirs)).isEqualTo("hello");
        assertThat(c.rem().toSocketAddress()).isEqualTo(theirs.getLocalAddress());
      }
      Pump.until(mgr, () -> log.has("CLOSE"), "the end of the wrapped socket");
      log.expect("OPEN", "READ 5", "WRITE 5", "CLOSE EOF");
    }
  }
}
