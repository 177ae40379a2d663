package dev.mg.core;

import dev.mg.MgException;
import dev.mg.MgTlsClientAuth;
import dev.mg.spi.MgTlsEngineFactory;
import dev.mg.spi.MgTlsIdentity;
import dev.mg.spi.MgTlsSettings;
import dev.mg.spi.MgTlsState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.X509ExtendedTrustManager;

/** What one object of options has come to: its files' content and the sides made of it. */
final class TlsState implements MgTlsState {
  /** What the files hold. */
  record Material(List<TlsIdentity> identities, X509ExtendedTrustManager trust) {}

  private record Key(boolean isServer, List<String> alpn) {}

  private final MgTlsSettings settings;
  private final MgTlsEngineFactory factory;
  private final Map<Key, OptionsSide> sides = new HashMap<>();
  private final Object reloading = new Object();
  private Material material;

  /** Reads the files, and makes the side that is asked for first, so that nothing half is kept. */
  TlsState(MgTlsSettings settings, boolean isServer, List<String> alpn) {
    this.settings = settings;
    check();
    factory = factory();
    material = load();
    side(isServer, alpn);
  }

  private void check() {
    boolean hasOwn =
        !settings.identities().isEmpty()
            || !settings.ca().isEmpty()
            || !settings.caCertificates().isEmpty()
            || !settings.crls().isEmpty()
            || settings.insecureSkipVerify();
    if (settings.sslContext() != null && hasOwn) {
      throw new MgException(
          "sslContext(...) brings certificates and trust of its own: leave cert, keyStore, ca, crl"
              + " and insecureSkipVerify out, or sslContext");
    }
  }

  private MgTlsEngineFactory factory() {
    String named = settings.engine();
    if (settings.sslContext() == null) {
      return TlsEngineChoice.choose(TlsEngineChoice.found(), named);
    }
    if (named != null && !named.equals(JdkTlsEngineFactory.NAME)) {
      throw new MgException(
          "sslContext(...) is for engine 'jdk', not for '" + named + "': leave one of them out");
    }
    return new JdkTlsEngineFactory();
  }

  private Material load() {
    List<TlsIdentity> identities = new ArrayList<>();
    for (MgTlsIdentity each : settings.identities()) {
      identities.add(IdentityLoader.load(each));
    }
    return new Material(List.copyOf(identities), TrustLoader.load(settings));
  }

  /** The one side with this default for ALPN, made when it is asked for first. */
  synchronized TlsSide side(boolean isServer, List<String> alpn) {
    List<String> set = settings.alpn();
    Key key = new Key(isServer, set == null ? alpn : set);
    OptionsSide side = sides.get(key);
    if (side == null) {
      if (isServer) {
        checkServer();
      }
      side = new OptionsSide(settings, factory, isServer, key.alpn(), material);
      sides.put(key, side);
    }
    return side;
  }

  private void checkServer() {
    if (settings.sslContext() != null) {
      return;
    }
    if (settings.identities().isEmpty()) {
      throw new MgException(
          "a TLS server needs a certificate: give one by cert(chain, key) or keyStore(file,"
              + " password)");
    }
    boolean asks = settings.clientAuth() != MgTlsClientAuth.NONE && !settings.insecureSkipVerify();
    if (asks && settings.ca().isEmpty() && settings.caCertificates().isEmpty()) {
      throw new MgException(
          "clientAuth "
              + settings.clientAuth()
              + " without a CA: say by ca(...) whose clients are let in, since the system's CAs"
              + " would let in nearly everybody");
    }
  }

  @Override
  public void reload() {
    // One after the other, so that what was read last counts; and without the lock that side()
    // takes, so that no loop waits for files.
    synchronized (reloading) {
      Material read = load();
      Map<OptionsSide, OptionsSide.Contexts> made = new HashMap<>();
      for (OptionsSide side : sides()) {
        made.put(side, side.open(read));
      }
      synchronized (this) {
        for (OptionsSide side : sides.values()) {
          // Of those asked for first while the files were read.
          made.computeIfAbsent(side, late -> late.open(read));
        }
        // All is well: from here on nothing throws.
        material = read;
        made.forEach(OptionsSide::use);
      }
    }
  }

  private synchronized List<OptionsSide> sides() {
    return List.copyOf(sides.values());
  }
}
