package dev.mg.http;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgHandler;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.testkit.EventLog;
import dev.mg.testkit.FakeClock;
import dev.mg.testkit.MemoryListener;
import dev.mg.testkit.MemoryNetwork;
import dev.mg.testkit.MemoryPeer;
import dev.mg.testkit.Pump;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client in memory on a clock that a test sets, and the raw server that a test plays. */
final class ClientRig implements AutoCloseable {
  final MemoryNetwork net = new MemoryNetwork(1 << 22);
  final FakeClock clock = new FakeClock();
  final MgManager mgr;
  final MemoryListener listener;
  final int port;

  /** What each response and failure came to: {@code 200 5}, or {@code ERROR text}. */
  final List<String> verdicts = new ArrayList<>();

  /** Each event of the last client. */
  EventLog log = new EventLog();

  /** What else the client does. */
  private final MgHandler fn;

  ClientRig() throws IOException {
    this(new MgOptions(), (c, ev, evData, fnData) -> {});
  }

  ClientRig(MgHandler fn) throws IOException {
    this(new MgOptions(), fn);
  }

  ClientRig(MgOptions options, MgHandler fn) throws IOException {
    this.fn = fn;
    mgr =
        MgManager.create(
            options.transport("memory").extension(MemoryNetwork.class, net).clock(clock));
    listener = net.listen(0);
    port = ((InetSocketAddress) listener.address()).getPort();
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  private void onEvent(MgConnection c, int ev, @Nullable Object evData, @Nullable Object fnData) {
    verdict(verdicts, ev, evData);
    fn.onEvent(c, ev, evData, fnData);
  }

  /** Adds what an event says of how an exchange ended. */
  static void verdict(List<String> to, int ev, @Nullable Object evData) {
    if (ev == MgHttp.EV_MSG && evData instanceof MgHttpMessage hm) {
      to.add(hm.uri + " " + hm.body.len());
    } else if (ev == MgEvent.ERROR && evData instanceof Throwable e) {
      to.add("ERROR " + e.getMessage());
    }
  }

  /** A client that has not connected yet. */
  MgConnection client() {
    log = new EventLog(this::onEvent);
    return MgHttp.connect(mgr, url(), log, null);
  }

  /** The far end of the client made last. */
  MemoryPeer accept() throws IOException {
    poll();
    return listener.accept();
  }

  /** The far end of a client that has sent {@code method}, with that taken. */
  MemoryPeer asked(String method) throws IOException {
    MgHttp.request(client(), method, "/", "", "");
    MemoryPeer peer = accept();
    poll();
    received(peer);
    return peer;
  }

  /** The far end sends {@code wire}, one char a byte. */
  void answer(MemoryPeer peer, String wire) throws IOException {
    byte[] bytes = wire.getBytes(StandardCharsets.ISO_8859_1);
    peer.write(bytes, 0, bytes.length);
    poll();
  }

  void poll() {
    Pump.times(mgr, 6);
  }

  String received(MemoryPeer peer) {
    return new String(peer.received(), StandardCharsets.ISO_8859_1);
  }

  /** Lets time pass, with a poll each tenth of it. */
  void pass(long ms) {
    for (int i = 0; i < 10; i++) {
      clock.advanceMs(ms / 10);
      Pump.times(mgr, 2);
    }
  }

  @Override
  public void close() {
    mgr.close();
    listener.close();
  }
}
