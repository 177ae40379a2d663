package dev.mg.spi;

import dev.mg.MgManager;
import dev.mg.MgOptions;

/** Makes managers: the service behind {@link MgManager#create}, provided by mg-core. */
public interface MgManagerFactory {
  /**
   * A manager owned by the calling thread.
   *
   * @param options used as given; the caller does not change them afterwards
   * @throws dev.mg.MgException if the transport chosen is not there or cannot be opened
   */
  MgManager create(MgOptions options);
}
