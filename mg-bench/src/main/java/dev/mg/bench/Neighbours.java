package dev.mg.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What else the machine did while something was measured: the work of all cores without that of the
 * server, of this JVM and of its children, and what the hypervisor took.
 */
final class Neighbours {
  private static final double TICK_NS = 10_000_000;

  private final ProcText.Machine machine;
  private final ProcText.Times own;
  private final ProcessCpu server;

  private Neighbours(long server) throws IOException {
    machine = ProcText.machine(Files.readString(Path.of("/proc/stat")));
    own = ProcText.times(Files.readString(Path.of("/proc/self/stat")));
    this.server = ProcessCpu.now(server);
  }

  /** Shares of the whole machine within 0..1. */
  record Share(double others, double stolen) {}

  /** Starts to watch, while the process {@code server} is measured. */
  static Neighbours watch(long server) {
    try {
      return new Neighbours(server);
    } catch (IOException e) {
      throw new BenchException("/proc cannot be read: " + e.getMessage(), e);
    }
  }

  /** Shares since this moment; children of this JVM count once they have ended. */
  Share until(Neighbours end) {
    double all = Math.max(1, end.machine.allTicks() - machine.allTicks());
    double ours =
        end.own.ownTicks()
            - own.ownTicks()
            + end.own.childTicks()
            - own.childTicks()
            + end.server.since(server) / TICK_NS;
    double work = end.machine.workTicks() - machine.workTicks();
    double stolen = end.machine.stealTicks() - machine.stealTicks();
    return new Share(Math.max(0, work - ours) / all, stolen / all);
  }
}
