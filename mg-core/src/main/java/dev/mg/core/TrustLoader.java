package dev.mg.core;

import dev.mg.MgException;
import dev.mg.MgLog;
import dev.mg.spi.MgTlsSettings;
import dev.mg.spi.MgTlsSource;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Whose certificates are believed: the JDK's own rules over the anchors and lists given. */
final class TrustLoader {
  private TrustLoader() {}

  static X509ExtendedTrustManager load(MgTlsSettings settings) {
    if (settings.insecureSkipVerify()) {
      return new AnyTrust();
    }
    List<X509Certificate> anchors = new ArrayList<>(settings.caCertificates());
    for (MgTlsSource source : settings.ca()) {
      for (Certificates.Placed each : Certificates.read(source)) {
        anchors.add(each.certificate());
      }
    }
    List<X509CRL> crls = new ArrayList<>();
    for (Path file : settings.crls()) {
      for (X509CRL crl : Certificates.crls(file)) {
        crls.add(warned(file, crl));
      }
    }
    try {
      return new TlsTrust(jdk(anchors, crls));
    } catch (GeneralSecurityException | IOException e) {
      throw new MgException("trust cannot be set up: " + e.getMessage(), e);
    }
  }

  private static X509CRL warned(Path file, X509CRL crl) {
    Date next = crl.getNextUpdate();
    if (next != null && next.before(new Date())) {
      MgLog.error(
          file
              + ": the revocation list of '"
              + crl.getIssuerX500Principal().getName()
              + "' was to be replaced by "
              + next.toInstant()
              + ": no certificate of it will be accepted",
          null);
    }
    return crl;
  }

  /** Without anchors the system's are taken. */
  private static X509ExtendedTrustManager jdk(List<X509Certificate> anchors, List<X509CRL> crls)
      throws GeneralSecurityException, IOException {
    KeyStore store = anchors.isEmpty() ? null : store(anchors);
    if (crls.isEmpty()) {
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      return only(factory);
    }
    KeyStore named =
        store == null ? store(List.of(jdk(anchors, List.of()).getAcceptedIssuers())) : store;
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(named, new X509CertSelector());
    parameters.setRevocationEnabled(true);
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(crls)));
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(new CertPathTrustManagerParameters(parameters));
    return only(factory);
  }

  private static X509ExtendedTrustManager only(TrustManagerFactory factory) {
    for (TrustManager each : factory.getTrustManagers()) {
      if (each instanceof X509ExtendedTrustManager trust) {
        return trust;
      }
    }
    throw new MgException("the JDK's PKIX trust manager is not one of X509ExtendedTrustManager");
  }

  private static KeyStore store(List<X509Certificate> certificates)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int n = 0;
    for (X509Certificate each : certificates) {
      store.setCertificateEntry("ca" + n++, each);
    }
    return store;
  }
}
