package dev.mg.bench;

import dev.mg.spi.MgTlsEngineFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The engines of TLS to be compared. */
final class Engines {
  /** Their names, in the order of the reports. */
  static final List<String> ALL = List.of("jdk", "openssl");

  private Engines() {}

  /** Null if the engine of that name can be used here, else why not. */
  static @Nullable String unavailableBecause(String name) {
    List<String> found = new ArrayList<>();
    for (MgTlsEngineFactory factory : ServiceLoader.load(MgTlsEngineFactory.class)) {
      if (factory.name().equals(name)) {
        return factory.unavailableBecause();
      }
      found.add(factory.name());
    }
    return "there is no such engine, only " + String.join(", ", found);
  }

  /** Those that can be used here; the others are told in the report. */
  static List<String> available(Report report) {
    List<String> can = new ArrayList<>();
    for (String name : ALL) {
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
