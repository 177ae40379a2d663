package dev.mg.bench;

import java.util.List;
import java.util.Locale;

/**
 * What a load is counted in, and the figures that are named after it.
 *
 * @param cpu of the server for one
 * @param rate how many a second
 * @param allocated heap by the server for one
 */
record Unit(Metric cpu, Metric rate, Metric allocated) {
  static final Metric FLOOR = new Metric("cpuOverFloor", "× floor", 2);
  static final Metric NETTY = new Metric("cpuOverRawNetty", "× raw Netty", 2);
  static final Metric BUSY = new Metric("coreBusyPercent", "core busy %", 0);
  static final Metric LOAD_BUSY = new Metric("loadBusyPercent", "load busy %", 0);

  /** As many as the load could have had if its core had been busy all the time. */
  static final Metric CEILING = new Metric("loadCeilingPerSecond", "load's ceiling /s", 0);

  static final Metric RSS = new Metric("rssMiB", "RSS MiB", 1);

  static final Unit REQUEST = of("request");
  static final Unit MESSAGE = of("message");

  private static Unit of(String name) {
    String key = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    return new Unit(
        new Metric("cpuUsPer" + key, "CPU µs a " + name, 3),
        new Metric(name + "sPerSecond", name + "s/s", 0),
        new Metric("allocatedBytesPer" + key, "B allocated a " + name, 1));
  }

  /** What {@link Harness#measure} adds, and the ratios of {@link Report#relate}, as columns. */
  List<Metric> columns() {
    return List.of(
        cpu,
        FLOOR,
        NETTY,
        rate,
        Percentile.P50.metric,
        Percentile.P99.metric,
        Percentile.P999.metric,
        BUSY,
        LOAD_BUSY,
        CEILING,
        allocated,
        RSS);
  }
}
