package dev.mg.http;

import dev.mg.MgConnection;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A server of files on sockets and a thread of its own, for clients that block. */
final class FileServer {
  private static final int POLL_MS = 50;
  private static final int END_MS = 10_000;

  private final CompletableFuture<MgConnection> started = new CompletableFuture<>();
  private final Thread loop;
  private final MgConnection listener;
  private boolean stopped;

  FileServer(MgOptions options, MgServeOptions files) {
    loop = new Thread(() -> run(options, files), "files");
    loop.setDaemon(true);
    loop.start();
    listener = started.join();
  }

  private void run(MgOptions options, MgServeOptions files) {
    try (MgManager mgr = MgManager.create(options)) {
      started.complete(
          MgHttp.listen(
              mgr,
              "http://127.0.0.1:0",
              (c, ev, evData, none) -> serve(c, ev, evData, files),
              null));
      while (!stopped) {
        mgr.poll(POLL_MS);
      }
    } catch (RuntimeException e) {
      started.completeExceptionally(e);
    }
  }

  private static void serve(MgConnection c, int ev, @Nullable Object evData, MgServeOptions files) {
    if (ev == MgHttp.EV_MSG && evData instanceof MgHttpMessage hm) {
      MgHttp.serveDir(c, hm, files);
    }
  }

  int port() {
    return listener.loc().port();
  }

  String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  /** Ends it, and waits for that. */
  void close() throws InterruptedException {
    listener.mgr().execute(() -> stopped = true);
    loop.join(END_MS);
    if (loop.isAlive()) {
      throw new AssertionError("the loop of the file server does not end");
    }
  }
}
