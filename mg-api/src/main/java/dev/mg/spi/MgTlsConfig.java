package dev.mg.spi;

import dev.mg.MgTlsClientAuth;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * One side of TLS, with at most one certificate: what a {@link MgTlsEngineFactory} needs to know.
 *
 * @param isServer server or client side
 * @param key of the first certificate of {@code chain}; null = this side has none
 * @param chain own certificate first, the root left out; empty without a key
 * @param trust decides about the peer's certificates; the JDK's own rules, so that verdicts are the
 *     same with every engine
 * @param clientAuth of the server side
 * @param verifyHost of the client side: whether the certificate must be the host's (RFC 9525)
 * @param protocols JSSE names, "TLSv1.3" and "TLSv1.2"
 * @param ciphers JSSE names, best first; empty = the engine's defaults
 * @param alpn of the client side, best first; empty = none is offered
 */
public record MgTlsConfig(
    boolean isServer,
    @Nullable PrivateKey key,
    List<X509Certificate> chain,
    X509ExtendedTrustManager trust,
    MgTlsClientAuth clientAuth,
    boolean verifyHost,
    List<String> protocols,
    List<String> ciphers,
    List<String> alpn) {}
