package dev.mg.testkit;

import static dev.mg.spi.MgChannel.READ;
import static dev.mg.spi.MgChannel.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.mg.MgNetException.Kind;
import dev.mg.spi.MgSocketOptions;
import dev.mg.spi.MgStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.junit.jupiter.api.Test;

/** One outcome for each connect, from a later poll. */
interface ConnectPromises extends RigHolder {
  @Test
  default void connect_isToldOnceAndBytesPassBothWays() throws Exception {
    TransportRig.Pair pair = rig().connected();
    rig().events.expectSilence(10);
    rig().assertEcho(pair);
  }

  @Test
  default void connect_tellsNothingInsideTheCall() throws Exception {
    try (ContractPeers.Listener far = rig().peers.listen()) {
      MgStream stream = rig().connect(far.address());
      rig().events.check();
      assertFalse(rig().events.hasOutcome(stream));
      rig().events.expectConnected(stream);
    }
  }

  @Test
  default void connect_isPausedUntilInterestIsSet() throws Exception {
    TransportRig.Pair pair = rig().connected();
    pair.peer().write(Pattern.bytes(10));
    rig().events.expectSilence(20);
    rig().read(pair.stream(), 10);
  }

  @Test
  default void interestSetBeforeTheOutcome_countsAfterIt() throws Exception {
    try (ContractPeers.Listener far = rig().peers.listen()) {
      MgStream stream = rig().connect(far.address());
      rig().events.interest(stream, READ | WRITE);
      rig()
          .events
          .until(
              "the outcome, and room to write",
              () ->
                  rig().events.hasOutcome(stream) && (rig().events.readyOps(stream) & WRITE) != 0);
      far.accept().write(Pattern.bytes(10));
      rig().read(stream, 10);
    }
  }

  @Test
  default void connectRefused_isOneFailureOfThatKind() throws Exception {
    SocketAddress nobody = rig().peers.refusing();
    for (int i = 0; i < Timing.TRIES; i++) {
      MgStream stream = rig().connect(nobody);
      rig().events.check();
      rig().events.expectFailed(stream, Kind.REFUSED);
      rig().events.expectSilence(0);
      rig().events.close(stream, false);
    }
    rig().events.expectSilence(10);
  }

  @Test
  default void connectToTheUnreachable_isAFailureAndNeverThrown() throws Exception {
    MgStream stream = rig().connect(rig().peers.unreachable());
    rig().events.check();
    rig().events.expectFailed(stream, Kind.UNREACHABLE, Kind.OTHER);
    rig().events.close(stream, false);
    rig().events.expectSilence(10);
  }

  @Test
  default void connectToAnUnresolvedAddress_isAFailureAndNeverThrown() throws Exception {
    MgStream stream = rig().connect(InetSocketAddress.createUnresolved("name.invalid", 80));
    rig().events.check();
    rig().events.expectFailed(stream, Kind.UNKNOWN_HOST, Kind.OTHER);
    rig().events.close(stream, false);
    rig().events.expectSilence(10);
  }

  @Test
  default void connectFromAForeignAddress_isAFailureAndNeverThrown() throws Exception {
    try (ContractPeers.Listener far = rig().peers.listen()) {
      MgStream stream =
          rig()
              .transport
              .connect(far.address(), rig().peers.foreign(), MgSocketOptions.DEFAULT, null);
      rig().events.check();
      rig().events.expectFailed(stream, Kind.ADDRESS_NOT_AVAILABLE);
      rig().events.close(stream, false);
      rig().events.expectSilence(10);
    }
  }

  @Test
  default void connectFromAnAddressOfOurs_comesFromThere() throws Exception {
    try (ContractPeers.Listener far = rig().peers.listen()) {
      MgStream stream =
          rig()
              .transport
              .connect(far.address(), rig().peers.anyPort(), MgSocketOptions.DEFAULT, null);
      ContractPeer peer = far.accept();
      rig().events.expectConnected(stream);
      assertEquals(peer.remote(), stream.local());
    }
  }

  @Test
  default void connectClosedBeforeItsOutcome_tellsNothing() throws Exception {
    SocketAddress nobody = rig().peers.refusing();
    try (ContractPeers.Listener far = rig().peers.listen()) {
      for (int i = 0; i < Timing.TRIES; i++) {
        MgStream good = rig().connect(far.address());
        MgStream bad = rig().connect(nobody);
        rig().events.close(good, false);
        rig().events.close(bad, false);
        rig().events.poll(0);
      }
    }
    rig().events.expectSilence(20);
  }

  @Test
  default void addresses_areKnownFromTheOutcomeOnAndAfterClose() throws Exception {
    TransportRig.Pair pair = rig().connected();
    assertAddresses(pair);
    rig().events.close(pair.stream(), false);
    rig().events.poll(0);
    assertAddresses(pair);
  }

  private static void assertAddresses(TransportRig.Pair pair) {
    assertEquals(pair.peer().remote(), pair.stream().local());
    assertEquals(pair.peer().local(), pair.stream().remote());
  }

  @Test
  default void attachment_isTheOneGivenOrSetLaterAlsoAfterClose() throws Exception {
    Object first = new Object();
    Object second = new Object();
    try (ContractPeers.Listener far = rig().peers.listen()) {
      MgStream stream =
          rig().transport.connect(far.address(), null, MgSocketOptions.DEFAULT, first);
      assertSame(first, stream.attachment());
      rig().events.insideNextReport(() -> stream.attach(second));
      rig().events.expectConnected(stream);
      assertSame(second, stream.attachment());
      rig().events.close(stream, false);
      rig().events.poll(0);
      assertSame(second, stream.attachment());
      stream.attach(null);
      assertNull(stream.attachment());
    }
  }
}
