package dev.mg.core;

import dev.mg.MgException;
import dev.mg.spi.MgTransportProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which of the transports on the class path a manager runs on. */
final class TransportChoice {
  private TransportChoice() {}

  /** The providers found: by the context class loader first, then by our own. */
  static List<MgTransportProvider> found() {
    List<MgTransportProvider> all = new ArrayList<>();
    for (ClassLoader loader :
        new ClassLoader[] {
          Thread.currentThread().getContextClassLoader(), TransportChoice.class.getClassLoader()
        }) {
      for (MgTransportProvider p : ServiceLoader.load(MgTransportProvider.class, loader)) {
        if (all.stream().noneMatch(q -> q.name().equals(p.name()))) {
          all.add(p);
        }
      }
    }
    all.sort(Comparator.comparingInt(MgTransportProvider::priority).reversed());
    return all;
  }

  /**
   * The provider named {@code name}, or the best that is available when it is null.
   *
   * @throws MgException if there is none; it says what is there, or what to add
   */
  static MgTransportProvider choose(List<MgTransportProvider> all, @Nullable String name) {
    if (all.isEmpty()) {
      throw new MgException(
          "no transport on the class path: add dev.mg:mg-backend-nio or"
              + " dev.mg:mg-backend-netty");
    }
    if (name == null) {
      return all.stream()
          .filter(p -> p.unavailableBecause() == null)
          .findFirst()
          .orElseThrow(() -> new MgException("no transport can be opened here: " + reasons(all)));
    }
    for (MgTransportProvider p : all) {
      if (p.name().equals(name)) {
        String why = p.unavailableBecause();
        if (why != null) {
          throw new MgException("transport '" + name + "' cannot be opened here: " + why);
        }
        return p;
      }
    }
    throw new MgException(
        "no transport is named '"
            + name
            + "'; found: "
            + all.stream().map(MgTransportProvider::name).collect(Collectors.joining(", ")));
  }

  private static String reasons(List<MgTransportProvider> all) {
    return all.stream()
        .map(p -> p.name() + ": " + p.unavailableBecause())
        .collect(Collectors.joining("; "));
  }
}
