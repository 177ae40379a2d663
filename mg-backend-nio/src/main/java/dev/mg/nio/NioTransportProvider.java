package dev.mg.nio;

import dev.mg.MgOptions;
import dev.mg.spi.MgTransport;
import dev.mg.spi.MgTransportEvents;
import dev.mg.spi.MgTransportProvider;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Offers {@code nio}: there wherever Java is, and taken when no other transport is named. */
public final class NioTransportProvider implements MgTransportProvider {
  static final String NAME = "nio";

  /** For {@link java.util.ServiceLoader}. */
  public NioTransportProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int priority() {
    return 100;
  }

  @Override
  public @Nullable String unavailableBecause() {
    return null;
  }

  @Override
  public MgTransport open(MgOptions options, MgTransportEvents events) throws IOException {
    return NioTransport.open(options, events);
  }
}
