package dev.mg.testkit;

import static dev.mg.spi.MgChannel.READ;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mg.MgNetException;
import dev.mg.MgNetException.Kind;
import dev.mg.spi.MgChannel;
import dev.mg.spi.MgSocketOptions;
import dev.mg.spi.MgStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Binding, and what is accepted. */
interface ListenPromises extends RigHolder {
  /** As {@link dev.mg.spi.MgTransport#poll} bounds its work. */
  int MOST_ACCEPTS = 256;

  @Test
  default void listen_isBoundOnReturnToTheRealPort() throws Exception {
    MgChannel listener = rig().listenPaused();
    assertNotNull(listener.local());
    assertNull(listener.remote());
    assertFalse(listener.local().equals(rig().peers.anyPort()), "port 0 is not a real one");
    rig().peers.connect(listener.local());
  }

  @Test
  default void pausedListener_acceptsNothingUntilInterestIsSet() throws Exception {
    MgChannel listener = rig().listenPaused();
    ContractPeer peer = rig().peers.connect(listener.local());
    rig().events.expectSilence(20);
    rig().events.interest(listener, READ);
    rig().assertEcho(new TransportRig.Pair(rig().events.expectAccepted(listener), peer));
    rig().events.interest(listener, 0);
    rig().peers.connect(listener.local());
    rig().events.expectSilence(20);
    rig().events.interest(listener, READ);
    rig().events.expectAccepted(listener);
  }

  @Test
  default void acceptedStream_isPausedUntilInterestIsSet() throws Exception {
    TransportRig.Pair pair = rig().accepted();
    pair.peer().write(Pattern.bytes(10));
    rig().events.expectSilence(20);
    Pattern.check(rig().read(pair.stream(), 10), 0, 10, 0);
  }

  @Test
  default void addresses_areThoseOfThePeerRightAfterAcceptAndAfterClose() throws Exception {
    MgChannel listener = rig().listen();
    TransportRig.Pair pair = rig().accept(listener);
    assertAddresses(listener, pair);
    assertNull(pair.stream().attachment(), "the attachment of a child nobody gave one");
    SocketAddress bound = listener.local();
    rig().events.close(pair.stream(), false);
    rig().events.close(listener, false);
    rig().events.poll(0);
    assertAddresses(listener, pair);
    assertEquals(bound, listener.local());
  }

  private static void assertAddresses(MgChannel listener, TransportRig.Pair pair) {
    assertEquals(listener.local(), pair.stream().local());
    assertEquals(pair.peer().remote(), pair.stream().local());
    assertEquals(pair.peer().local(), pair.stream().remote());
  }

  @Test
  default void addressInUse_isThrownByListen() throws Exception {
    SocketAddress taken = rig().listen().local();
    MgNetException e = assertThrows(MgNetException.class, () -> listenAt(taken));
    assertEquals(Kind.ADDRESS_IN_USE, e.kind(), e.getMessage());
  }

  @Test
  default void addressOfNobodyHere_isThrownByListen() throws Exception {
    MgNetException e = assertThrows(MgNetException.class, () -> listenAt(rig().peers.foreign()));
    assertEquals(Kind.ADDRESS_NOT_AVAILABLE, e.kind(), e.getMessage());
  }

  /** The server closes first, so that its port is left in TIME_WAIT. */
  @Test
  default void listenAgainAtOnce_onAPortWhoseConnectionsWereClosedByUs() throws Exception {
    MgChannel listener = rig().listen();
    SocketAddress address = listener.local();
    TransportRig.Pair pair = rig().accept(listener);
    rig().events.close(pair.stream(), false);
    rig().events.close(listener, false);
    rig().events.poll(0);
    assertEquals(-1, pair.peer().read(new byte[1], 0, 1));
    pair.peer().close();
    rig().events.poll(0);
    MgChannel again = listenAt(address);
    rig().events.interest(again, READ);
    rig().assertEcho(rig().accept(again));
  }

  @Test
  default void reusePort_isSharedOrRefusedAsUnsupported() throws Exception {
    MgSocketOptions shared = new MgSocketOptions(16, true, true, true, false, 0, 0);
    MgChannel first;
    try {
      first = rig().transport.listen(rig().peers.anyPort(), shared, null);
    } catch (MgNetException e) {
      assertEquals(Kind.UNSUPPORTED, e.kind(), e.getMessage());
      return;
    }
    MgChannel second = rig().transport.listen(first.local(), shared, null);
    assertEquals(first.local(), second.local());
    rig().events.interest(first, READ);
    rig().events.interest(second, READ);
    rig().peers.connect(first.local());
    rig()
        .events
        .until(
            "one of the two to accept",
            () -> rig().events.hasAccepted(first) || rig().events.hasAccepted(second));
  }

  private MgChannel listenAt(SocketAddress address) throws IOException {
    return rig().transport.listen(address, MgSocketOptions.DEFAULT, null);
  }

  @Test
  default void aThousandConnectsAtOnce_areAllAcceptedOnce() throws Exception {
    int n = 1_000;
    MgChannel listener = rig().listen();
    FutureTask<Set<SocketAddress>> peers =
        TransportRig.elsewhere(
            () -> {
              Set<SocketAddress> addresses = new HashSet<>();
              for (int i = 0; i < n; i++) {
                addresses.add(rig().peers.connect(listener.local()).local());
              }
              return addresses;
            });
    Set<SocketAddress> accepted = new HashSet<>();
    for (int i = 0; i < n; i++) {
      MgStream child = rig().events.expectAccepted(listener);
      assertTrue(accepted.add(child.remote()), "accepted twice: " + child.remote());
    }
    assertEquals(rig().await("1,000 connects", peers), accepted);
    rig().events.expectSilence(10);
  }

  @Test
  default void onePoll_acceptsABoundedNumber() throws Exception {
    int n = MOST_ACCEPTS + 50;
    MgChannel listener =
        rig()
            .transport
            .listen(
                rig().peers.anyPort(),
                new MgSocketOptions(2 * n, false, true, true, false, 0, 0),
                null);
    int waiting = 0;
    FutureTask<Void> peers =
        TransportRig.elsewhere(
            () -> {
              for (int i = 0; i < n; i++) {
                rig().peers.connect(listener.local());
              }
              return null;
            });
    peers.get();
    rig().events.interest(listener, READ);
    Patience patience = new Patience(n + " connections to be accepted");
    while (waiting < n) {
      patience.check();
      int got = rig().events.poll(1_000);
      assertTrue(got <= MOST_ACCEPTS, got + " accepts in one poll");
      waiting += got;
    }
    assertEquals(n, waiting);
  }

  @Test
  default void clientThatResetsBeforeAccept_harmsNobody() throws Exception {
    MgChannel listener = rig().listenPaused();
    for (int i = 0; i < 10; i++) {
      rig().peers.connect(listener.local()).reset();
    }
    ContractPeer peer = rig().peers.connect(listener.local());
    rig().events.interest(listener, READ);
    MgStream child;
    // The kernel may hand out the dead ones too: they fail when they are read.
    do {
      child = rig().events.expectAccepted(listener);
      if (!peer.local().equals(child.remote())) {
        MgStream dead = child;
        MgNetException e = assertThrows(MgNetException.class, () -> rig().readToEnd(dead));
        assertEquals(Kind.RESET, e.kind(), e.getMessage());
        rig().events.close(dead, false);
      }
    } while (!peer.local().equals(child.remote()));
    rig().assertEcho(new TransportRig.Pair(child, peer));
  }
}
