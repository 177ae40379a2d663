package dev.mg.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;

/** A datagram peer on the kernel's sockets. */
final class SocketDatagramPeer implements DatagramPeer, Closeable {
  private static final int MOST_BYTES = 65_535;

  private final DatagramChannel channel;
  private final DatagramSocket socket;
  private final SocketAddress local;

  SocketDatagramPeer(SocketAddress at, int waitMs) throws IOException {
    boolean ip6 = at instanceof InetSocketAddress inet && inet.getAddress() instanceof Inet6Address;
    channel =
        DatagramChannel.open(ip6 ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
    try {
      channel.setOption(StandardSocketOptions.SO_BROADCAST, true);
      channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 0);
      channel.bind(at);
      local = channel.getLocalAddress();
      socket = channel.socket();
      socket.setSoTimeout(waitMs);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Receives what is sent to {@code group} from now on. */
  void join(InetAddress group, NetworkInterface nic) throws IOException {
    channel.join(group, nic);
  }

  @Override
  public void send(byte[] datagram, SocketAddress to) throws IOException {
    channel.send(ByteBuffer.wrap(datagram), to);
  }

  @Override
  public Received receive() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[MOST_BYTES], MOST_BYTES);
    socket.receive(packet);
    byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
    return new Received(bytes, packet.getSocketAddress());
  }

  @Override
  public void multicastOn(NetworkInterface nic) throws IOException {
    channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, nic);
  }

  @Override
  public SocketAddress local() {
    return local;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
