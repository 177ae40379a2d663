package dev.mg.http;

import dev.mg.MgConnection;
import dev.mg.MgHandler;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.testkit.EventLog;
import dev.mg.testkit.FakeClock;
import dev.mg.testkit.MemoryNetwork;
import dev.mg.testkit.MemoryPeer;
import dev.mg.testkit.Pump;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A server in memory on a clock that a test sets, and raw clients of it. */
final class HttpRig implements AutoCloseable {
  final MemoryNetwork net = new MemoryNetwork(1 << 20);
  final FakeClock clock = new FakeClock();
  final MgManager mgr;
  final MgConnection listener;
  final EventLog log;

  HttpRig(MgHandler fn) {
    this(new MgOptions(), fn);
  }

  HttpRig(MgOptions options, MgHandler fn) {
    mgr =
        MgManager.create(
            options.transport("memory").extension(MemoryNetwork.class, net).clock(clock));
    log = new EventLog(fn);
    listener = MgHttp.listen(mgr, "http://127.0.0.1:0", log, null);
  }

  /** Answers 200 with the method and the body of each request. */
  static MgHandler echo() {
    return (c, ev, evData, fnData) -> {
      if (ev == MgHttp.EV_MSG) {
        MgHttpMessage hm = (MgHttpMessage) evData;
        MgHttp.reply(c, 200, "", hm.method + ":" + hm.body.latin1());
      }
    };
  }

  MemoryPeer connect() throws IOException {
    return net.connect(listener.loc().port());
  }

  void poll() {
    Pump.times(mgr, 6);
  }

  /** Sends {@code wire}, one char a byte, and returns what has come back after some polls. */
  String send(MemoryPeer peer, String wire) throws IOException {
    byte[] bytes = wire.getBytes(StandardCharsets.ISO_8859_1);
    peer.write(bytes, 0, bytes.length);
    poll();
    return received(peer);
  }

  String received(MemoryPeer peer) {
    return strip(new String(peer.received(), StandardCharsets.ISO_8859_1));
  }

  /** One request on a connection of its own. */
  String exchange(String wire) throws IOException {
    try (MemoryPeer peer = connect()) {
      return send(peer, wire);
    }
  }

  /** Lets time pass, with a poll each tenth of it. */
  void pass(long ms) {
    for (int i = 0; i < 10; i++) {
      clock.advanceMs(ms / 10);
      Pump.times(mgr, 2);
    }
  }

  /** Takes the Date lines out. */
  static String strip(String wire) {
    return wire.replaceAll(
        "Date: [A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT\r\n", "");
  }

  static String ok(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  @Override
  public void close() {
    mgr.close();
  }
}
