package dev.mg.core;

import dev.mg.MgNetException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The system's resolver, which blocks, on a few daemon threads that all managers share. They end
 * when they have nothing to do.
 */
final class Resolver {
  private static final int THREADS = 8;
  private static final ThreadPoolExecutor POOL = pool();

  /** Receives the outcome on one of the resolver's threads: addresses, or why there are none. */
  interface Answer {
    void resolved(List<InetAddress> addresses, @Nullable MgNetException failure);
  }

  private Resolver() {}

  private static ThreadPoolExecutor pool() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            5,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread t = new Thread(task, "mg-resolver");
              t.setDaemon(true);
              return t;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  static void lookUp(String host, Answer answer) {
    POOL.execute(
        () -> {
          List<InetAddress> found = List.of();
          MgNetException failure = null;
          try {
            found = List.of(InetAddress.getAllByName(host));
          } catch (UnknownHostException e) {
            failure = unknown(host, e);
          }
          answer.resolved(found, failure);
        });
  }

  static MgNetException unknown(String host, @Nullable Throwable cause) {
    return new MgNetException(
        MgNetException.Kind.UNKNOWN_HOST, "the name '" + host + "' does not resolve", cause);
  }
}
