package dev.mg.testkit;

import static dev.mg.spi.MgChannel.READ;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mg.MgIobuf;
import dev.mg.MgNetException;
import dev.mg.MgNetException.Kind;
import dev.mg.spi.MgDatagram;
import dev.mg.spi.MgSocketOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A datagram's failure is thrown by one call, and the socket goes on. */
interface DatagramErrorPromises extends RigHolder {
  MgSocketOptions SHARED = new MgSocketOptions(16, true, true, true, false, 0, 0);
  MgSocketOptions BROADCAST = new MgSocketOptions(16, false, true, true, true, 0, 0);

  private static void assertThrowsKind(Kind kind, Executable call) {
    MgNetException e = assertThrows(MgNetException.class, call);
    assertEquals(kind, e.kind(), e.getMessage());
  }

  private MgDatagram open(SocketAddress local, MgSocketOptions options) throws IOException {
    return rig().transport.datagram(local, null, options, null);
  }

  @Test
  default void portUnreachable_isThrownByOneCallAndIsNoEnd() throws Exception {
    DatagramPeer peer = rig().peers.datagram(rig().peers.anyPort());
    MgDatagram socket = rig().datagram(peer);
    peer.close();
    rig().events.interest(socket, READ);
    MgIobuf in = new MgIobuf();
    for (int i = 0; i < 3; i++) {
      rig().send(socket, new byte[] {1}, null);
      rig().events.expectReady(socket, READ);
      assertThrowsKind(Kind.REFUSED, () -> socket.receive(in));
      assertNull(socket.receive(in));
      rig().events.expectSilence(5);
    }
    try (DatagramPeer again = rig().peers.datagram(peer.local())) {
      rig().assertEcho(socket, again);
    }
    assertEquals(0, in.len());
  }

  @Test
  default void portUnreachable_isThrownBySendIfThatComesFirst() throws Exception {
    DatagramPeer peer = rig().peers.datagram(rig().peers.anyPort());
    MgDatagram socket = rig().datagram(peer);
    peer.close();
    rig().send(socket, new byte[0], null);
    rig().events.interest(socket, READ);
    rig().events.expectReady(socket, READ);
    assertThrowsKind(Kind.REFUSED, () -> socket.send(new byte[1], 0, 1, null));
    assertNull(socket.receive(new MgIobuf()));
    try (DatagramPeer again = rig().peers.datagram(peer.local())) {
      rig().assertEcho(socket, again);
    }
  }

  @Test
  default void datagramToNobody_isNoFailureOfASocketThatIsNotConnected() throws Exception {
    DatagramPeer nobody = rig().peers.datagram(rig().peers.anyPort());
    nobody.close();
    MgDatagram socket = rig().datagram();
    rig().events.interest(socket, READ);
    rig().send(socket, new byte[] {1}, nobody.local());
    rig().send(socket, new byte[] {1}, nobody.local());
    rig().events.expectSilence(10);
    assertNull(socket.receive(new MgIobuf()));
    try (DatagramPeer peer = rig().peers.datagram(rig().peers.anyPort())) {
      rig().assertEcho(socket, peer);
    }
  }

  @Test
  default void datagramTooLong_isRefusedAndTheSocketGoesOn() throws Exception {
    try (DatagramPeer peer = rig().peers.datagram(rig().peers.anyPort())) {
      MgDatagram bound = rig().datagram();
      MgDatagram connected = rig().datagram(peer);
      byte[] longer = new byte[MgDatagram.MAX_BYTES + 1];
      assertThrowsKind(
          Kind.MESSAGE_TOO_BIG, () -> bound.send(longer, 0, longer.length, peer.local()));
      assertThrowsKind(Kind.MESSAGE_TOO_BIG, () -> connected.send(longer, 0, longer.length, null));
      rig().assertEcho(bound, peer);
      rig().assertEcho(connected, peer);
    }
  }

  @Test
  default void datagramWithoutAnAddressee_isRefused() throws Exception {
    MgDatagram socket = rig().datagram();
    assertThrows(IllegalArgumentException.class, () -> socket.send(new byte[] {1}, 0, 1, null));
  }

  @Test
  default void unresolvedAddress_isRefusedAsUnknown() throws Exception {
    SocketAddress name = InetSocketAddress.createUnresolved("name.invalid", 80);
    assertThrowsKind(
        Kind.UNKNOWN_HOST,
        () -> rig().transport.datagram(null, name, MgSocketOptions.DEFAULT, null));
    MgDatagram socket = rig().datagram();
    assertThrowsKind(Kind.UNKNOWN_HOST, () -> socket.send(new byte[] {1}, 0, 1, name));
  }

  @Test
  default void datagramAddressInUse_isThrown() throws Exception {
    SocketAddress taken = rig().datagram().local();
    assertThrowsKind(Kind.ADDRESS_IN_USE, () -> open(taken, MgSocketOptions.DEFAULT));
  }

  @Test
  default void datagramAddressOfNobodyHere_isThrown() throws Exception {
    assertThrowsKind(
        Kind.ADDRESS_NOT_AVAILABLE, () -> open(rig().peers.foreign(), MgSocketOptions.DEFAULT));
  }

  /** TCP and UDP ports are apart. */
  @Test
  default void portOfAListener_isFreeForDatagrams() throws Exception {
    open(rig().listen().local(), MgSocketOptions.DEFAULT);
  }

  @Test
  default void datagramReusePort_isSharedOrRefusedAsUnsupported() throws Exception {
    MgDatagram first;
    try {
      first = open(rig().peers.anyPort(), SHARED);
    } catch (MgNetException e) {
      assertEquals(Kind.UNSUPPORTED, e.kind(), e.getMessage());
      return;
    }
    MgDatagram second = open(first.local(), SHARED);
    assertEquals(first.local(), second.local());
    rig().events.interest(first, READ);
    rig().events.interest(second, READ);
    try (DatagramPeer peer = rig().peers.datagram(rig().peers.anyPort())) {
      peer.send(new byte[] {1}, first.local());
      rig()
          .events
          .until(
              "one of the two to receive",
              () -> (rig().events.readyOps(first) | rig().events.readyOps(second)) != 0);
    }
  }

  @Test
  default void broadcast_takesTheOptionAndReachesAllAddressesPort() throws Exception {
    MgDatagram everywhere = open(new InetSocketAddress("0.0.0.0", 0), MgSocketOptions.DEFAULT);
    int port = ((InetSocketAddress) everywhere.local()).getPort();
    SocketAddress all =
        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, -1, -1, -1}), port);
    MgDatagram without = rig().datagram();
    assertThrowsKind(Kind.DENIED, () -> without.send(new byte[] {1}, 0, 1, all));
    MgDatagram with = open(rig().peers.anyPort(), BROADCAST);
    rig().send(with, new byte[] {2}, all);
    DatagramPeer.Received came = rig().receive(everywhere);
    assertEquals(2, came.bytes()[0]);
    assertEquals(with.local(), came.from());
  }

  @Test
  default void datagramAfterTheTransportsClose_isRefused() throws Exception {
    rig().transport.close();
    assertThrows(IllegalStateException.class, () -> rig().datagram());
  }
}
