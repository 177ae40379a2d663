package dev.mg.bench;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/**
 * Prints what an {@link HttpClient} allocates for one request to the port named. A program of its
 * own, as the client is, so that nothing else was compiled for.
 */
final class ClientAllocation {
  private static final int STALL_MS = 10_000;
  private static final int BATCH_MS = 200;

  /** It takes some until all is compiled and nothing that does not escape is allocated any more. */
  private static final int MOST_BATCHES = 60;

  private ClientAllocation() {}

  public static void main(String[] words) throws IOException {
    Workload load = Workload.of("keep-alive", 4);
    HttpClient client = new HttpClient(load, Integer.parseInt(words[0]), null, 0, STALL_MS);
    double bytes = 1;
    for (int i = 0; i < MOST_BATCHES && bytes >= 1; i++) {
      bytes = Math.abs(batch(client));
    }
    System.out.println("bytes " + bytes);
  }

  /** Bytes a request; what a run takes besides, at its end, is that of one with hardly any. */
  private static double batch(HttpClient client) throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadAllocatedBytes();
    client.load(0);
    long between = threads.getCurrentThreadAllocatedBytes();
    long requests = client.load(BATCH_MS).count();
    long end = threads.getCurrentThreadAllocatedBytes();
    return (double) (end - between - (between - start)) / requests;
  }
}
