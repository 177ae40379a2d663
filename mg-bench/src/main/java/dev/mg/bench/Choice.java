package dev.mg.bench;

import dev.mg.spi.MgTlsEngineFactory;
import dev.mg.spi.MgTransportProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Services of one kind that are compared with each other, chosen by name. */
final class Choice<S> {
  static final Choice<MgTransportProvider> TRANSPORTS =
      new Choice<>(
          "transport",
          List.of("nio", "netty", "netty-epoll"),
          MgTransportProvider.class,
          MgTransportProvider::name,
          MgTransportProvider::unavailableBecause);

  /** Of TLS. */
  static final Choice<MgTlsEngineFactory> ENGINES =
      new Choice<>(
          "engine",
          List.of("jdk", "openssl"),
          MgTlsEngineFactory.class,
          MgTlsEngineFactory::name,
          MgTlsEngineFactory::unavailableBecause);

  /** In the order of the reports. */
  final List<String> names;

  private final String noun;
  private final Class<S> service;
  private final Function<S, String> name;
  private final Function<S, @Nullable String> missing;

  private Choice(
      String noun,
      List<String> names,
      Class<S> service,
      Function<S, String> name,
      Function<S, @Nullable String> missing) {
    this.noun = noun;
    this.names = names;
    this.service = service;
    this.name = name;
    this.missing = missing;
  }

  /** As the default of an option. */
  String all() {
    return String.join(",", names);
  }

  /** Null if the one of that name can be used here, else why not. */
  @Nullable String unavailableBecause(String wanted) {
    List<String> found = new ArrayList<>();
    for (S one : ServiceLoader.load(service)) {
      if (name.apply(one).equals(wanted)) {
        return missing.apply(one);
      }
      found.add(name.apply(one));
    }
    return "there is no such " + noun + ", only " + String.join(", ", found);
  }

  /** Those of some that can be used here; the others are told in the report. */
  List<String> available(List<String> wanted, Report report) {
    List<String> can = new ArrayList<>();
    for (String one : wanted) {
      String why = unavailableBecause(one);
      if (why == null) {
        can.add(one);
      } else {
        report.facts.put("left out: " + one, why);
      }
    }
    return can;
  }
}
