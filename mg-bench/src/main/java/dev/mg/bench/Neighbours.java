package dev.mg.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What else the machine did while something was measured: the work of all cores without that of the
 * server and the load, of this JVM and of its children, and what the hypervisor took.
 */
final class Neighbours {
  private static final double TICK_NS = 10_000_000;

  private final ProcText.Machine machine;
  private final ProcText.Times own;
  private final List<ProcessCpu> ours;

  private Neighbours(List<ProcessCpu> ours) throws IOException {
    machine = ProcText.machine(Files.readString(Path.of("/proc/stat")));
    own = ProcText.times(Files.readString(Path.of("/proc/self/stat")));
    this.ours = List.copyOf(ours);
  }

  /** Shares of the whole machine within 0..1. */
  record Share(double others, double stolen) {}

  /** Starts to watch, at the moment when the processes that are no neighbours had used that. */
  static Neighbours watch(List<ProcessCpu> ours) {
    try {
      return new Neighbours(ours);
    } catch (IOException e) {
      throw new BenchException("/proc cannot be read: " + e.getMessage(), e);
    }
  }

  /** CPU of children of this JVM that have ended since this moment, as exact as ticks are. */
  double childrenNsUntil(Neighbours end) {
    return (end.own.childTicks() - own.childTicks()) * TICK_NS;
  }

  /** Shares since this moment; children of this JVM count once they have ended. */
  Share until(Neighbours end) {
    double all = Math.max(1, end.machine.allTicks() - machine.allTicks());
    double used = end.own.ownTicks() - own.ownTicks() + end.own.childTicks() - own.childTicks();
    for (int i = 0; i < ours.size(); i++) {
      used += end.ours.get(i).since(ours.get(i)) / TICK_NS;
    }
    double work = end.machine.workTicks() - machine.workTicks();
    double stolen = end.machine.stealTicks() - machine.stealTicks();
    return new Share(Math.max(0, work - used) / all, stolen / all);
  }
}
