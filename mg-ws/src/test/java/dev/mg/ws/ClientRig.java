package dev.mg.ws;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgHandler;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.testkit.ContractPeer;
import dev.mg.testkit.FakeClock;
import dev.mg.testkit.MemoryListener;
import dev.mg.testkit.MemoryNetwork;
import dev.mg.testkit.MemoryPeer;
import dev.mg.testkit.Pump;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** WebSocket clients in memory, on a clock that a test sets, and the raw server a test plays. */
final class ClientRig implements AutoCloseable {
  final MemoryNetwork net = new MemoryNetwork(1 << 20);
  final FakeClock clock = new FakeClock();
  final MgManager mgr;
  final MemoryListener listener;
  final String url;
  final WsRig.Recorder seen;

  /** The texts of ERROR. */
  final List<String> errors = new ArrayList<>();

  @Nullable MgConnection last;

  ClientRig(MgOptions options, MgHandler app) throws IOException {
    seen =
        new WsRig.Recorder(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.ERROR && evData instanceof Throwable e) {
                errors.add(String.valueOf(e.getMessage()));
              }
              app.onEvent(c, ev, evData, fnData);
            },
            false);
    mgr =
        MgManager.create(
            options.transport("memory").extension(MemoryNetwork.class, net).clock(clock));
    listener = net.listen(0);
    url = "ws://127.0.0.1:" + ((InetSocketAddress) listener.address()).getPort() + "/chat?x=1";
  }

  void poll() {
    Pump.times(mgr, 4);
  }

  /** Lets time pass, with polls in between. */
  void pass(long ms) {
    for (int i = 0; i < 10; i++) {
      clock.advanceMs(ms / 10);
      Pump.times(mgr, 2);
    }
  }

  /** Dials, and takes the request. */
  Server dial(String headers) throws IOException {
    last = MgWs.connect(mgr, url, seen, "data", headers);
    return accept();
  }

  /** The far end of the last one dialled, its request taken. */
  Server accept() throws IOException {
    poll();
    MemoryPeer peer = listener.accept();
    poll();
    return new Server(peer, peer.receivedText());
  }

  /** A connection whose handshake is done, with compression or without. */
  Server open(boolean deflate) throws IOException {
    Server server = dial("");
    server.peer.write(answer(server.request, deflate));
    poll();
    seen.events.remove("OPEN");
    return server;
  }

  /** What a good server says to {@code request}. */
  static String answer(String request, boolean deflate) {
    return answer(
        request,
        deflate
            ? "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover;"
                + " client_no_context_takeover\r\n"
            : "");
  }

  static String answer(String request, String more) {
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + ("Sec-WebSocket-Accept: " + accept(request) + "\r\n" + more + "\r\n");
  }

  /** RFC 6455 section 4.2.2, made by other means than the code under test. */
  static String accept(String request) {
    int at = request.indexOf("Sec-WebSocket-Key: ") + 19;
    String key = request.substring(at, request.indexOf('\r', at));
    try {
      byte[] both =
          (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(both));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** The head of a request, from a peer that waits for its bytes. */
  static String readHead(ContractPeer peer) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      head.writeBytes(peer.readN(1));
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    mgr.close();
  }

  /** The raw server's end. */
  final class Server {
    final MemoryPeer peer;
    final String request;

    Server(MemoryPeer peer, String request) {
      this.peer = peer;
      this.request = request;
    }

    void send(byte[]... frames) throws IOException {
      peer.write(Frames.cat(frames));
      poll();
    }

    /** The frames that came since the last call. */
    List<String> frames() {
      return Frames.describeMasked(Objects.requireNonNull(peer.received()));
    }
  }
}
