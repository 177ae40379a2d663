package dev.mg.spi;

import dev.mg.MgTlsClientAuth;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What {@link dev.mg.MgTlsOptions} say, once they are frozen. Immutable, for any thread.
 *
 * @param identities the default first
 * @param ca with {@code caCertificates} the trust in place of the system's; both empty = system's
 * @param crls files in PEM or DER; empty = revocation is not looked at
 * @param sslContext null, or what replaces identities and trust
 * @param serverName what a client asks for and verifies in place of the URL's host, or null
 * @param alpn best first; empty = none; null = as the protocol above TLS wants it
 * @param protocols JSSE names; never empty
 * @param ciphers JSSE names, best first; empty = the defaults
 * @param engine the name of a factory, null = the best one
 * @param tasks where long computations run, null = on the loop
 */
public record MgTlsSettings(
    List<MgTlsIdentity> identities,
    List<MgTlsSource> ca,
    List<X509Certificate> caCertificates,
    List<Path> crls,
    @Nullable SSLContext sslContext,
    @Nullable String serverName,
    boolean insecureSkipVerify,
    MgTlsClientAuth clientAuth,
    @Nullable List<String> alpn,
    List<String> protocols,
    List<String> ciphers,
    @Nullable String engine,
    @Nullable Executor tasks) {}
