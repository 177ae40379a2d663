package dev.mg.core;

import dev.mg.MgException;
import dev.mg.spi.MgTlsConfig;
import dev.mg.spi.MgTlsContext;
import dev.mg.spi.MgTlsEngineFactory;
import dev.mg.spi.MgTlsSettings;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A side as options have it: a context a certificate, found by name; all replaced by a reload. */
final class OptionsSide implements TlsSide {
  /** Those of one reading of the files. */
  record Contexts(MgTlsContext first, TlsNames<MgTlsContext> byName) {}

  private final MgTlsSettings settings;
  private final MgTlsEngineFactory factory;
  private final boolean isServer;
  private final List<String> alpn;
  private volatile Contexts contexts;

  OptionsSide(
      MgTlsSettings settings,
      MgTlsEngineFactory factory,
      boolean isServer,
      List<String> alpn,
      TlsState.Material material) {
    this.settings = settings;
    this.factory = factory;
    this.isServer = isServer;
    this.alpn = alpn;
    contexts = open(material);
  }

  /** Contexts out of {@code material}, not in use yet. */
  Contexts open(TlsState.Material material) {
    TlsNames<MgTlsContext> byName = new TlsNames<>();
    List<TlsIdentity> identities = material.identities();
    if (!isServer || identities.isEmpty()) {
      TlsIdentity own = identities.isEmpty() ? null : identities.get(0);
      return new Contexts(open(material, own), byName);
    }
    MgTlsContext first = null;
    for (TlsIdentity identity : identities) {
      MgTlsContext context = open(material, identity);
      byName.add(CertificateNames.hosts(identity.own()), context);
      first = first == null ? context : first;
    }
    return new Contexts(first, byName);
  }

  private MgTlsContext open(TlsState.Material material, @Nullable TlsIdentity identity) {
    List<String> ciphers = settings.ciphers().isEmpty() ? TlsCiphers.DEFAULTS : settings.ciphers();
    MgTlsConfig config =
        new MgTlsConfig(
            isServer,
            identity == null ? null : identity.key(),
            identity == null ? List.of() : identity.chain(),
            material.trust(),
            settings.clientAuth(),
            !settings.insecureSkipVerify(),
            TlsCiphers.versions(settings.protocols(), ciphers),
            ciphers,
            alpn);
    SSLContext given = settings.sslContext();
    try {
      return new SharedTlsContext(
          given == null ? factory.open(config) : new JdkTlsContext(given, config));
    } catch (GeneralSecurityException | IOException e) {
      String whose =
          identity == null ? "" : " for '" + CertificateNames.subject(identity.own()) + "'";
      throw new MgException(
          "TLS engine '" + factory.name() + "' cannot be set up" + whose + ": " + e.getMessage(),
          e);
    }
  }

  void use(Contexts made) {
    contexts = made;
  }

  @Override
  public MgTlsContext context(@Nullable String sni) {
    Contexts now = contexts;
    MgTlsContext named = sni == null ? null : now.byName().get(sni);
    return named == null ? now.first() : named;
  }

  @Override
  public List<String> alpn() {
    return alpn;
  }

  @Override
  public @Nullable Executor tasks() {
    return settings.tasks();
  }

  @Override
  public String engine() {
    return factory.name();
  }

  @Override
  public @Nullable String serverName() {
    return settings.serverName();
  }
}
