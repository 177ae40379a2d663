package dev.mg.ws;

import dev.mg.MgConnection;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.http.MgHttp;
import dev.mg.testkit.ContractPeer;
import dev.mg.testkit.Pump;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;

/** One of several managers that a backplane joins: a WebSocket server, and what it was told. */
final class Site implements AutoCloseable {
  final MgManager mgr;
  final MgTopics topics;
  final MgConnection listener;
  final WsRig.Recorder seen = new WsRig.Recorder(WsRig.NOTHING, true);

  /** What the backplane lost, in words. */
  final List<String> lost = new ArrayList<>();

  /** How many messages that were, where it is known. */
  long lostMessages;

  Site(MgOptions options, MgBackplane backplane) {
    mgr = MgManager.create(options.extension(MgBackplane.class, backplane));
    topics = MgTopics.of(mgr);
    topics.onBackplaneLost(
        (why, n) -> {
          lost.add(n + ": " + why);
          lostMessages += n;
        });
    listener = MgHttp.listen(mgr, "http://127.0.0.1:0", seen, null);
  }

  /** Does the handshake for a raw client; returns the server's end of it. */
  MgConnection upgrade(ContractPeer client) throws Exception {
    client.write(Frames.utf8(WsRig.REQUEST));
    Pump.until(mgr, () -> seen.events.contains("OPEN"), "the handshake");
    seen.take();
    Pump.during(mgr, "the answer", () -> client.readN(WsRig.RESPONSE.length()));
    return Objects.requireNonNull(seen.last);
  }

  /** What {@code work} returns, done on another thread while all sites are served. */
  static <T> T during(List<Site> sites, Callable<T> work, String what) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    new Thread(task, what).start();
    until(sites, task::isDone, what);
    return task.get();
  }

  static void until(List<Site> sites, BooleanSupplier condition, String what) {
    Pump.until(sites.stream().map(s -> s.mgr).toList(), condition, what);
  }

  @Override
  public void close() {
    mgr.close();
  }
}
