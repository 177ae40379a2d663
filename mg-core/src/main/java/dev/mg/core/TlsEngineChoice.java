package dev.mg.core;

import dev.mg.MgException;
import dev.mg.spi.MgTlsEngineFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whose engines speak TLS: as {@link TransportChoice} for transports. */
final class TlsEngineChoice {
  private TlsEngineChoice() {}

  /** The factories found: by the context class loader first, then by our own. */
  static List<MgTlsEngineFactory> found() {
    List<MgTlsEngineFactory> all = new ArrayList<>();
    for (ClassLoader loader :
        new ClassLoader[] {
          Thread.currentThread().getContextClassLoader(), TlsEngineChoice.class.getClassLoader()
        }) {
      for (MgTlsEngineFactory f : ServiceLoader.load(MgTlsEngineFactory.class, loader)) {
        if (all.stream().noneMatch(g -> g.name().equals(f.name()))) {
          all.add(f);
        }
      }
    }
    all.sort(Comparator.comparingInt(MgTlsEngineFactory::priority).reversed());
    return all;
  }

  /**
   * The factory named {@code name}, or the best that is available when it is null.
   *
   * @throws MgException if there is none; it says what is there
   */
  static MgTlsEngineFactory choose(List<MgTlsEngineFactory> all, @Nullable String name) {
    if (name == null) {
      return all.stream()
          .filter(f -> f.unavailableBecause() == null)
          .findFirst()
          .orElseThrow(() -> new MgException("no TLS engine can be had here: " + reasons(all)));
    }
    for (MgTlsEngineFactory f : all) {
      if (f.name().equals(name)) {
        String why = f.unavailableBecause();
        if (why != null) {
          throw new MgException("TLS engine '" + name + "' cannot be had here: " + why);
        }
        return f;
      }
    }
    throw new MgException(
        "no TLS engine is named '"
            + name
            + "'; found: "
            + all.stream().map(MgTlsEngineFactory::name).collect(Collectors.joining(", ")));
  }

  private static String reasons(List<MgTlsEngineFactory> all) {
    return all.stream()
        .map(f -> f.name() + ": " + f.unavailableBecause())
        .collect(Collectors.joining("; "));
  }
}
