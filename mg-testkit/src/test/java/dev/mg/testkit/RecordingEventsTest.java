package dev.mg.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgNetException;
import dev.mg.MgNetException.Kind;
import dev.mg.MgOptions;
import dev.mg.spi.MgChannel;
import dev.mg.spi.MgDatagram;
import dev.mg.spi.MgSocketOptions;
import dev.mg.spi.MgStream;
import dev.mg.spi.MgTransport;
import java.net.SocketAddress;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A recorder that tolerated what it must not would make the whole contract worthless. */
class RecordingEventsTest {
  private final RecordingEvents events = new RecordingEvents();
  private final MemoryNetwork net = new MemoryNetwork();
  private MgChannel listener;
  private MgStream stream;

  /** A transport whose polls report what the test says. */
  private record Scripted(IntSupplier onPoll) implements MgTransport {
    @Override
    public MgChannel listen(SocketAddress local, MgSocketOptions options, @Nullable Object at) {
      throw new UnsupportedOperationException("only polled here");
    }

    @Override
    public MgStream connect(
        SocketAddress to,
        @Nullable SocketAddress local,
        MgSocketOptions options,
        @Nullable Object attachment) {
      throw new UnsupportedOperationException("only polled here");
    }

    @Override
    public MgDatagram datagram(
        @Nullable SocketAddress local,
        @Nullable SocketAddress to,
        MgSocketOptions options,
        @Nullable Object attachment) {
      throw new UnsupportedOperationException("only polled here");
    }

    @Override
    public int poll(long timeoutMs) {
      return onPoll.getAsInt();
    }

    @Override
    public void wakeup() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void channels() throws Exception {
    MgTransport memory =
        new MemoryTransportProvider()
            .open(new MgOptions().extension(MemoryNetwork.class, net), events);
    listener = memory.listen(MemoryNetwork.loopback(80), MgSocketOptions.DEFAULT, null);
    stream = memory.connect(MemoryNetwork.loopback(80), null, MgSocketOptions.DEFAULT, null);
  }

  private void poll(int returned, Runnable reports) {
    events.drive(
        new Scripted(
            () -> {
              reports.run();
              return returned;
            }));
    events.poll(0);
  }

  @Test
  void whatIsWanted_isTolerated() {
    events.interest(stream, MgChannel.READ);
    poll(1, () -> events.ready(stream, MgChannel.READ));
    assertThat(events.readyOps(stream)).isEqualTo(MgChannel.READ);
    poll(0, () -> {});
    assertThat(events.readyOps(stream)).isZero();
  }

  @Test
  void readyOfAKindNotWanted_isRefused() {
    events.interest(stream, MgChannel.READ);
    assertThatThrownBy(() -> poll(1, () -> events.ready(stream, MgChannel.WRITE)))
        .hasMessageContaining("interest is 1");
    assertThatThrownBy(() -> poll(1, () -> events.ready(stream, 0)))
        .hasMessageContaining("ready(0)");
  }

  @Test
  void readyTwiceInOnePoll_isRefused() {
    events.interest(stream, MgChannel.READ);
    assertThatThrownBy(
            () ->
                poll(
                    2,
                    () -> {
                      events.ready(stream, MgChannel.READ);
                      events.ready(stream, MgChannel.READ);
                    }))
        .hasMessageContaining("twice in one poll");
  }

  @Test
  void reportOfAClosedChannel_isRefused() {
    events.interest(stream, MgChannel.READ);
    events.close(stream, false);
    assertThatThrownBy(() -> poll(1, () -> events.ready(stream, MgChannel.READ)))
        .hasMessageContaining("closed channel");
  }

  @Test
  void readyBeforeTheOutcome_isRefused() {
    events.connecting(stream);
    events.interest(stream, MgChannel.WRITE);
    assertThatThrownBy(() -> poll(1, () -> events.ready(stream, MgChannel.WRITE)))
        .hasMessageContaining("before the outcome");
  }

  @Test
  void secondOutcome_isRefused() {
    poll(1, () -> events.connected(stream, null));
    assertThatThrownBy(() -> poll(1, () -> events.connected(stream, null)))
        .hasMessageContaining("twice for one connect");
  }

  @Test
  void childOfAPausedListener_isRefused() {
    assertThatThrownBy(() -> poll(1, () -> events.accepted(listener, stream)))
        .hasMessageContaining("without READ interest");
  }

  @Test
  void reportOutsideOfPoll_isRefused() {
    events.connected(stream, null);
    assertThatThrownBy(events::check).hasMessageContaining("outside of poll");
  }

  @Test
  void reportOnAnotherThread_isRefused() {
    assertThatThrownBy(
            () ->
                poll(
                    1,
                    () -> {
                      Thread other = new Thread(() -> events.connected(stream, null));
                      other.start();
                      try {
                        other.join();
                      } catch (InterruptedException e) {
                        throw new AssertionError("nobody interrupts this test", e);
                      }
                    }))
        .hasMessageContaining("reported on Thread");
  }

  @Test
  void wrongCount_isRefused() {
    assertThatThrownBy(() -> poll(2, () -> events.connected(stream, null)))
        .hasMessageContaining("returned 2 and made 1");
  }

  @Test
  void outcomes_areTakenByTheirKind() {
    MgNetException refused = new MgNetException(Kind.REFUSED, "nobody there", null);
    poll(1, () -> events.connected(stream, refused));
    assertThat(events.expectFailed(stream, Kind.RESET, Kind.REFUSED)).isSameAs(refused);
    assertThatThrownBy(() -> events.expectFailed(stream, Kind.RESET))
        .hasMessageContaining("REFUSED")
        .hasCause(refused);
    assertThatThrownBy(() -> events.expectConnected(stream)).hasCause(refused);
  }

  @Test
  void failedAccept_dropsTheInterest() {
    events.interest(listener, MgChannel.READ);
    MgNetException full = new MgNetException(Kind.TOO_MANY_FILES, "no descriptors", null);
    poll(1, () -> events.acceptFailed(listener, full));
    assertThat(events.expectAcceptFailed(listener)).isSameAs(full);
    assertThatThrownBy(() -> poll(1, () -> events.accepted(listener, stream)))
        .hasMessageContaining("without READ interest");
  }
}
