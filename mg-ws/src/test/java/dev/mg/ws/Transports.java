package dev.mg.ws;

import dev.mg.spi.MgTransportProvider;
import java.util.List;
import java.util.ServiceLoader;

/** The transports over real sockets that work here. */
final class Transports {
  private Transports() {}

  static List<String> names() {
    return ServiceLoader.load(MgTransportProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(p -> p.priority() > 0 && p.unavailableBecause() == null)
        .map(MgTransportProvider::name)
        .sorted()
        .toList();
  }
}
