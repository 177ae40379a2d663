package dev.mg.core;

import dev.mg.MgTlsClientAuth;
import dev.mg.spi.MgTlsConfig;
import dev.mg.spi.MgTlsContext;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** Engines of an {@link SSLContext}. */
final class JdkTlsContext implements MgTlsContext {
  private final SSLContext context;
  private final MgTlsConfig config;
  private final String[] protocols;
  private final String[] ciphers;

  /** Of {@code config} key, chain and trust are the context's matter. */
  JdkTlsContext(SSLContext context, MgTlsConfig config) throws GeneralSecurityException {
    this.context = context;
    this.config = config;
    SSLParameters supported = context.getSupportedSSLParameters();
    protocols = taken("protocol", config.protocols(), supported.getProtocols());
    ciphers =
        config.ciphers().isEmpty()
            ? context.getDefaultSSLParameters().getCipherSuites()
            : taken("cipher", config.ciphers(), supported.getCipherSuites());
  }

  private static String[] taken(String what, List<String> wanted, String[] supported)
      throws NoSuchAlgorithmException {
    for (String each : wanted) {
      if (!Set.of(supported).contains(each)) {
        throw new NoSuchAlgorithmException(
            "the JDK has no " + what + " '" + each + "', but " + List.of(supported));
      }
    }
    return wanted.toArray(new String[0]);
  }

  @Override
  public SSLEngine server(@Nullable String alpn) {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    SSLParameters parameters = parameters(engine);
    parameters.setUseCipherSuitesOrder(true);
    if (config.clientAuth() == MgTlsClientAuth.NEED) {
      parameters.setNeedClientAuth(true);
    } else {
      parameters.setWantClientAuth(config.clientAuth() == MgTlsClientAuth.WANT);
    }
    if (alpn != null) {
      parameters.setApplicationProtocols(new String[] {alpn});
    }
    engine.setSSLParameters(parameters);
    return engine;
  }

  @Override
  public SSLEngine client(String host, int port) {
    // The root's dot is not sent, nor in certificates (RFC 6066 section 3).
    String bare = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    SSLEngine engine = context.createSSLEngine(bare, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = parameters(engine);
    parameters.setServerNames(names(bare));
    parameters.setApplicationProtocols(config.alpn().toArray(new String[0]));
    if (config.verifyHost()) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    engine.setSSLParameters(parameters);
    return engine;
  }

  private SSLParameters parameters(SSLEngine engine) {
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(protocols);
    parameters.setCipherSuites(ciphers);
    return parameters;
  }

  private static List<SNIServerName> names(String host) {
    if (TlsNames.isIp(host)) {
      return List.of();
    }
    try {
      return List.of(new SNIHostName(host));
    } catch (IllegalArgumentException e) {
      // Such as one with an underscore: nor can it be verified, which the handshake will tell.
      return List.of();
    }
  }

  @Override
  public boolean wantsDirect() {
    return false;
  }

  @Override
  public void release(SSLEngine engine) {
    // It holds nothing but heap.
  }

  @Override
  public void close() {
    // Nothing but heap here, either.
  }
}
