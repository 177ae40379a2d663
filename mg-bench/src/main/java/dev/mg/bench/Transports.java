package dev.mg.bench;

import dev.mg.spi.MgTransportProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The transports to be compared. */
final class Transports {
  /** Their names, in the order of the reports. */
  static final List<String> ALL = List.of("nio", "netty", "netty-epoll");

  private Transports() {}

  /** Null if the transport of that name can be opened here, else why not. */
  static @Nullable String unavailableBecause(String name) {
    List<String> found = new ArrayList<>();
    for (MgTransportProvider provider : ServiceLoader.load(MgTransportProvider.class)) {
      if (provider.name().equals(name)) {
        return provider.unavailableBecause();
      }
      found.add(provider.name());
    }
    return "there is no such transport, only " + String.join(", ", found);
  }

  /** Those that can be opened here; the others are told in the report. */
  static List<String> available(List<String> names, Report report) {
    List<String> can = new ArrayList<>();
    for (String name : names) {
      String why = unavailableBecause(name);
      if (why == null) {
        can.add(name);
      } else {
        report.facts.put("left out: " + name, why);
      }
    }
    return can;
  }
}
