package dev.mg.testkit;

import static dev.mg.spi.MgChannel.READ;
import static dev.mg.spi.MgChannel.WRITE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mg.MgIobuf;
import dev.mg.spi.MgDatagram;
import dev.mg.spi.MgSocketOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Datagrams arrive whole, one by one, with their sender. */
interface DatagramPromises extends RigHolder {
  private DatagramPeer peer() throws IOException {
    return rig().peers.datagram(rig().peers.anyPort());
  }

  @Test
  default void datagrams_passBothWaysWithTheirSender() throws Exception {
    MgDatagram socket = rig().datagram();
    assertNotEquals(0, ((InetSocketAddress) socket.local()).getPort());
    assertNull(socket.remote());
    try (DatagramPeer one = peer();
        DatagramPeer other = peer()) {
      one.send(new byte[] {1}, socket.local());
      other.send(new byte[] {2, 2}, socket.local());
      DatagramPeer.Received first = rig().receive(socket);
      DatagramPeer.Received second = rig().receive(socket);
      assertArrayEquals(new byte[] {1}, first.bytes());
      assertEquals(one.local(), first.from());
      assertArrayEquals(new byte[] {2, 2}, second.bytes());
      assertEquals(other.local(), second.from());
      rig().send(socket, new byte[] {3}, second.from());
      DatagramPeer.Received back = other.receive();
      assertArrayEquals(new byte[] {3}, back.bytes());
      assertEquals(socket.local(), back.from());
    }
  }

  @Test
  default void connectedDatagrams_passBothWays() throws Exception {
    try (DatagramPeer peer = peer()) {
      MgDatagram socket = rig().datagram(peer);
      assertEquals(peer.local(), socket.remote());
      assertTrue(((InetSocketAddress) socket.local()).getAddress().isLoopbackAddress());
      rig().send(socket, new byte[] {1}, null);
      assertEquals(socket.local(), peer.receive().from());
      rig().assertEcho(socket, peer);
    }
  }

  @Test
  default void connectedSocket_receivesFromItsRemoteAlone() throws Exception {
    try (DatagramPeer peer = peer();
        DatagramPeer stranger = peer()) {
      MgDatagram socket =
          rig()
              .transport
              .datagram(rig().peers.anyPort(), peer.local(), MgSocketOptions.DEFAULT, null);
      stranger.send(new byte[100], socket.local());
      peer.send(new byte[] {1}, socket.local());
      stranger.send(new byte[100], socket.local());
      assertArrayEquals(new byte[] {1}, rig().receive(socket).bytes());
      rig().events.expectSilence(20);
    }
  }

  @Test
  default void connectedSocket_sendsToItsRemoteWhateverItIsGiven() throws Exception {
    try (DatagramPeer peer = peer();
        DatagramPeer stranger = peer()) {
      MgDatagram socket = rig().datagram(peer);
      rig().send(socket, new byte[] {1}, stranger.local());
      rig().send(socket, new byte[0], stranger.local());
      assertEquals(1, peer.receive().bytes().length);
      assertEquals(0, peer.receive().bytes().length);
    }
  }

  @Test
  default void socketWithoutLocalAddress_isBoundToAPort() throws Exception {
    MgDatagram socket = rig().transport.datagram(null, null, MgSocketOptions.DEFAULT, null);
    assertNotEquals(0, ((InetSocketAddress) socket.local()).getPort());
    try (DatagramPeer peer = peer()) {
      rig().assertEcho(socket, peer);
    }
  }

  @Test
  default void emptyDatagram_isOneToo() throws Exception {
    MgDatagram socket = rig().datagram();
    try (DatagramPeer peer = peer()) {
      peer.send(new byte[0], socket.local());
      peer.send(new byte[] {1}, socket.local());
      peer.send(new byte[0], socket.local());
      for (int len : new int[] {0, 1, 0}) {
        DatagramPeer.Received came = rig().receive(socket);
        assertEquals(len, came.bytes().length);
        assertEquals(peer.local(), came.from());
        rig().send(socket, came.bytes(), came.from());
        assertEquals(len, peer.receive().bytes().length);
      }
    }
  }

  /** What java.nio loses when it is made to send one by connecting anew. */
  @Test
  default void emptyDatagramSentByAConnectedSocket_losesNothingThatWaits() throws Exception {
    try (DatagramPeer peer = peer();
        DatagramPeer stranger = peer()) {
      MgDatagram socket = rig().datagram(peer);
      SocketAddress local = socket.local();
      peer.send(new byte[] {1}, local);
      rig().send(socket, new byte[0], null);
      peer.send(new byte[0], local);
      stranger.send(new byte[100], local);
      rig().send(socket, new byte[] {2}, null);
      for (int len : new int[] {0, 1}) {
        DatagramPeer.Received came = peer.receive();
        assertEquals(len, came.bytes().length);
        assertEquals(local, came.from());
      }
      assertEquals(1, rig().receive(socket).bytes().length);
      DatagramPeer.Received empty = rig().receive(socket);
      assertEquals(0, empty.bytes().length);
      assertEquals(peer.local(), empty.from());
      assertEquals(local, socket.local());
      rig().assertEcho(socket, peer);
    }
  }

  @Test
  default void longestDatagram_passesBothWaysUncut() throws Exception {
    byte[] longest = Pattern.bytes(MgDatagram.MAX_BYTES);
    MgDatagram socket = rig().datagram();
    try (DatagramPeer peer = peer()) {
      MgDatagram connected = rig().datagram(peer);
      peer.send(longest, socket.local());
      assertArrayEquals(longest, rig().receive(socket).bytes());
      rig().send(socket, longest, peer.local());
      assertArrayEquals(longest, peer.receive().bytes());
      rig().send(connected, longest, null);
      assertArrayEquals(longest, peer.receive().bytes());
      peer.send(longest, connected.local());
      assertArrayEquals(longest, rig().receive(connected).bytes());
    }
  }

  /** IPv6 leaves the address out of a datagram's length: 20 bytes more than IPv4 carries. */
  @Test
  default void longestDatagramOfIp6_isNotCut() throws Exception {
    Assumptions.assumeFalse(rig().transport.isVirtual(), "IPv6 is not told apart there");
    byte[] longest = Pattern.bytes(65_527);
    InetSocketAddress any = new InetSocketAddress("::1", 0);
    DatagramPeer peer;
    try {
      peer = rig().peers.datagram(any);
    } catch (IOException e) {
      Assumptions.abort("no IPv6 here: " + e.getMessage());
      return;
    }
    MgDatagram socket = rig().transport.datagram(any, null, MgSocketOptions.DEFAULT, null);
    peer.send(longest, socket.local());
    DatagramPeer.Received came = rig().receive(socket);
    assertArrayEquals(longest, came.bytes());
    assertEquals(peer.local(), came.from());
    rig().assertEcho(socket, peer);
    rig().assertEcho(rig().datagram(peer), peer);
  }

  /** A socket on all addresses of both kinds tells those of IPv4 as such. */
  @Test
  default void socketOnAllAddresses_answersIp4() throws Exception {
    Assumptions.assumeFalse(rig().transport.isVirtual(), "IPv6 is not told apart there");
    MgDatagram socket;
    try {
      socket =
          rig()
              .transport
              .datagram(new InetSocketAddress("::", 0), null, MgSocketOptions.DEFAULT, null);
    } catch (IOException e) {
      Assumptions.abort("no IPv6 here: " + e.getMessage());
      return;
    }
    try (DatagramPeer peer = peer()) {
      rig().assertEcho(socket, peer);
    }
  }

  @Test
  default void received_isAppendedToWhatIsThere() throws Exception {
    MgDatagram socket = rig().datagram();
    try (DatagramPeer peer = peer()) {
      peer.send(new byte[] {3, 4}, socket.local());
      rig().events.interest(socket, READ);
      rig().events.expectReady(socket, READ);
      MgIobuf in = new MgIobuf();
      in.add(new byte[] {1, 2});
      assertEquals(peer.local(), socket.receive(in));
      assertArrayEquals(new byte[] {1, 2, 3, 4}, TransportRig.bytes(in));
      assertNull(socket.receive(in));
      assertEquals(4, in.len());
    }
  }

  @Test
  default void datagramsNotReceived_areReportedByEachPoll() throws Exception {
    MgDatagram socket = rig().datagram();
    try (DatagramPeer peer = peer()) {
      peer.send(new byte[] {1}, socket.local());
      peer.send(new byte[] {2}, socket.local());
      rig().events.interest(socket, READ);
      rig().events.expectReady(socket, READ);
      for (int i = 0; i < 3; i++) {
        rig().events.poll(1_000);
        assertEquals(READ, rig().events.readyOps(socket), "poll " + i);
      }
      assertArrayEquals(new byte[] {1}, rig().receive(socket).bytes());
      rig().events.poll(1_000);
      assertEquals(READ, rig().events.readyOps(socket), "with one more waiting");
      assertArrayEquals(new byte[] {2}, rig().receive(socket).bytes());
      rig().events.expectSilence(20);
    }
  }

  @Test
  default void manyDatagrams_takeFewPolls() throws Exception {
    int n = 64;
    MgDatagram socket = rig().datagram();
    try (DatagramPeer peer = peer()) {
      for (int i = 0; i < n; i++) {
        peer.send(new byte[] {(byte) i}, socket.local());
      }
      rig().events.interest(socket, READ);
      List<Integer> came = new ArrayList<>();
      int polls = 0;
      for (; came.size() < n; polls++) {
        rig().events.expectReady(socket, READ);
        MgIobuf in = new MgIobuf();
        while (socket.receive(in) != null) {
          came.add((int) in.at(0));
          in.clear();
        }
      }
      for (int i = 0; i < n; i++) {
        assertEquals(i, came.get(i));
      }
      assertTrue(polls <= n / 8, polls + " polls for " + n + " datagrams");
    }
  }

  @Test
  default void withoutReadInterest_nothingIsReportedOrLost() throws Exception {
    MgDatagram socket = rig().datagram();
    try (DatagramPeer peer = peer()) {
      peer.send(new byte[] {1}, socket.local());
      rig().events.expectSilence(20);
      assertArrayEquals(new byte[] {1}, rig().receive(socket).bytes());
      peer.send(new byte[] {2}, socket.local());
      rig().events.expectReady(socket, READ);
      rig().events.interest(socket, 0);
      peer.send(new byte[] {3}, socket.local());
      rig().events.expectSilence(20);
      assertArrayEquals(new byte[] {2}, rig().receive(socket).bytes());
      assertArrayEquals(new byte[] {3}, rig().receive(socket).bytes());
    }
  }

  @Test
  default void writeInterest_isReportedWhileThereIsRoom() throws Exception {
    MgDatagram socket = rig().datagram();
    rig().events.interest(socket, WRITE);
    rig().events.expectReady(socket, WRITE);
    rig().events.poll(1_000);
    assertEquals(WRITE, rig().events.readyOps(socket));
    rig().events.interest(socket, 0);
    rig().events.expectSilence(20);
  }

  @Test
  default void closedDatagramSocket_givesItsPortBackInOnePollAndKeepsItsAddresses()
      throws Exception {
    try (DatagramPeer peer = peer()) {
      MgDatagram socket = rig().datagram(peer);
      SocketAddress local = socket.local();
      rig().events.interest(socket, READ);
      peer.send(new byte[] {1}, local);
      rig().events.expectReady(socket, READ);
      rig().events.close(socket, false);
      socket.close(true);
      rig().events.poll(0);
      MgDatagram again = rig().transport.datagram(local, null, MgSocketOptions.DEFAULT, null);
      assertEquals(local, socket.local());
      assertEquals(peer.local(), socket.remote());
      rig().assertEcho(again, peer);
      rig().events.expectSilence(10);
    }
  }

  @Test
  default void closedDatagramSockets_leaveNoDescriptor() throws Exception {
    Descriptors.assumeCountable(usesDescriptors());
    try (DatagramPeer peer = peer()) {
      openAndClose(peer);
      int base = Descriptors.count();
      for (int i = 0; i < 20; i++) {
        openAndClose(peer);
        Descriptors.assertBackTo(base);
      }
    }
  }

  private void openAndClose(DatagramPeer peer) throws IOException {
    MgDatagram bound = rig().datagram();
    MgDatagram connected = rig().datagram(peer);
    rig().assertEcho(connected, peer);
    rig().send(connected, new byte[0], null);
    peer.receive();
    rig().events.close(bound, false);
    rig().events.close(connected, false);
    rig().events.poll(0);
  }

  @Test
  default void datagramSocketsAttachment_isTheOneGivenOrSetLater() throws Exception {
    Object first = new Object();
    MgDatagram socket =
        rig().transport.datagram(rig().peers.anyPort(), null, MgSocketOptions.DEFAULT, first);
    assertSame(first, socket.attachment());
    Object second = new Object();
    socket.attach(second);
    socket.close(false);
    assertSame(second, socket.attachment());
  }
}
