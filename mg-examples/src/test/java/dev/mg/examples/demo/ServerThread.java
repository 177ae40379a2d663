package dev.mg.examples.demo;

import dev.mg.MgConnection;
import dev.mg.MgHandler;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.MgTlsOptions;
import dev.mg.http.MgHttp;
import dev.mg.testkit.TestCertificates;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server of the test's own on a port that was free, in a thread that is the manager's. */
final class ServerThread implements AutoCloseable {
  private static final long WAIT_S = 20;

  private final CompletableFuture<MgManager> manager = new CompletableFuture<>();
  private final CompletableFuture<String> url = new CompletableFuture<>();
  private final CompletableFuture<Void> ended;
  private final @Nullable MgTlsOptions tls;

  /** Starts it; {@code handler} runs in its thread. */
  ServerThread(MgOptions options, MgHandler handler) {
    this(options, handler, "");
  }

  /** As the other, over TLS by that engine; "" = without. */
  ServerThread(MgOptions options, MgHandler handler, String engine) {
    tls = engine.isEmpty() ? null : TestCertificates.server().engine(engine);
    ended =
        CompletableFuture.runAsync(
            () -> serve(options, handler), task -> new Thread(task, "server").start());
  }

  /** {@code http://} or {@code https://}, and where it listens. */
  String url() {
    return await(url);
  }

  private static <T> T await(CompletableFuture<T> future) {
    return future.orTimeout(WAIT_S, TimeUnit.SECONDS).join();
  }

  private void serve(MgOptions options, MgHandler handler) {
    try (MgManager mgr = MgManager.create(options)) {
      String scheme = tls == null ? "http://" : "https://";
      MgConnection listener = MgHttp.listen(mgr, scheme + "127.0.0.1:0", handler, null, tls);
      manager.complete(mgr);
      url.complete(scheme + listener.loc());
      while (mgr.poll(1_000)) {
        // Until it is closed.
      }
    } catch (RuntimeException e) {
      manager.completeExceptionally(e);
      url.completeExceptionally(e);
    }
  }

  @Override
  public void close() {
    MgManager mgr = await(manager);
    mgr.execute(mgr::close);
    await(ended);
  }
}
