package dev.mg.bench.micro;

import dev.mg.MgConnection;
import dev.mg.MgException;
import dev.mg.MgManager;
import dev.mg.MgOn;
import dev.mg.MgOptions;
import dev.mg.http.MgHttp;
import dev.mg.testkit.MemoryNetwork;
import dev.mg.testkit.MemoryPeer;
import dev.mg.ws.MgWs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;

/**
 * A manager on the in-memory transport with one connection, so that what is measured is ours and
 * not the kernel's. <b>Owner thread only.</b>
 */
final class MemoryServer implements AutoCloseable {
  final MgManager mgr;

  /** The server's end. */
  final MgConnection connection;

  private final MemoryPeer peer;

  /**
   * @param listen listens on port 0 of the manager and returns the listener
   */
  MemoryServer(Function<MgManager, MgConnection> listen) {
    this(new MgOptions(), listen);
  }

  /** The same with options, but for the transport. */
  MemoryServer(MgOptions options, Function<MgManager, MgConnection> listen) {
    MemoryNetwork net = new MemoryNetwork();
    mgr = MgManager.create(options.transport("memory").extension(MemoryNetwork.class, net));
    MgConnection listener = listen.apply(mgr);
    try {
      peer = net.connect(listener.loc().port());
    } catch (IOException e) {
      mgr.close();
      throw new UncheckedIOException(e);
    }
    mgr.poll(0);
    connection = mgr.connections().iterator().next();
    if (!connection.isAccepted()) {
      throw new MgException("one poll did not accept the connection");
    }
  }

  /**
   * One that sends back each WebSocket message, and whose handshake is done.
   *
   * @param more fields of the handshake, each with the CRLF that ends it
   */
  static MemoryServer wsEcho(MgOptions options, String more) throws IOException {
    MemoryServer made =
        new MemoryServer(
            options,
            mgr ->
                MgHttp.listen(
                    mgr,
                    "http://127.0.0.1:0",
                    MgOn.on(MgHttp.MSG, (c, hm) -> MgWs.upgrade(c, hm, ""))
                        .on(MgWs.MSG, (c, wm) -> MgWs.send(c, wm.data, wm.op())),
                    null));
    made.answer(WsOctets.handshake(more));
    if (!made.connection.isWebsocket()) {
      throw new MgException("the handshake failed");
    }
    return made;
  }

  /** Lets the peer write, and serves it. */
  void feed(byte[] bytes) throws IOException {
    peer.write(bytes, 0, bytes.length);
    mgr.poll(0);
  }

  /** Takes what the server sent; returns its length, at most that of {@code into}, at least 1. */
  int take(byte[] into) throws IOException {
    return peer.read(into, 0, into.length);
  }

  /** Both: what it is answered by; returns the length of that. */
  int serve(byte[] request, byte[] into) throws IOException {
    feed(request);
    return take(into);
  }

  /** The same, made into an array, to look at. */
  byte[] answer(byte[] request) throws IOException {
    feed(request);
    return peer.received();
  }

  @Override
  public void close() {
    mgr.close();
  }
}
