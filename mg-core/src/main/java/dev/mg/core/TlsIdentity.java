package dev.mg.core;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** A key with the chain that shows it is ours: own certificate first, the root left out. */
record TlsIdentity(PrivateKey key, List<X509Certificate> chain) {
  X509Certificate own() {
    return chain.get(0);
  }
}
