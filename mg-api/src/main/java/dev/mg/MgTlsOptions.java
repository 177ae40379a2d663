package dev.mg;

import dev.mg.spi.MgTlsIdentity;
import dev.mg.spi.MgTlsSettings;
import dev.mg.spi.MgTlsSource;
import dev.mg.spi.MgTlsState;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a listener or an outgoing connection speaks TLS.
 *
 * <p>Without any setting a client trusts what the system trusts and verifies that the certificate
 * is the host's (RFC 9525); a server needs at least a certificate. Versions are TLS 1.3 and 1.2,
 * ciphers those with forward secrecy and authenticated encryption (RFC 9325).
 *
 * <p>One object serves any number of listeners, connections and managers: what it takes long to
 * prepare is prepared once an object, and sessions resume among its connections. So make one, and
 * keep it. <b>Set by one thread; from its first use on it is frozen, for any thread</b>, and a
 * setter throws {@link MgException}. Files are read at that first use and by {@link #reload}.
 */
public final class MgTlsOptions {
  private final List<MgTlsIdentity> identities = new ArrayList<>();
  private final List<MgTlsSource> ca = new ArrayList<>();
  private final List<X509Certificate> caCertificates = new ArrayList<>();
  private final List<Path> crls = new ArrayList<>();
  private @Nullable SSLContext sslContext;
  private @Nullable String serverName;
  private boolean insecureSkipVerify;
  private MgTlsClientAuth clientAuth = MgTlsClientAuth.NONE;
  private @Nullable List<String> alpn;
  private List<String> protocols = List.of("TLSv1.3", "TLSv1.2");
  private List<String> ciphers = List.of();
  private @Nullable String engine;
  private @Nullable Executor tasks;
  private @Nullable MgTlsState state;

  /** System trust, hosts verified, no certificate of one's own. */
  public MgTlsOptions() {}

  /**
   * Adds a certificate. A server shows the first one added unless the client asks for a name that
   * another one carries: exactly, else by a wildcard for one label. A client shows the first to a
   * server that asks for one.
   *
   * @param chainPem the certificate, then those that lead to the root, in any order
   * @param keyPem its private key, in PKCS#8, PKCS#1 or SEC 1; may be the same file
   * @throws MgException if one of the files cannot be read; what they hold is checked at first use
   */
  public MgTlsOptions cert(Path chainPem, Path keyPem) {
    return cert(chainPem, keyPem, null);
  }

  /** As {@link #cert(Path, Path)}, with the password of an encrypted key; it is copied. */
  public MgTlsOptions cert(Path chainPem, Path keyPem, char @Nullable [] password) {
    checkOpen();
    MgTlsSource chain = MgTlsSource.of(TlsChecks.file("certificate", chainPem));
    MgTlsSource key = MgTlsSource.of(TlsChecks.file("key", keyPem));
    return add(new MgTlsIdentity.Pem(chain, key, copy(password)));
  }

  /**
   * As {@link #cert(Path, Path)}, with the texts themselves.
   *
   * @throws MgException if one of them is no PEM, such as the name of a file
   */
  public MgTlsOptions cert(String chainPem, String keyPem) {
    return cert(chainPem, keyPem, null);
  }

  /** As {@link #cert(String, String)}, with the password of an encrypted key; it is copied. */
  public MgTlsOptions cert(String chainPem, String keyPem, char @Nullable [] password) {
    checkOpen();
    MgTlsSource chain = MgTlsSource.of(TlsChecks.pem("certificate", chainPem));
    MgTlsSource key = MgTlsSource.of(TlsChecks.pem("key", keyPem));
    return add(new MgTlsIdentity.Pem(chain, key, copy(password)));
  }

  /**
   * Adds a certificate that the program has loaded, such as one whose key is in a device.
   *
   * @param chain own certificate first
   * @throws MgException if the chain is empty
   */
  public MgTlsOptions cert(PrivateKey key, List<X509Certificate> chain) {
    checkOpen();
    if (chain.isEmpty()) {
      throw new MgException("the chain is empty: it begins with the certificate of the key");
    }
    return add(new MgTlsIdentity.Loaded(key, List.copyOf(chain)));
  }

  /**
   * Adds the certificate of a PKCS#12 file, which holds one key; the password is copied.
   *
   * @throws MgException if the file cannot be read
   */
  public MgTlsOptions keyStore(Path pkcs12, char[] password) {
    checkOpen();
    return add(new MgTlsIdentity.Pkcs12(TlsChecks.file("PKCS#12", pkcs12), password.clone()));
  }

  private MgTlsOptions add(MgTlsIdentity identity) {
    identities.add(identity);
    return this;
  }

  private static char @Nullable [] copy(char @Nullable [] password) {
    return password == null ? null : password.clone();
  }

  /**
   * Trusts the certificates of this file, in place of the system's: what a client accepts servers
   * by, and a server its clients' certificates. Further calls add more.
   *
   * @throws MgException if the file cannot be read
   */
  public MgTlsOptions ca(Path pem) {
    checkOpen();
    ca.add(MgTlsSource.of(TlsChecks.file("CA", pem)));
    return this;
  }

  /** As {@link #ca(Path)}, with the text itself. */
  public MgTlsOptions ca(String pem) {
    checkOpen();
    ca.add(MgTlsSource.of(TlsChecks.pem("CA", pem)));
    return this;
  }

  /**
   * As {@link #ca(Path)}, with what the program has loaded.
   *
   * @throws MgException if there is none: that would trust nobody
   */
  public MgTlsOptions ca(Collection<X509Certificate> certificates) {
    checkOpen();
    if (certificates.isEmpty()) {
      throw new MgException("no CA certificate given: nobody could be trusted");
    }
    caCertificates.addAll(certificates);
    return this;
  }

  /**
   * Refuses certificates that this list, PEM or DER, says are revoked. From then on each CA below
   * the roots needs a list that is in force: without one its certificates are refused, since nobody
   * knows. Further calls add more; {@link #reload} reads new ones.
   *
   * @throws MgException if the file cannot be read
   */
  public MgTlsOptions crl(Path file) {
    checkOpen();
    crls.add(TlsChecks.file("CRL", file));
    return this;
  }

  /**
   * Takes certificates, trust and sessions of a context the program has made, in place of {@code
   * cert}, {@code keyStore}, {@code ca} and {@code crl}. Engine "jdk" only.
   */
  public MgTlsOptions sslContext(SSLContext context) {
    checkOpen();
    sslContext = context;
    return this;
  }

  /**
   * A client asks for this name and verifies it, in place of the URL's host.
   *
   * @param name a host name in ASCII (IDN in its xn-- form) or an IP literal without brackets; null
   *     = the URL's host
   * @throws MgException if it is neither
   */
  public MgTlsOptions serverName(@Nullable String name) {
    checkOpen();
    serverName = name == null ? null : TlsChecks.host(name);
    return this;
  }

  /**
   * Whether the peer's certificate is not verified at all (off): whoever is on the way can then
   * read and change everything. For tests. Each use is told in the log.
   */
  public MgTlsOptions insecureSkipVerify(boolean on) {
    checkOpen();
    insecureSkipVerify = on;
    return this;
  }

  /** Whether it is said not to verify the peer. */
  public boolean isInsecure() {
    return insecureSkipVerify;
  }

  /**
   * Whether a server asks its clients for a certificate (NONE); which are taken says {@code ca}.
   */
  public MgTlsOptions clientAuth(MgTlsClientAuth whether) {
    checkOpen();
    clientAuth = Objects.requireNonNull(whether);
    return this;
  }

  /**
   * Application protocols (RFC 7301), best first; called with none = none are spoken of. Unset, it
   * is what the protocol of the URL wants, "http/1.1" for https and wss; a server takes "http/1.0"
   * too.
   *
   * @throws MgException if one is not 1 to 255 visible ASCII characters, or is there twice
   */
  public MgTlsOptions alpn(String... names) {
    checkOpen();
    alpn = TlsChecks.alpn(names);
    return this;
  }

  /**
   * Versions: "TLSv1.3", "TLSv1.2" or both (both).
   *
   * @throws MgException for any other: they are broken (RFC 8996)
   */
  public MgTlsOptions protocols(String... names) {
    checkOpen();
    protocols = TlsChecks.protocols(names);
    return this;
  }

  /**
   * Cipher suites by their JSSE names, best first; a server goes by this order. A version for which
   * there is none is not spoken.
   *
   * @throws MgException if there is none, or one without encryption, authentication or strength
   */
  public MgTlsOptions ciphers(String... names) {
    checkOpen();
    ciphers = TlsChecks.ciphers(names);
    return this;
  }

  /** Whose engines: "jdk", "openssl"; null = the best there is. */
  public MgTlsOptions engine(@Nullable String name) {
    checkOpen();
    engine = name;
    return this;
  }

  /**
   * Where the long computations of handshakes run; null = on the loop, one a visit. It must not run
   * them on the loop's thread.
   */
  public MgTlsOptions tasks(@Nullable Executor executor) {
    checkOpen();
    tasks = executor;
    return this;
  }

  /**
   * Reads the files again. Handshakes that begin afterwards use what they hold now, connections
   * that are there go on as they are. <b>Any thread</b>; reading takes time, so rather not a
   * loop's.
   *
   * @throws MgException if one of the files is bad, with its line; then all stays as it was
   */
  public void reload() {
    MgTlsState used;
    synchronized (this) {
      used = state;
    }
    if (used != null) {
      used.reload();
    }
  }

  /**
   * For the core: what {@code make} makes of these options at the first call, which freezes them if
   * it does not throw.
   */
  public synchronized MgTlsState state(Function<MgTlsSettings, MgTlsState> make) {
    MgTlsState made = state;
    if (made == null) {
      made =
          make.apply(
              new MgTlsSettings(
                  List.copyOf(identities),
                  List.copyOf(ca),
                  List.copyOf(caCertificates),
                  List.copyOf(crls),
                  sslContext,
                  serverName,
                  insecureSkipVerify,
                  clientAuth,
                  alpn,
                  protocols,
                  ciphers,
                  engine,
                  tasks));
      state = made;
    }
    return made;
  }

  private synchronized void checkOpen() {
    if (state != null) {
      throw new MgException(
          "these TLS options are in use already: set them before, or make others; reload() reads"
              + " new certificates");
    }
  }
}
