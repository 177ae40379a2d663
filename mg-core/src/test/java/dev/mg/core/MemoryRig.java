package dev.mg.core;

import dev.mg.MgConnection;
import dev.mg.MgHandler;
import dev.mg.MgLog;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.testkit.EventLog;
import dev.mg.testkit.FakeClock;
import dev.mg.testkit.MemoryNetwork;
import dev.mg.testkit.MemoryPeer;
import dev.mg.testkit.Pump;
import java.util.ArrayList;
import java.util.List;

/** One manager in memory, on a clock that is set, with a listener on port 80 and its log caught. */
final class MemoryRig implements AutoCloseable {
  final FakeClock clock = new FakeClock();
  final MemoryNetwork net = new MemoryNetwork();
  final List<String> logged = new ArrayList<>();
  final EventLog log;
  final MgManager mgr;
  final MgConnection listener;

  MemoryRig(MgHandler handler) {
    this(new MgOptions(), handler);
  }

  MemoryRig(MgOptions options, MgHandler handler) {
    log = new EventLog(handler);
    mgr =
        MgManager.create(
            options.transport("memory").clock(clock).extension(MemoryNetwork.class, net));
    listener = mgr.listen("tcp://127.0.0.1:80", log, null);
    MgLog.setFn((level, line, thrown) -> logged.add(line));
  }

  /** A peer that is connected and accepted. */
  MemoryPeer peer() throws Exception {
    MemoryPeer peer = net.connect(80);
    int before = log.count("ACCEPT");
    Pump.until(mgr, () -> log.count("ACCEPT") > before, "a connection accepted");
    return peer;
  }

  @Override
  public void close() {
    mgr.close();
    MgLog.setFn(null);
  }
}
