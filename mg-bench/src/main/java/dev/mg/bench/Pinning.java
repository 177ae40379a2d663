package dev.mg.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which core the server runs on and which the load, so that they do not take time from each other
 * and a request costs the same wherever it is served.
 *
 * @param serverCore -1: nothing is pinned
 */
record Pinning(int serverCore, int loadCore, String note) {
  private static final Path STATUS = Path.of("/proc/self/status");

  /** Nothing is pinned, for that reason. */
  static Pinning none(String why) {
    return new Pinning(-1, -1, "not pinned: " + why);
  }

  /** The first two cores this process may use, or no pinning where there is no taskset. */
  static Pinning detect() {
    if (Tools.find("taskset") == null) {
      return none("there is no taskset");
    }
    List<Integer> cores;
    try {
      cores = cores(Files.readString(STATUS));
    } catch (IOException e) {
      return none(STATUS + " cannot be read");
    }
    if (cores.size() < 2) {
      return none("server and load share the only core");
    }
    return new Pinning(
        cores.get(0),
        cores.get(1),
        "server on core " + cores.get(0) + ", load on core " + cores.get(1));
  }

  /** The cores that a {@code /proc/PID/status} allows, from a list like {@code 0-3,8}. */
  static List<Integer> cores(String status) {
    List<Integer> cores = new ArrayList<>();
    for (String range : ProcText.field(status, "Cpus_allowed_list").split(",")) {
      String[] ends = range.split("-");
      int last = Integer.parseInt(ends[ends.length - 1].strip());
      for (int core = Integer.parseInt(ends[0].strip()); core <= last; core++) {
        cores.add(core);
      }
    }
    return cores;
  }

  /** {@code command} on the server's core. */
  List<String> server(List<String> command) {
    return on(serverCore, command);
  }

  /** {@code command} on the core of the load. */
  List<String> load(List<String> command) {
    return on(loadCore, command);
  }

  private static List<String> on(int core, List<String> command) {
    if (core < 0) {
      return command;
    }
    // taskset becomes the command, so the process id is the command's.
    List<String> pinned = new ArrayList<>(List.of("taskset", "-c", Integer.toString(core)));
    pinned.addAll(command);
    return pinned;
  }
}
