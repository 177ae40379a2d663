package dev.mg.testkit;

import static dev.mg.spi.MgChannel.READ;
import static dev.mg.spi.MgChannel.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mg.MgNetException.Kind;
import dev.mg.spi.MgChannel;
import dev.mg.spi.MgStream;
import java.io.IOException;
import java.net.SocketAddress;
import org.junit.jupiter.api.Test;

/** Closing is quiet, prompt and final. */
interface ClosePromises extends RigHolder {
  @Test
  default void close_reachesThePeerAsAnEndBeforePollReturns() throws Exception {
    for (int i = 0; i < Timing.TRIES; i++) {
      TransportRig.Pair pair = i % 2 == 0 ? rig().accepted() : rig().connected();
      rig().events.close(pair.stream(), false);
      rig().events.poll(0);
      assertEquals(-1, pair.peer().read(new byte[1], 0, 1));
    }
  }

  @Test
  default void reset_reachesThePeerAsAResetBeforePollReturns() throws Exception {
    for (int i = 0; i < Timing.TRIES; i++) {
      TransportRig.Pair pair = i % 2 == 0 ? rig().accepted() : rig().connected();
      rig().events.close(pair.stream(), true);
      rig().events.poll(0);
      assertThrows(IOException.class, () -> pair.peer().read(new byte[1], 0, 1));
    }
  }

  @Test
  default void closeTwice_isOnce() throws Exception {
    TransportRig.Pair pair = rig().accepted();
    TransportRig.Pair other = rig().accepted();
    rig().events.close(pair.stream(), false);
    rig().events.close(pair.stream(), true);
    rig().events.poll(0);
    rig().events.close(pair.stream(), false);
    assertEquals(-1, pair.peer().read(new byte[1], 0, 1));
    rig().events.expectSilence(10);
    rig().assertEcho(other);
  }

  @Test
  default void closedAmongTheReady_isNotReportedAgainAndTheOthersAre() throws Exception {
    RecordingEvents events = rig().events;
    MgChannel listener = rig().listen();
    TransportRig.Pair[] pairs = new TransportRig.Pair[10];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = rig().accept(listener);
      pairs[i].peer().write(Pattern.bytes(10));
      events.interest(pairs[i].stream(), READ | WRITE);
    }
    for (TransportRig.Pair pair : pairs) {
      events.until("all to be ready", () -> (events.readyOps(pair.stream()) & READ) != 0);
    }
    for (int i = 0; i < pairs.length; i += 2) {
      events.close(pairs[i].stream(), false);
    }
    events.poll(100);
    for (int i = 1; i < pairs.length; i += 2) {
      assertEquals(READ | WRITE, events.readyOps(pairs[i].stream()));
      Pattern.check(rig().read(pairs[i].stream(), 10), 0, 10, 0);
    }
  }

  @Test
  default void closedListener_refusesAndGivesItsPortBack() throws Exception {
    MgChannel listener = rig().listen();
    SocketAddress address = listener.local();
    TransportRig.Pair pair = rig().accept(listener);
    rig().events.close(listener, false);
    rig().events.poll(0);
    assertThrows(IOException.class, () -> rig().peers.connect(address));
    MgStream refused = rig().connect(address);
    rig().events.expectFailed(refused, Kind.REFUSED);
    rig().assertEcho(pair);
  }

  @Test
  default void transportClosed_closesEveryChannelAndTellsNothing() throws Exception {
    MgChannel listener = rig().listen();
    TransportRig.Pair accepted = rig().accept(listener);
    TransportRig.Pair connected = rig().connected();
    accepted.peer().write(new byte[1]);
    rig().events.interest(accepted.stream(), READ);
    SocketAddress address = listener.local();
    rig().transport.close();
    rig().events.check();
    assertEnded(accepted.peer());
    assertEnded(connected.peer());
    assertThrows(IOException.class, () -> rig().peers.connect(address));
  }

  /** An end, or a reset where bytes of the peer had not been read. */
  private static void assertEnded(ContractPeer peer) {
    int n;
    try {
      n = peer.read(new byte[1], 0, 1);
    } catch (IOException e) {
      return;
    }
    assertEquals(-1, n);
  }

  /** Descriptors are used again at once: a report of the old owner would hit the new one. */
  @Test
  default void closeAndReopen_noReportMeetsTheWrongChannel() throws Exception {
    RecordingEvents events = rig().events;
    MgChannel listener = rig().listen();
    TransportRig.Pair old = null;
    for (int i = Scale.of(500, 10_000); i > 0; i--) {
      if (old != null) {
        old.peer().write(new byte[1]);
        old.peer().reset();
        if (i % 2 == 0) {
          events.expectReady(old.stream(), READ);
        }
        events.close(old.stream(), i % 3 == 0);
      }
      TransportRig.Pair fresh = rig().accept(listener);
      events.interest(fresh.stream(), READ);
      assertEquals(0, events.poll(0), "reports of a new and quiet connection");
      fresh.peer().write(Pattern.bytes(3));
      assertEquals(3, rig().read(fresh.stream(), 3).length);
      if (old != null) {
        events.forget(old.stream());
      }
      old = fresh;
    }
  }
}
