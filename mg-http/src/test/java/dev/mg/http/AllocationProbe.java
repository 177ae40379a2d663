package dev.mg.http;

import com.sun.management.ThreadMXBean;
import dev.mg.MgConnection;
import dev.mg.MgManager;
import dev.mg.MgOn;
import dev.mg.MgOptions;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Prints the bytes a server's thread allocates a request; run in a JVM without checks. */
final class AllocationProbe {
  private static final int REQUESTS = 20_000;
  private static final int TRIES = 8;

  private AllocationProbe() {}

  /**
   * The probe.
   *
   * @param args the transport's name
   */
  public static void main(String[] args) throws Exception {
    try (MgManager mgr = MgManager.create(new MgOptions().transport(args[0]))) {
      MgConnection listener =
          MgHttp.listen(
              mgr,
              "http://127.0.0.1:0",
              MgOn.on(
                  MgHttp.MSG,
                  (c, hm) -> {
                    if (hm.header("User-Agent") != null && hm.uri.is("/plaintext")) {
                      MgHttp.reply(c, 200, "Content-Type: text/plain\r\n", "Hello, World!");
                    }
                  }),
              null);
      int port = listener.loc().port();
      Thread client = new Thread(() -> ask(port));
      client.setDaemon(true);
      client.start();
      // The least of some: the first ones are the compiler's.
      long least = Long.MAX_VALUE;
      for (int i = 0; i < TRIES; i++) {
        least = Math.min(least, serve(mgr));
      }
      System.out.println("bytes a request: " + least / REQUESTS);
    }
  }

  /** Bytes allocated while about that many requests are answered: each takes a poll at least. */
  private static long serve(MgManager mgr) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(thread);
    for (int i = 0; i < REQUESTS; i++) {
      mgr.poll(1_000);
    }
    return threads.getThreadAllocatedBytes(thread) - before;
  }

  private static void ask(int port) {
    byte[] request =
        ("GET /plaintext HTTP/1.1\r\nHost: localhost\r\nUser-Agent: probe/1.0\r\n"
                + "Accept: text/html,*/*;q=0.8\r\nCookie: a=b; c=d\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      InputStream in = socket.getInputStream();
      byte[] response = new byte[4_096];
      for (; ; ) {
        out.write(request);
        if (in.read(response) < 0) {
          return;
        }
      }
    } catch (java.io.IOException e) {
      // The server has ended.
      return;
    }
  }
}
