package dev.mg.spi;

import java.io.IOException;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/**
 * Makes TLS engines of one kind. Stateless, with a public constructor without arguments, found by
 * {@link java.util.ServiceLoader}; one factory a name. Certificates, trust and the choice of a
 * certificate by name are the core's: a factory only turns them into engines.
 */
public interface MgTlsEngineFactory {
  /** What {@link dev.mg.MgTlsOptions#engine(String)} names: "jdk", "openssl". */
  String name();

  /** The highest of those available is taken when none is named. */
  int priority();

  /** Null if engines can be made here, else one sentence for the user. Must not throw. */
  @Nullable String unavailableBecause();

  /**
   * Prepares engines of one side and one certificate; costly, so done once and shared. Any thread.
   *
   * @throws GeneralSecurityException if key, certificate, protocol or cipher is not taken
   */
  MgTlsContext open(MgTlsConfig config) throws GeneralSecurityException, IOException;
}
