package dev.mg.testkit;

import static dev.mg.spi.MgChannel.READ;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mg.MgNetException;
import dev.mg.MgNetException.Kind;
import dev.mg.spi.MgDatagram;
import dev.mg.spi.MgSocketOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.opentest4j.TestAbortedException;

/** Multicast groups. Nothing leaves the host: the peer's hop limit is 0. */
interface MulticastPromises extends RigHolder {
  String WILD4 = "0.0.0.0";

  private MgDatagram open(String ip, int port, MgSocketOptions options) throws IOException {
    return rig().transport.datagram(new InetSocketAddress(ip, port), null, options, null);
  }

  private NetworkInterface interfaceFor(InetAddress group) throws IOException {
    NetworkInterface nic = rig().peers.multicastInterface(group);
    if (nic == null) {
      throw new TestAbortedException("no interface here passes multicasts to " + group);
    }
    return nic;
  }

  private static int port(MgDatagram socket) {
    return ((InetSocketAddress) socket.local()).getPort();
  }

  @Test
  default void joinedGroup_isReceivedFromThenOn() throws Exception {
    joinedGroupIsReceived(WILD4, "239.255.77.1", "239.255.77.2");
  }

  @Test
  default void joinedGroupOfIp6_isReceivedFromThenOn() throws Exception {
    Assumptions.assumeFalse(rig().transport.isVirtual(), "IPv6 is not told apart there");
    joinedGroupIsReceived("::", "ff01::77:1", "ff01::77:2");
  }

  private void joinedGroupIsReceived(String any, String group, String other) throws Exception {
    InetAddress joined = InetAddress.getByName(group);
    NetworkInterface nic = interfaceFor(joined);
    MgDatagram socket = open(any, 0, MgSocketOptions.DEFAULT);
    rig().events.interest(socket, READ);
    SocketAddress to = new InetSocketAddress(joined, port(socket));
    try (DatagramPeer peer = rig().peers.datagram(new InetSocketAddress(any, 0))) {
      peer.multicastOn(nic);
      peer.send(new byte[] {1}, to);
      rig().events.expectSilence(20);
      socket.join(joined, nic);
      socket.join(joined, nic);
      peer.send(new byte[] {2}, new InetSocketAddress(other, port(socket)));
      peer.send(new byte[] {3}, to);
      DatagramPeer.Received came = rig().receive(socket);
      assertArrayEquals(new byte[] {3}, came.bytes());
      int sender = ((InetSocketAddress) came.from()).getPort();
      assertEquals(((InetSocketAddress) peer.local()).getPort(), sender);
      rig().events.expectSilence(20);
    }
  }

  /** All hosts are of that group by themselves: joining tells nobody else. */
  @Test
  default void joinWithoutAnInterface_leavesTheChoiceToTheSystem() throws Exception {
    InetAddress group = InetAddress.getByName("224.0.0.1");
    MgDatagram socket = open(WILD4, 0, MgSocketOptions.DEFAULT);
    SocketAddress to = new InetSocketAddress(group, port(socket));
    rig().events.interest(socket, READ);
    try (DatagramPeer peer = rig().peers.datagram(new InetSocketAddress(WILD4, 0))) {
      try {
        peer.send(new byte[] {1}, to);
      } catch (IOException e) {
        throw new TestAbortedException("nothing here is routed to " + group + ": " + e);
      }
      rig().events.expectSilence(20);
      socket.join(group, null);
      socket.join(group, null);
      peer.send(new byte[] {2}, to);
      assertArrayEquals(new byte[] {2}, rig().receive(socket).bytes());
    }
  }

  @Test
  default void groupJoinedByAnotherSocket_isNotReceived() throws Exception {
    InetAddress group = InetAddress.getByName("239.255.77.3");
    NetworkInterface nic = interfaceFor(group);
    MgDatagram member;
    try {
      member = open(WILD4, 0, DatagramErrorPromises.SHARED);
    } catch (MgNetException e) {
      assertEquals(Kind.UNSUPPORTED, e.kind(), e.getMessage());
      return;
    }
    MgDatagram other = open(WILD4, port(member), DatagramErrorPromises.SHARED);
    rig().events.interest(other, READ);
    member.join(group, nic);
    try (DatagramPeer peer = rig().peers.datagram(new InetSocketAddress(WILD4, 0))) {
      peer.multicastOn(nic);
      peer.send(new byte[] {1}, new InetSocketAddress(group, port(member)));
      assertArrayEquals(new byte[] {1}, rig().receive(member).bytes());
      rig().events.interest(member, 0);
      rig().events.expectSilence(20);
    }
  }

  /** As all programs of a host do that listen to one group. */
  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no socket is bound to a group there")
  default void socketsBoundToAGroup_shareItsPort() throws Exception {
    Assumptions.assumeFalse(rig().transport.isVirtual(), "a group is not bound to there");
    String group = "239.255.77.4";
    NetworkInterface nic = interfaceFor(InetAddress.getByName(group));
    MgDatagram one = open(group, 0, MgSocketOptions.DEFAULT);
    MgDatagram two = open(group, port(one), MgSocketOptions.DEFAULT);
    one.join(InetAddress.getByName(group), nic);
    two.join(InetAddress.getByName(group), nic);
    try (DatagramPeer peer = rig().peers.datagram(new InetSocketAddress(WILD4, 0))) {
      peer.multicastOn(nic);
      peer.send(new byte[] {1}, new InetSocketAddress(group, port(one)));
      assertArrayEquals(new byte[] {1}, rig().receive(one).bytes());
      assertArrayEquals(new byte[] {1}, rig().receive(two).bytes());
    }
  }

  @Test
  default void joinOfWhatIsNoGroup_isRefusedAndTheSocketGoesOn() throws Exception {
    MgDatagram socket = rig().datagram();
    InetAddress host = InetAddress.getByName("127.0.0.1");
    assertThrows(MgNetException.class, () -> socket.join(host, null));
    assertThrows(
        MgNetException.class, () -> socket.join(host, NetworkInterface.getByInetAddress(host)));
    try (DatagramPeer peer = rig().peers.datagram(rig().peers.anyPort())) {
      rig().assertEcho(socket, peer);
    }
  }
}
