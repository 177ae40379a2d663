package dev.mg.bench;

import java.util.Arrays;

/**
 * Readers of what Linux prints under /proc: text in, numbers out. Text of another form throws an
 * IllegalArgumentException with it.
 */
final class ProcText {
  private ProcText() {}

  /** User and system time of a process and of the children it has waited for, in clock ticks. */
  record Times(long ownTicks, long childTicks) {}

  /** What all cores together did since boot, in clock ticks. */
  record Machine(long workTicks, long interruptTicks, long idleTicks, long stealTicks) {
    long allTicks() {
      return workTicks + interruptTicks + idleTicks + stealTicks;
    }
  }

  /** From {@code /proc/PID/stat}. The name in brackets may itself hold spaces and brackets. */
  static Times times(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
    if (stat.indexOf('(') < 0 || fields.length < 15) {
      throw new IllegalArgumentException("not a /proc/PID/stat: " + stat);
    }
    // utime is field 14 of the line, counted from 1, and the first after the name is field 3.
    return new Times(
        Long.parseLong(fields[11]) + Long.parseLong(fields[12]),
        Long.parseLong(fields[13]) + Long.parseLong(fields[14]));
  }

  /** Nanoseconds on a core, from {@code /proc/PID/task/TID/schedstat}. */
  static long runNs(String schedstat) {
    int end = schedstat.indexOf(' ');
    if (end < 0) {
      throw new IllegalArgumentException("not a schedstat: " + schedstat);
    }
    return Long.parseLong(schedstat.substring(0, end));
  }

  /** From {@code /proc/stat}, the line of all cores. */
  static Machine machine(String stat) {
    String line = stat.lines().findFirst().orElse("");
    long[] v =
        line.startsWith("cpu ")
            ? Arrays.stream(line.substring(4).strip().split(" +"))
                .mapToLong(Long::parseLong)
                .toArray()
            : new long[0];
    if (v.length < 8) {
      throw new IllegalArgumentException("not a /proc/stat: " + line);
    }
    // user nice system idle iowait irq softirq steal
    return new Machine(v[0] + v[1] + v[2], v[5] + v[6], v[3] + v[4], v[7]);
  }

  /** The value of a line {@code name: value}, as in {@code /proc/PID/status} and cpuinfo. */
  static String field(String text, String name) {
    return text.lines()
        .filter(
            line -> line.startsWith(name) && line.substring(name.length()).strip().startsWith(":"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no field " + name));
  }

  /** Bytes of a field given in kB, such as VmRSS. */
  static long bytes(String status, String name) {
    String value = field(status, name);
    if (!value.endsWith(" kB")) {
      throw new IllegalArgumentException(name + " is not in kB: " + value);
    }
    return Long.parseLong(value.substring(0, value.length() - 3).strip()) * 1024;
  }
}
