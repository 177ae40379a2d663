package dev.mg.core;

import dev.mg.spi.MgTlsConfig;
import dev.mg.spi.MgTlsContext;
import dev.mg.spi.MgTlsEngineFactory;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** The JDK's own engines, which are always there. */
public final class JdkTlsEngineFactory implements MgTlsEngineFactory {
  static final String NAME = "jdk";

  /** For the service loader. */
  public JdkTlsEngineFactory() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int priority() {
    return 10;
  }

  @Override
  public @Nullable String unavailableBecause() {
    return null;
  }

  @Override
  public MgTlsContext open(MgTlsConfig config) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    PrivateKey key = config.key();
    // Without key managers the JDK would look for some in system properties.
    KeyManager[] keys =
        key == null ? new KeyManager[0] : new KeyManager[] {new OneKeyManager(key, config.chain())};
    context.init(keys, new TrustManager[] {config.trust()}, null);
    return new JdkTlsContext(context, config);
  }
}
