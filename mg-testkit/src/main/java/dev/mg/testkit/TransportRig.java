package dev.mg.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mg.MgIobuf;
import dev.mg.MgNetException;
import dev.mg.MgOptions;
import dev.mg.spi.MgChannel;
import dev.mg.spi.MgDatagram;
import dev.mg.spi.MgSocketOptions;
import dev.mg.spi.MgStream;
import dev.mg.spi.MgTransport;
import dev.mg.spi.MgTransportProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * One transport under test with its recorder and its peers. <b>For the thread that made it.</b>
 * Closing it closes both.
 */
public final class TransportRig implements AutoCloseable {
  /** What the transport reported, and the polls. */
  public final RecordingEvents events = new RecordingEvents();

  /** The transport under test. */
  public final MgTransport transport;

  /** Makes the far ends. */
  public final ContractPeers peers;

  /** Opens a transport. */
  public TransportRig(MgTransportProvider provider, MgOptions options, ContractPeers peers)
      throws IOException {
    this.peers = peers;
    transport = provider.open(options, events);
    events.drive(transport);
  }

  /** A stream of the transport and its far end. */
  public record Pair(MgStream stream, ContractPeer peer) {}

  /** A listener on any port, paused. */
  public MgChannel listenPaused() throws IOException {
    return transport.listen(peers.anyPort(), MgSocketOptions.DEFAULT, null);
  }

  /** A listener on any port that accepts. */
  public MgChannel listen() throws IOException {
    MgChannel listener = listenPaused();
    events.interest(listener, MgChannel.READ);
    return listener;
  }

  /** Starts a connect with the default options. */
  public MgStream connect(SocketAddress to) {
    MgStream stream = transport.connect(to, null, MgSocketOptions.DEFAULT, null);
    events.connecting(stream);
    return stream;
  }

  /** A datagram socket on any port, paused. */
  public MgDatagram datagram() throws IOException {
    return transport.datagram(peers.anyPort(), null, MgSocketOptions.DEFAULT, null);
  }

  /** A datagram socket connected to a peer, paused. */
  public MgDatagram datagram(DatagramPeer peer) throws IOException {
    return transport.datagram(null, peer.local(), MgSocketOptions.DEFAULT, null);
  }

  /** A datagram received and its sender. */
  public DatagramPeer.Received receive(MgDatagram socket) throws IOException {
    events.interest(socket, MgChannel.READ);
    MgIobuf in = new MgIobuf();
    SocketAddress from;
    do {
      events.expectReady(socket, MgChannel.READ);
      from = socket.receive(in);
    } while (from == null);
    return new DatagramPeer.Received(bytes(in), from);
  }

  /** Sends a datagram, which must be taken at once. */
  public void send(MgDatagram socket, byte[] datagram, @Nullable SocketAddress to)
      throws IOException {
    assertTrue(socket.send(datagram, 0, datagram.length, to), "no room for a datagram");
  }

  /** Checks that datagrams pass both ways. */
  public void assertEcho(MgDatagram socket, DatagramPeer peer) throws IOException {
    byte[] text = {'e', 'c', 'h', 'o'};
    peer.send(text, reachable(socket));
    DatagramPeer.Received came = receive(socket);
    assertEquals(peer.local(), came.from());
    send(socket, came.bytes(), socket.remote() == null ? came.from() : null);
    assertEquals(new String(text), new String(peer.receive().bytes()));
  }

  /** Where a peer reaches a datagram socket that may be bound to all addresses of the host. */
  public static SocketAddress reachable(MgDatagram socket) {
    InetSocketAddress local = (InetSocketAddress) Objects.requireNonNull(socket.local());
    return local.getAddress().isAnyLocalAddress()
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), local.getPort())
        : local;
  }

  /** A stream accepted from that listener, paused as it comes. */
  public Pair accept(MgChannel listener) throws IOException {
    ContractPeer peer = peers.connect(listener.local());
    return new Pair(events.expectAccepted(listener), peer);
  }

  /** A stream accepted from a listener of its own, paused as it comes. */
  public Pair accepted() throws IOException {
    return accept(listen());
  }

  /** A stream that connected to a peer, paused as it comes. */
  public Pair connected() throws IOException {
    try (ContractPeers.Listener far = peers.listen()) {
      MgStream stream = connect(far.address());
      ContractPeer peer = far.accept();
      events.expectConnected(stream);
      return new Pair(stream, peer);
    }
  }

  /**
   * Sets READ interest and reads exactly {@code n} bytes, polling for them.
   *
   * @throws IOException what read threw
   */
  public byte[] read(MgStream stream, int n) throws IOException {
    events.interest(stream, MgChannel.READ);
    MgIobuf in = new MgIobuf();
    Patience patience = new Patience(n + " bytes to read");
    while (in.len() < n) {
      patience.check();
      events.expectReady(stream, MgChannel.READ);
      if (stream.read(in, n - in.len()) < 0) {
        throw new AssertionError("the end came after " + in.len() + " of " + n + " bytes");
      }
    }
    return bytes(in);
  }

  /**
   * Sets READ interest and reads to the end.
   *
   * @throws IOException what read threw
   */
  public byte[] readToEnd(MgStream stream) throws IOException {
    MgIobuf in = new MgIobuf();
    readToEnd(stream, in);
    return bytes(in);
  }

  /**
   * As {@link #readToEnd(MgStream)}, appending to {@code in}, so that a failure leaves what came.
   */
  public void readToEnd(MgStream stream, MgIobuf in) throws IOException {
    events.interest(stream, MgChannel.READ);
    Patience patience = new Patience("the end");
    do {
      patience.check();
      events.expectReady(stream, MgChannel.READ);
    } while (stream.read(in, 64 * 1024) >= 0);
  }

  /** The content of a buffer, copied. */
  public static byte[] bytes(MgIobuf buf) {
    byte[] copy = new byte[buf.len()];
    System.arraycopy(buf.buf(), buf.head(), copy, 0, copy.length);
    return copy;
  }

  /** Writes all of {@code bytes}, waiting for room with WRITE interest, which is dropped then. */
  public void write(MgStream stream, byte[] bytes) throws IOException {
    MgIobuf out = new MgIobuf();
    out.add(bytes);
    Patience patience = new Patience(bytes.length + " bytes to be taken");
    while (!out.isEmpty()) {
      patience.check();
      int n = stream.write(out, out.len());
      out.del(n);
      if (n == 0) {
        events.interest(stream, MgChannel.WRITE);
        events.expectReady(stream, MgChannel.WRITE);
      }
    }
    flush(stream);
    events.interest(stream, 0);
  }

  /** Writes bytes one by one until a write fails, as it does once a reset has come through. */
  public MgNetException failureOfWrites(MgStream stream) throws IOException {
    MgIobuf out = new MgIobuf();
    out.addByte(1);
    Patience patience = new Patience("a write to fail");
    while (true) {
      patience.check();
      try {
        stream.write(out, 1);
      } catch (MgNetException e) {
        return e;
      }
    }
  }

  /** Polls until the transport holds nothing back. */
  public void flush(MgStream stream) {
    events.until("the transport to flush", () -> stream.unflushed() == 0);
  }

  /** Checks that bytes pass both ways. */
  public void assertEcho(Pair pair) throws IOException {
    byte[] text = {'e', 'c', 'h', 'o'};
    pair.peer.write(text);
    byte[] came = read(pair.stream, text.length);
    write(pair.stream, came);
    assertEquals(new String(text), new String(pair.peer.readN(text.length)));
  }

  /** Runs something of the peers on a thread of its own. */
  public static <T> FutureTask<T> elsewhere(Callable<T> what) {
    FutureTask<T> task = new FutureTask<>(what);
    Thread thread = new Thread(task, "contract-elsewhere");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  /** Polls until a task of {@link #elsewhere} is done. */
  public <T> T await(String what, FutureTask<T> task) throws Exception {
    events.until(what, task::isDone);
    return Pump.result(task);
  }

  @Override
  public void close() throws IOException {
    transport.close();
    peers.close();
  }
}
