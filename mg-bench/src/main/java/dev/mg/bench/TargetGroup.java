package dev.mg.bench;

import dev.mg.MgConnection;
import dev.mg.MgGroup;
import dev.mg.MgHandler;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.MgTlsOptions;
import dev.mg.http.MgServeOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The routes of the {@link TargetServer}, served by several managers on one port. Any thread. */
final class TargetGroup implements Target {
  private final MgGroup group;
  private volatile int port;
  private volatile String transport = "";

  /**
   * Listens on return; the parameters are those of {@link TargetServer}, and how many managers.
   *
   * @throws dev.mg.MgException if the transport or the port cannot be had
   */
  TargetGroup(
      int managers,
      MgOptions options,
      int port,
      @Nullable MgServeOptions files,
      @Nullable MgTlsOptions tls) {
    MgHandler handler = TargetServer.handler(files);
    group = MgGroup.start(managers, options, mgr -> listen(mgr, port, handler, tls));
  }

  private void listen(MgManager mgr, int at, MgHandler handler, @Nullable MgTlsOptions tls) {
    MgConnection listener = TargetServer.listen(mgr, at, handler, tls);
    port = listener.loc().port();
    transport = mgr.transport();
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String about() {
    return "transport " + transport + ", " + group.size() + " managers";
  }

  @Override
  public void run() {
    try {
      group.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void stop(Duration atMost) {
    group.stop(atMost);
  }

  @Override
  public void close() {
    group.close();
  }
}
