package dev.mg.spi;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A certificate with its key, as the user named it; what it holds is checked when it is read. */
public sealed interface MgTlsIdentity {
  /** PEM; {@code password} of an encrypted key, null = it is not encrypted. */
  record Pem(MgTlsSource chain, MgTlsSource key, char @Nullable [] password)
      implements MgTlsIdentity {}

  /** A PKCS#12 file with one key. */
  record Pkcs12(Path file, char[] password) implements MgTlsIdentity {}

  /** Loaded by the program, own certificate first. */
  record Loaded(PrivateKey key, List<X509Certificate> chain) implements MgTlsIdentity {}
}
