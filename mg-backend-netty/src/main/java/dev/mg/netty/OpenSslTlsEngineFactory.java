package dev.mg.netty;

import dev.mg.spi.MgTlsConfig;
import dev.mg.spi.MgTlsContext;
import dev.mg.spi.MgTlsEngineFactory;
import java.io.IOException;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/**
 * {@code openssl}: the engines of OpenSSL or BoringSSL that netty-handler and netty-tcnative bring,
 * for every transport; no event loop of Netty's is needed. A handshake costs a fraction of the
 * JDK's.
 *
 * <p>It is the user who adds io.netty:netty-handler and io.netty:netty-tcnative-boringssl-static.
 */
public final class OpenSslTlsEngineFactory implements MgTlsEngineFactory {
  static final String NAME = "openssl";

  /** For {@link java.util.ServiceLoader}. */
  public OpenSslTlsEngineFactory() {}

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
    try {
      return OpenSslNatives.unavailableBecause();
    } catch (LinkageError e) {
      return "io.netty:netty-handler is neither on the class path nor a resolved module";
    }
  }

  @Override
  public MgTlsContext open(MgTlsConfig config) throws GeneralSecurityException, IOException {
    String reason = unavailableBecause();
    if (reason != null) {
      throw new GeneralSecurityException("the TLS engine " + NAME + " is not available: " + reason);
    }
    return OpenSslNatives.open(config);
  }
}
