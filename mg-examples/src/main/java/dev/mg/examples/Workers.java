package dev.mg.examples;

import dev.mg.MgConnection;
import dev.mg.MgEventType;
import dev.mg.MgHandler;
import dev.mg.MgManager;
import dev.mg.MgOn;
import dev.mg.MgStr;
import dev.mg.MgUtil;
import dev.mg.http.MgHttp;
import dev.mg.http.MgHttpMessage;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Slow requests answered by a pool of threads, so that the loop serves on meanwhile: {@code curl
 * 'http://127.0.0.1:8003/?text=hi'}.
 */
public final class Workers {
  private static final int THREADS = 4;
  private static final int ROUNDS = 10_000;

  private Workers() {}

  /** Serves until it is killed; the argument is the port. */
  public static void main(String[] args) {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    MgHandler handler =
        MgOn.on(MgHttp.MSG, (c, hm) -> request(pool, c, hm))
            .on(MgEventType.WAKEUP, (c, result) -> MgHttp.reply(c, 200, "", result));
    try (MgManager mgr = MgManager.create()) {
      int port = Examples.port(args, 8003);
      Examples.announce(MgHttp.listen(mgr, "http://127.0.0.1:" + port, handler, null));
      for (; ; ) {
        mgr.poll(1000);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static void request(ExecutorService pool, MgConnection c, MgHttpMessage hm) {
    // Taken here: the message is borrowed, and c belongs to this thread. The others get its id.
    String text = MgHttp.getVar(hm, "text");
    boolean asTask = hm.uri.is("/task");
    MgManager mgr = c.mgr();
    long id = c.id();
    if (text == null) {
      MgHttp.reply(c, 400, "", "?text= is missing\n");
    } else if (asTask) {
      // Any code may go to the loop's thread; who left meanwhile is not found there.
      pool.execute(
          () -> {
            String result = hash(text);
            mgr.execute(() -> answer(mgr.connection(id), result));
          });
    } else {
      // Where bytes are all there is to hand over, WAKEUP brings them to the connection.
      pool.execute(() -> mgr.wakeup(id, hash(text).getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static void answer(@Nullable MgConnection c, String result) {
    if (c != null) {
      MgHttp.reply(c, 200, "", result);
    }
  }

  /** Stands for whatever takes long. */
  private static String hash(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < ROUNDS; i++) {
      bytes = MgUtil.sha256(MgStr.of(bytes));
    }
    return MgStr.of(bytes).hex() + " by " + Thread.currentThread().getName() + "\n";
  }
}
