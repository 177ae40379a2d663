package dev.mg.spi;

import dev.mg.MgOptions;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Opens transports of one kind. Stateless, with a public constructor without arguments, found by
 * {@link java.util.ServiceLoader}; one provider a name.
 */
public interface MgTransportProvider {
  /** What {@link MgOptions#transport(String)} names: "nio", "netty", "netty-epoll", "memory". */
  String name();

  /** The highest of those available is taken when none is named. */
  int priority();

  /**
   * Null if this kind can be opened here, else one sentence for the user ("the native library for
   * linux-aarch64 is not on the class path"). Must not throw.
   */
  @Nullable String unavailableBecause();

  /**
   * Opens a poller. The calling thread becomes its owner.
   *
   * @param events called inside {@link MgTransport#poll} only
   */
  MgTransport open(MgOptions options, MgTransportEvents events) throws IOException;
}
