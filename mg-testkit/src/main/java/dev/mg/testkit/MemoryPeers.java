package dev.mg.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Peers in a {@link MemoryNetwork}, for running the contracts on the memory transport. */
public final class MemoryPeers implements ContractPeers {
  private final MemoryNetwork net;
  private final SocketPeers names = new SocketPeers();
  private final List<MemoryPeer> open = new ArrayList<>();
  private final List<MemoryDatagramPeer> datagrams = new ArrayList<>();
  private int nextRefusing = 1;

  /** Peers in that network, which must be the transport's. */
  public MemoryPeers(MemoryNetwork net) {
    this.net = net;
  }

  @Override
  public ContractPeer connect(SocketAddress to) throws IOException {
    return keep(net.connect(to));
  }

  private synchronized MemoryPeer keep(MemoryPeer peer) {
    open.add(peer);
    return peer;
  }

  @Override
  public Listener listen() throws IOException {
    return net.listen(0);
  }

  @Override
  public synchronized DatagramPeer datagram(SocketAddress at) throws IOException {
    MemoryDatagramPeer peer = net.datagram(at);
    datagrams.add(peer);
    return peer;
  }

  @Override
  public NetworkInterface multicastInterface(InetAddress group) throws IOException {
    return NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
  }

  @Override
  public SocketAddress anyPort() {
    return MemoryNetwork.loopback(0);
  }

  /** Ports below those the network gives out. */
  @Override
  public synchronized SocketAddress refusing() {
    return MemoryNetwork.loopback(nextRefusing++);
  }

  @Override
  public SocketAddress foreign() {
    return names.foreign();
  }

  @Override
  public SocketAddress unreachable() {
    return names.unreachable();
  }

  @Override
  public synchronized void close() {
    open.forEach(MemoryPeer::close);
    open.clear();
    datagrams.forEach(MemoryDatagramPeer::close);
    datagrams.clear();
  }
}
