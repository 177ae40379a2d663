package dev.mg.bench;

import com.sun.management.ThreadMXBean;
import dev.mg.MgOptions;
import dev.mg.testkit.MemoryNetwork;
import dev.mg.testkit.MemoryPeer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Prints what the target server allocates for one request of a load, which is named. A program of
 * its own, since the checks that tests run with allocate.
 */
final class RequestAllocation {
  static final Pattern RESULT = Pattern.compile("^bytes (.*)$");

  private static final int BATCH = 20_000;

  /** It takes some until all is compiled and nothing that does not escape is allocated any more. */
  private static final int MOST_BATCHES = 60;

  private final byte[] request;
  private final byte last;
  private final byte[] answer = new byte[32 * 1024];
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private RequestAllocation(Workload load) {
    request = load.request("a").getBytes(StandardCharsets.US_ASCII);
    last = (byte) load.last();
  }

  public static void main(String[] words) throws IOException {
    RequestAllocation probe = new RequestAllocation(Workload.of(words[0], 1));
    MemoryNetwork net = new MemoryNetwork();
    MgOptions options = new MgOptions().transport("memory").extension(MemoryNetwork.class, net);
    try (TargetServer server = new TargetServer(options, 0, null, null);
        MemoryPeer peer = net.connect(server.port())) {
      double bytes = 1;
      for (int i = 0; i < MOST_BATCHES && bytes >= 1; i++) {
        bytes = probe.batch(server, peer);
      }
      System.out.println("bytes " + bytes);
    }
  }

  /** Bytes a request, of one batch. */
  private double batch(TargetServer server, MemoryPeer peer) throws IOException {
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < BATCH; i++) {
      peer.write(request, 0, request.length);
      server.poll(0);
      int n = peer.read(answer, 0, answer.length);
      if (n < 100 || answer[n - 1] != last) {
        throw new IllegalStateException("an answer of " + n + " bytes in round " + i);
      }
    }
    return (double) (threads.getCurrentThreadAllocatedBytes() - before) / BATCH;
  }
}
