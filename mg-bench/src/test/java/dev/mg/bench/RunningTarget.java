package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgOptions;
import dev.mg.MgTlsOptions;
import dev.mg.http.MgServeOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A {@link TargetServer} on nio, on a thread of its own. */
final class RunningTarget implements AutoCloseable {
  private static final int MAX_SECONDS = 20;

  private final CompletableFuture<TargetServer> started = new CompletableFuture<>();
  private final Thread loop;
  private final TargetServer server;

  /** Listens on return; null files = none, null TLS = without. */
  RunningTarget(@Nullable MgServeOptions files, @Nullable MgTlsOptions tls) throws Exception {
    loop = new Thread(() -> serve(files, tls), "loop");
    loop.start();
    server = started.get(MAX_SECONDS, TimeUnit.SECONDS);
  }

  private void serve(@Nullable MgServeOptions files, @Nullable MgTlsOptions tls) {
    MgOptions options = new MgOptions().transport("nio");
    try (TargetServer made = new TargetServer(options, 0, files, tls)) {
      started.complete(made);
      made.run();
    } catch (RuntimeException e) {
      started.completeExceptionally(e);
    }
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.stop(Duration.ZERO);
    try {
      loop.join(MAX_SECONDS * 1000L);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
    assertThat(loop.isAlive()).as("the loop runs on after stop").isFalse();
  }
}
