package dev.mg.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Peers on blocking sockets of the JDK, loopback only. */
public final class SocketPeers implements ContractPeers {
  private static final int WAIT_MS = 10_000;
  private static final int MULTICAST_WAIT_MS = 100;
  private static final int BACKLOG = 1024;

  private final List<Closeable> open = new CopyOnWriteArrayList<>();

  /** Nothing is opened yet. */
  public SocketPeers() {}

  @Override
  public ContractPeer connect(SocketAddress to) throws IOException {
    if (to instanceof UnixDomainSocketAddress) {
      UnixPeer peer = new UnixPeer(to, WAIT_MS);
      open.add(peer);
      return peer;
    }
    Socket socket = new Socket();
    open.add(socket);
    socket.connect(to, WAIT_MS);
    return new Peer(socket);
  }

  @Override
  public Listener listen() throws IOException {
    ServerSocket server = new ServerSocket();
    open.add(server);
    server.setSoTimeout(WAIT_MS);
    server.bind(anyPort(), BACKLOG);
    return new Server(server);
  }

  @Override
  public DatagramPeer datagram(SocketAddress at) throws IOException {
    SocketDatagramPeer peer = new SocketDatagramPeer(at, WAIT_MS);
    open.add(peer);
    return peer;
  }

  @Override
  public @Nullable NetworkInterface multicastInterface(InetAddress group) throws IOException {
    String any = group instanceof Inet6Address ? "::" : "0.0.0.0";
    SocketAddress wildcard = new InetSocketAddress(any, 0);
    // The loopback first: joining a group on another one may be told to the network there.
    NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
    if (passes(group, loopback, wildcard)) {
      return loopback;
    }
    for (NetworkInterface nic : NetworkInterface.networkInterfaces().toList()) {
      if (nic.isUp() && passes(group, nic, wildcard)) {
        return nic;
      }
    }
    return null;
  }

  private static boolean passes(InetAddress group, NetworkInterface nic, SocketAddress wildcard) {
    try (SocketDatagramPeer to = new SocketDatagramPeer(wildcard, MULTICAST_WAIT_MS);
        SocketDatagramPeer from = new SocketDatagramPeer(wildcard, MULTICAST_WAIT_MS)) {
      to.join(group, nic);
      from.multicastOn(nic);
      int port = ((InetSocketAddress) to.local()).getPort();
      from.send(new byte[1], new InetSocketAddress(group, port));
      return to.receive().bytes().length == 1;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  @Override
  public SocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** Bound and not listening: the kernel refuses, and nobody else gets the port meanwhile. */
  @Override
  public SocketAddress refusing() throws IOException {
    Socket socket = new Socket();
    open.add(socket);
    socket.bind(anyPort());
    return socket.getLocalSocketAddress();
  }

  /** From TEST-NET-1, RFC 5737. */
  @Override
  public SocketAddress foreign() {
    return ip(192, 0, 2, 1, 0);
  }

  /** TCP to a multicast group: refused by the routing table before a packet is made. */
  @Override
  public SocketAddress unreachable() {
    return ip(224, 0, 0, 1, 9);
  }

  private static SocketAddress ip(int a, int b, int c, int d, int port) {
    try {
      byte[] bytes = {(byte) a, (byte) b, (byte) c, (byte) d};
      return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
    } catch (UnknownHostException e) {
      throw new AssertionError("4 bytes are an address", e);
    }
  }

  @Override
  public void close() throws IOException {
    for (Closeable socket : open) {
      socket.close();
    }
    open.clear();
  }

  private final class Server implements Listener {
    private final ServerSocket server;

    Server(ServerSocket server) {
      this.server = server;
    }

    @Override
    public SocketAddress address() {
      return server.getLocalSocketAddress();
    }

    @Override
    public ContractPeer accept() throws IOException {
      Socket socket = server.accept();
      open.add(socket);
      return new Peer(socket);
    }

    @Override
    public void close() throws IOException {
      open.remove(server);
      server.close();
    }
  }

  private final class Peer implements ContractPeer {
    private final Socket socket;
    private final SocketAddress local;
    private final SocketAddress remote;

    Peer(Socket socket) throws IOException {
      this.socket = socket;
      local = socket.getLocalSocketAddress();
      remote = socket.getRemoteSocketAddress();
      socket.setSoTimeout(WAIT_MS);
      socket.setTcpNoDelay(true);
    }

    @Override
    public void write(byte[] bytes, int off, int len) throws IOException {
      socket.getOutputStream().write(bytes, off, len);
    }

    @Override
    public int read(byte[] into, int off, int len) throws IOException {
      return socket.getInputStream().read(into, off, len);
    }

    @Override
    public void shutdownOutput() throws IOException {
      socket.shutdownOutput();
    }

    @Override
    public void reset() throws IOException {
      socket.setSoLinger(true, 0);
      close();
    }

    @Override
    public void close() throws IOException {
      open.remove(socket);
      socket.close();
    }

    @Override
    public SocketAddress local() {
      return local;
    }

    @Override
    public SocketAddress remote() {
      return remote;
    }
  }
}
