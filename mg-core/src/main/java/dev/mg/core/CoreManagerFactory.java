package dev.mg.core;

import dev.mg.MgException;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.spi.MgManagerFactory;
import dev.mg.spi.MgTransportProvider;
import java.io.IOException;

/** The service behind {@link MgManager#create}. */
public final class CoreManagerFactory implements MgManagerFactory {
  /** For the service loader. */
  public CoreManagerFactory() {}

  @Override
  public MgManager create(MgOptions options) {
    MgTransportProvider provider =
        TransportChoice.choose(TransportChoice.found(), options.transport());
    try {
      return new CoreManager(options, provider);
    } catch (IOException e) {
      throw new MgException(
          "transport '" + provider.name() + "' cannot be opened: " + e.getMessage(), e);
    }
  }
}
