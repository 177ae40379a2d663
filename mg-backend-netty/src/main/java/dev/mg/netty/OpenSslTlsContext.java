package dev.mg.netty;

import dev.mg.spi.MgTlsConfig;
import dev.mg.spi.MgTlsContext;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Engines of OpenSSL for one configuration. ALPN is a matter of OpenSSL's context, so that there is
 * one of those for each protocol that the core chooses; it chooses among few.
 */
final class OpenSslTlsContext implements MgTlsContext {
  /** A server without ALPN, and a client. */
  private static final String FIRST = "";

  private final MgTlsConfig config;

  /** By the protocol announced; in native memory, which lives as long as there are engines. */
  private final Map<String, SslContext> contexts = new ConcurrentHashMap<>();

  OpenSslTlsContext(MgTlsConfig config) throws GeneralSecurityException, IOException {
    OpenSslCiphers.check(config);
    this.config = config;
    // Now, so that what is wrong is told to whoever opens this.
    contexts.put(FIRST, build(config.alpn()));
  }

  private SslContext build(List<String> alpn) throws SSLException {
    X509Certificate[] chain = config.chain().toArray(new X509Certificate[0]);
    SslContextBuilder b =
        config.isServer()
            ? SslContextBuilder.forServer(config.key(), chain).clientAuth(clientAuth())
            : SslContextBuilder.forClient()
                .endpointIdentificationAlgorithm(config.verifyHost() ? "HTTPS" : null);
    if (!config.isServer() && config.key() != null) {
      b.keyManager(config.key(), chain);
    }
    if (!alpn.isEmpty()) {
      b.applicationProtocolConfig(
          new ApplicationProtocolConfig(
              Protocol.ALPN,
              SelectorFailureBehavior.NO_ADVERTISE,
              SelectedListenerFailureBehavior.ACCEPT,
              alpn));
    }
    if (!config.ciphers().isEmpty()) {
      b.ciphers(config.ciphers());
    }
    return b.sslProvider(SslProvider.OPENSSL_REFCNT)
        .trustManager(config.trust())
        .protocols(config.protocols())
        .build();
  }

  private ClientAuth clientAuth() {
    return switch (config.clientAuth()) {
      case NONE -> ClientAuth.NONE;
      case WANT -> ClientAuth.OPTIONAL;
      case NEED -> ClientAuth.REQUIRE;
    };
  }

  @Override
  public SSLEngine server(@Nullable String alpn) {
    SslContext context =
        alpn == null ? contexts.get(FIRST) : contexts.computeIfAbsent(alpn, this::buildAnother);
    return engine(context, null, -1);
  }

  private SslContext buildAnother(String alpn) {
    try {
      return build(List.of(alpn));
    } catch (SSLException e) {
      throw new IllegalStateException("a TLS context that was built before is refused now", e);
    }
  }

  @Override
  public SSLEngine client(String host, int port) {
    // The root's dot is not sent, nor in certificates (RFC 6066 section 3).
    String bare = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    SSLEngine engine = engine(contexts.get(FIRST), bare, port);
    boolean isAddress = bare.indexOf(':') >= 0 || NetUtil.isValidIpV4Address(bare);
    if (!isAddress && bare.indexOf('.') < 0) {
      // Netty announces names with a dot only.
      SSLParameters parameters = engine.getSSLParameters();
      byte[] ascii = bare.getBytes(StandardCharsets.US_ASCII);
      parameters.setServerNames(List.of(new SNIHostName(ascii)));
      engine.setSSLParameters(parameters);
    }
    return engine;
  }

  private static SSLEngine engine(@Nullable SslContext context, @Nullable String host, int port) {
    if (context == null) {
      throw new IllegalStateException("this TLS context is closed");
    }
    return context.newEngine(ByteBufAllocator.DEFAULT, host, port);
  }

  @Override
  public boolean wantsDirect() {
    return true;
  }

  @Override
  public void release(SSLEngine engine) {
    ReferenceCountUtil.release(engine);
  }

  @Override
  public void close() {
    for (String alpn : contexts.keySet()) {
      ReferenceCountUtil.release(contexts.remove(alpn));
    }
  }
}
