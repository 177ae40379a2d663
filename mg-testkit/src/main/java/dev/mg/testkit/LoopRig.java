package dev.mg.testkit;

import dev.mg.MgAddr;
import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgHandler;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A manager under test and its peers. <b>For the thread that made it.</b> Closing it closes both.
 */
public final class LoopRig implements AutoCloseable {
  /** The manager under test. */
  public final MgManager mgr;

  /** Makes the far ends. */
  public final ContractPeers peers;

  /** Creates a manager. */
  public LoopRig(MgOptions options, ContractPeers peers) {
    this.peers = peers;
    mgr = MgManager.create(options);
  }

  /** A connection of the manager and its far end. */
  public record Pair(MgConnection c, ContractPeer peer) {}

  /** A handler that sends back what it reads. */
  public static void echo(
      MgConnection c, int ev, @Nullable Object evData, @Nullable Object fnData) {
    if (ev == MgEvent.READ) {
      c.send(c.recv);
      c.recv.clear();
    }
  }

  /** A listener on any port. */
  public MgConnection listen(MgHandler fn) {
    return mgr.listen(url(peers.anyPort()), fn, null);
  }

  /** A far end connected to a listener. */
  public ContractPeer peer(MgConnection listener) throws IOException {
    return peers.connect(listener.loc().toSocketAddress());
  }

  /** A connection accepted from a listener of its own; ACCEPT has been fired. */
  public Pair accepted(EventLog log) throws IOException {
    return accepted(listen(log), log);
  }

  /** A connection accepted from that listener; ACCEPT has been fired. */
  public Pair accepted(MgConnection listener, EventLog log) throws IOException {
    int before = log.accepted().size();
    ContractPeer peer = peer(listener);
    until(() -> log.accepted().size() > before, "the connection to be accepted");
    return new Pair(log.accepted().get(before), peer);
  }

  /** Starts a connection to that address. */
  public MgConnection connect(SocketAddress to, MgHandler fn) {
    return mgr.connect(url(to), fn, null);
  }

  /** A connection to a peer; CONNECT has been fired. */
  public Pair connected(EventLog log) throws IOException {
    try (ContractPeers.Listener far = peers.listen()) {
      MgConnection c = connect(far.address(), log);
      until(() -> log.has(c, "CONNECT"), "CONNECT");
      return new Pair(c, far.accept());
    }
  }

  /** The URL of an address. */
  public static String url(SocketAddress address) {
    return "tcp://" + MgAddr.of(address);
  }

  /** The URL of an address for datagrams. */
  public static String udp(SocketAddress address) {
    return "udp://" + MgAddr.of(address);
  }

  /** A datagram listener on any port. */
  public MgConnection listenUdp(MgHandler fn) {
    return mgr.listen(udp(peers.anyPort()), fn, null);
  }

  /** A far end for datagrams. */
  public DatagramPeer datagramPeer() throws IOException {
    return peers.datagram(peers.anyPort());
  }

  /** A connection for datagrams to a peer; CONNECT has been fired. */
  public MgConnection connectUdp(DatagramPeer peer, EventLog log) {
    MgConnection c = mgr.connect(udp(peer.local()), log, null);
    until(log, c, "CONNECT");
    return c;
  }

  /** Lets a far end wait for a datagram, polling meanwhile. */
  public DatagramPeer.Received receive(DatagramPeer peer) throws Exception {
    return Pump.during(mgr, "the peer to receive a datagram", peer::receive);
  }

  /** As {@link #receive}, as ASCII. */
  public String receiveText(DatagramPeer peer) throws Exception {
    return new String(receive(peer).bytes(), StandardCharsets.US_ASCII);
  }

  /** Polls until {@code condition} holds, 10 s at most. */
  public void until(BooleanSupplier condition, String what) {
    Pump.until(mgr, condition, what);
  }

  /** Polls until that event is in the log: a name, or a name with its detail. */
  public void until(EventLog log, String event) {
    Pump.until(mgr, () -> log.has(event), event + " in " + log);
  }

  /** Polls until that event of that connection is in the log. */
  public void until(EventLog log, MgConnection c, String event) {
    Pump.until(mgr, () -> log.has(c, event), event + " in " + log);
  }

  /** Lets a far end read exactly {@code n} bytes, polling meanwhile. */
  public byte[] read(ContractPeer peer, int n) throws Exception {
    return Pump.during(mgr, "the peer to read " + n + " bytes", () -> peer.readN(n));
  }

  /** As {@link #read}, as ASCII. */
  public String readText(ContractPeer peer, int n) throws Exception {
    return new String(read(peer, n), StandardCharsets.US_ASCII);
  }

  /** Lets a far end wait for the end, polling meanwhile; throws what its read throws. */
  public boolean readsEnd(ContractPeer peer) throws Exception {
    return Pump.during(mgr, "the peer to read the end", () -> peer.read(new byte[1], 0, 1) < 0);
  }

  /** Checks that a handler which echoes is alive. */
  public void assertEcho(Pair pair) throws Exception {
    pair.peer.write(ascii("ping"));
    String back = readText(pair.peer, 4);
    if (!back.equals("ping")) {
      throw new AssertionError("'ping' came back as '" + back + "'");
    }
  }

  /** The bytes of ASCII text. */
  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() throws IOException {
    mgr.close();
    peers.close();
  }
}
