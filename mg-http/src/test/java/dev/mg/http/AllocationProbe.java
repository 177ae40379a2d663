package dev.mg.http;

import com.sun.management.ThreadMXBean;
import dev.mg.MgConnection;
import dev.mg.MgManager;
import dev.mg.MgOn;
import dev.mg.MgOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Prints the bytes a server's thread allocates a request; run in a JVM without checks. */
final class AllocationProbe {
  private static final int REQUESTS = 100_000;
  private static final int TRIES = 6;
  private static final int GIVE_UP_MS = 80_000;

  /** In one segment, so that what a poll costs is not taken for the cost of a request. */
  private static final int PIPELINED = 16;

  private static long answered;

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
                      answered++;
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

  /** Bytes allocated while {@link #REQUESTS} are answered. */
  private static long serve(MgManager mgr) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(thread);
    for (long end = answered + REQUESTS; answered < end; ) {
      mgr.poll(1_000);
      if (mgr.nowMs() > GIVE_UP_MS) {
        throw new IllegalStateException(answered + " requests came in " + GIVE_UP_MS + " ms");
      }
    }
    return threads.getThreadAllocatedBytes(thread) - before;
  }

  private static void ask(int port) {
    String request =
        "GET /plaintext HTTP/1.1\r\nHost: localhost\r\nUser-Agent: probe/1.0\r\n"
            + "Accept: text/html,*/*;q=0.8\r\nCookie: a=b; c=d\r\n\r\n";
    byte[] requests = request.repeat(PIPELINED).getBytes(StandardCharsets.US_ASCII);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      InputStream in = socket.getInputStream();
      byte[] responses = new byte[1 << 16];
      out.write(requests);
      // Their length does not change: the date has always 29 bytes.
      int length = in.readNBytes(responses, 0, 12) + end(in, responses, 12);
      for (int left = length * (PIPELINED - 1); ; left = length * PIPELINED) {
        in.readNBytes(responses, 0, left);
        out.write(requests);
      }
    } catch (IOException e) {
      // The server has ended.
      return;
    }
  }

  /** Reads the rest of the first response; returns how many bytes that took. */
  private static int end(InputStream in, byte[] responses, int from) throws IOException {
    int at = from;
    while (!new String(responses, 0, at, StandardCharsets.US_ASCII).endsWith("World!")) {
      responses[at++] = (byte) in.read();
    }
    return at - from;
  }
}
