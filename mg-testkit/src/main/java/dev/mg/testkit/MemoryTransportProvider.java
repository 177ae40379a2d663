package dev.mg.testkit;

import dev.mg.MgOptions;
import dev.mg.spi.MgTransport;
import dev.mg.spi.MgTransportEvents;
import dev.mg.spi.MgTransportProvider;
import org.jspecify.annotations.Nullable;

/**
 * The transport "memory", chosen by name only: connections are pipes in a {@link MemoryNetwork},
 * bounded as the kernel's are, with FIN, reset and half-close; datagrams wait in bounded boxes.
 *
 * <p>Options: {@link MemoryNetwork} as an extension, else {@link MemoryNetwork#shared}; with a
 * {@link FakeClock} as the clock, a poll with nothing to report moves it instead of waiting (one
 * without a limit waits).
 */
public final class MemoryTransportProvider implements MgTransportProvider {
  /** For the service loader. */
  public MemoryTransportProvider() {}

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public int priority() {
    return -1;
  }

  @Override
  public @Nullable String unavailableBecause() {
    return null;
  }

  @Override
  public MgTransport open(MgOptions options, MgTransportEvents events) {
    MemoryNetwork net = options.extension(MemoryNetwork.class);
    return new MemoryTransport(
        net == null ? MemoryNetwork.shared() : net,
        options.clock() instanceof FakeClock fake ? fake : null,
        events);
  }
}
