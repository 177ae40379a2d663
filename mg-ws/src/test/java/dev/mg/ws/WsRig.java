package dev.mg.ws;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgHandler;
import dev.mg.MgManager;
import dev.mg.MgNetException;
import dev.mg.MgOptions;
import dev.mg.http.MgHttp;
import dev.mg.http.MgHttpMessage;
import dev.mg.testkit.FakeClock;
import dev.mg.testkit.MemoryNetwork;
import dev.mg.testkit.MemoryPeer;
import dev.mg.testkit.Pump;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A WebSocket server in memory, on a clock that a test sets, and raw clients of it. */
final class WsRig implements AutoCloseable {
  /** The request of RFC 6455 section 1.3. */
  static final String REQUEST =
      "GET /chat HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\n"
          + "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
          + "Sec-WebSocket-Version: 13\r\n\r\n";

  static final String RESPONSE =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

  /** What a client that wants compression adds, and what it gets. */
  static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n";

  static final String AGREED =
      "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover;"
          + " client_no_context_takeover\r\n\r\n";

  final MemoryNetwork net;
  final FakeClock clock = new FakeClock();
  final MgManager mgr;
  final MgConnection listener;
  final Recorder seen;

  static String request(boolean deflate) {
    return deflate ? REQUEST.substring(0, REQUEST.length() - 2) + OFFER : REQUEST;
  }

  static String response(boolean deflate) {
    return deflate ? RESPONSE.substring(0, RESPONSE.length() - 2) + AGREED : RESPONSE;
  }

  /** Writes down what a handler is told of WebSockets, and upgrades what asks for it. */
  static final class Recorder implements MgHandler {
    final List<String> events = new ArrayList<>();
    private final MgHandler app;
    private final boolean upgrades;
    @Nullable MgConnection last;

    Recorder(MgHandler app, boolean upgrades) {
      this.app = app;
      this.upgrades = upgrades;
    }

    @Override
    public boolean wants(int ev) {
      return ev != MgEvent.POLL;
    }

    @Override
    public void onEvent(MgConnection c, int ev, @Nullable Object evData, @Nullable Object fnData) {
      last = c;
      switch (ev) {
        case MgHttp.EV_MSG -> {
          if (upgrades) {
            MgWs.upgrade(c, (MgHttpMessage) evData, "");
          }
        }
        case MgWs.EV_OPEN -> events.add("OPEN");
        case MgWs.EV_MSG, MgWs.EV_CTL -> {
          MgWsMessage wm = (MgWsMessage) evData;
          String what = Frames.describe(wm.flags(), wm.data.toBytes());
          events.add((ev == MgWs.EV_MSG ? "MSG " : "CTL ") + what);
        }
        case MgEvent.ERROR ->
            events.add(
                "ERROR "
                    + (evData instanceof MgNetException e
                        ? e.kind()
                        : evData.getClass().getSimpleName()));
        case MgEvent.CLOSE -> {
          if (!c.isListening()) {
            events.add("CLOSE " + c.closeReason());
          }
        }
        default -> {}
      }
      app.onEvent(c, ev, evData, fnData);
    }

    /** What was written down since the last call. */
    List<String> take() {
      List<String> all = List.copyOf(events);
      events.clear();
      return all;
    }
  }

  /** Sends every message back. */
  static final MgHandler ECHO =
      (c, ev, evData, fnData) -> {
        if (ev == MgWs.EV_MSG) {
          MgWsMessage wm = (MgWsMessage) evData;
          MgWs.send(c, wm.data, wm.op());
        }
      };

  static final MgHandler NOTHING = (c, ev, evData, fnData) -> {};

  WsRig(MgHandler app) {
    // Waiting moves the clock, and raw clients answer no ping.
    this(new MgOptions().wsPingMs(0), 1 << 20, app);
  }

  WsRig(MgOptions options, int pipeBytes, MgHandler app) {
    this(options, pipeBytes, app, true);
  }

  /**
   * A server.
   *
   * @param upgrades whether every request is answered by an upgrade before {@code app} sees it
   */
  WsRig(MgOptions options, int pipeBytes, MgHandler app, boolean upgrades) {
    net = new MemoryNetwork(pipeBytes);
    mgr =
        MgManager.create(
            options.transport("memory").extension(MemoryNetwork.class, net).clock(clock));
    seen = new Recorder(app, upgrades);
    listener = MgHttp.listen(mgr, "http://127.0.0.1:0", seen, null);
  }

  /** A client whose handshake is done. */
  Client open() throws IOException {
    return open(false);
  }

  /** The same, with compression agreed on if the options allow it. */
  Client open(boolean deflate) throws IOException {
    Client client = connect();
    client.peer.write(request(deflate));
    poll();
    client.expectResponse(response(deflate));
    seen.events.remove("OPEN");
    return client;
  }

  Client connect() throws IOException {
    return new Client(net.connect(listener.loc().port()));
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

  @Override
  public void close() {
    mgr.close();
  }

  /** A raw client. */
  final class Client {
    final MemoryPeer peer;
    private byte[] came = new byte[0];

    Client(MemoryPeer peer) {
      this.peer = peer;
    }

    void send(byte[]... frames) throws IOException {
      peer.write(Frames.cat(frames));
      poll();
    }

    private byte[] take() {
      came = Frames.cat(came, peer.received());
      return came;
    }

    /** Takes the answer to the handshake off. */
    void expectResponse() {
      expectResponse(RESPONSE);
    }

    void expectResponse(String response) {
      byte[] all = take();
      int n = Math.min(all.length, response.length());
      String head = new String(all, 0, n, StandardCharsets.ISO_8859_1);
      if (!head.equals(response)) {
        throw new AssertionError("expected " + response + "but got " + head);
      }
      came = Arrays.copyOfRange(all, n, all.length);
    }

    /** The frames that came since the last call, see {@link Frames#describe(byte[])}. */
    List<String> frames() {
      byte[] all = take();
      came = new byte[0];
      return Frames.describe(all);
    }

    boolean isEnded() {
      return peer.isEof();
    }
  }
}
