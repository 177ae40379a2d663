package dev.mg.core;

import dev.mg.MgException;
import dev.mg.MgLog;
import dev.mg.spi.MgTlsIdentity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;

/** Keys with their certificates, out of files and checked against each other. */
final class IdentityLoader {
  private IdentityLoader() {}

  static TlsIdentity load(MgTlsIdentity from) {
    if (from instanceof MgTlsIdentity.Pem pem) {
      List<Certificates.Placed> chain = Certificates.read(pem.chain());
      PublicKey certified = chain.get(0).certificate().getPublicKey();
      PrivateKey key = PrivateKeys.read(pem.key(), pem.password(), certified);
      return checked(key, chain, pem.chain() + " and " + pem.key());
    }
    if (from instanceof MgTlsIdentity.Pkcs12 file) {
      return load(file);
    }
    MgTlsIdentity.Loaded loaded = (MgTlsIdentity.Loaded) from;
    return checked(loaded.key(), placed(loaded.chain(), "the chain"), "the chain and the key");
  }

  private static TlsIdentity load(MgTlsIdentity.Pkcs12 from) {
    String file = from.file().toString();
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(PemText.bytes(from.file())), from.password());
      List<String> aliases = new ArrayList<>();
      for (String alias : Collections.list(store.aliases())) {
        if (store.isKeyEntry(alias)) {
          aliases.add(alias);
        }
      }
      if (aliases.size() != 1) {
        throw new MgException(
            file
                + " holds "
                + aliases.size()
                + " keys "
                + aliases
                + " in place of one: split it, and call keyStore for each");
      }
      PrivateKey key = (PrivateKey) store.getKey(aliases.get(0), from.password());
      List<X509Certificate> chain = new ArrayList<>();
      for (Certificate each : store.getCertificateChain(aliases.get(0))) {
        chain.add((X509Certificate) each);
      }
      return checked(key, placed(chain, file), file);
    } catch (IOException e) {
      boolean isPassword = e.getCause() instanceof UnrecoverableKeyException;
      throw new MgException(
          isPassword ? "the password does not open " + file : file + " is no PKCS#12 file", e);
    } catch (GeneralSecurityException e) {
      throw new MgException(file + " cannot be read as PKCS#12: " + e.getMessage(), e);
    }
  }

  private static List<Certificates.Placed> placed(List<X509Certificate> chain, String source) {
    List<Certificates.Placed> placed = new ArrayList<>();
    for (X509Certificate each : chain) {
      placed.add(new Certificates.Placed(each, source + ", certificate " + (placed.size() + 1)));
    }
    return placed;
  }

  private static TlsIdentity checked(
      PrivateKey key, List<Certificates.Placed> given, String source) {
    List<X509Certificate> chain = CertificateChain.order(key, given, source);
    X509Certificate own = chain.get(0);
    Date now = Date.from(Instant.now());
    if (own.getNotAfter().before(now) || own.getNotBefore().after(now)) {
      MgLog.error(
          "the certificate of '"
              + CertificateNames.subject(own)
              + "' ("
              + source
              + ") is valid from "
              + own.getNotBefore().toInstant()
              + " to "
              + own.getNotAfter().toInstant()
              + ": peers will refuse it",
          null);
    }
    return new TlsIdentity(key, chain);
  }
}
