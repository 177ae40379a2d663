package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgNetException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One sentence that names the cause, from whichever engine it comes. */
class TlsFailuresTest {
  private static String told(Throwable failure) {
    MgNetException e = TlsFailures.explain(failure);
    assertThat(e.kind()).isEqualTo(MgNetException.Kind.TLS);
    return e.getMessage();
  }

  /** Each as the JDK, then as OpenSSL words it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Received fatal alert: handshake_failure"
            + "|error:10000410:SSL routines:OPENSSL_internal:SSLV3_ALERT_HANDSHAKE_FAILURE"
            + "|the peer found nothing to agree on: no cipher or curve of both sides, or it wants a"
            + " client certificate (alert handshake_failure)",
        "Received fatal alert: unknown_ca"
            + "|error:10000418:SSL routines:OPENSSL_internal:TLSV1_ALERT_UNKNOWN_CA"
            + "|the peer refused our certificate as of a CA that it does not trust"
            + " (alert unknown_ca)",
        "Received fatal alert: certificate_expired"
            + "|error:10000415:SSL routines:OPENSSL_internal:SSLV3_ALERT_CERTIFICATE_EXPIRED"
            + "|the peer refused our certificate as expired, or as not yet valid"
            + " (alert certificate_expired)",
        "Received fatal alert: protocol_version"
            + "|error:1000042e:SSL routines:OPENSSL_internal:TLSV1_ALERT_PROTOCOL_VERSION"
            + "|the peer speaks none of our TLS versions (alert protocol_version)",
        "Received fatal alert: no_application_protocol"
            + "|error:10000460:SSL routines:OPENSSL_internal:TLSV1_ALERT_NO_APPLICATION_PROTOCOL"
            + "|the peer speaks none of our application protocols (ALPN)"
            + " (alert no_application_protocol)",
        "(certificate_required) Received fatal alert: certificate_required"
            + "|error:1000045c:SSL routines:OPENSSL_internal:TLSV1_ALERT_CERTIFICATE_REQUIRED"
            + "|the peer wants a client certificate: give one by cert(...)"
            + " (alert certificate_required)",
        "Received fatal alert: unrecognized_name"
            + "|error:10000458:SSL routines:OPENSSL_internal:TLSV1_ALERT_UNRECOGNIZED_NAME"
            + "|the peer does not know the name it was asked for (alert unrecognized_name)",
      })
  void peersAlerts_areTold(String jdk, String openssl, String sentence) {
    assertThat(told(new SSLHandshakeException(jdk))).isEqualTo("TLS: " + sentence);
    assertThat(told(new SSLHandshakeException(openssl))).isEqualTo("TLS: " + sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no cipher suites in common| no cipher of both sides",
        "error:100000b8:SSL routines:OPENSSL_internal:NO_SHARED_CIPHER| no cipher of both sides",
        "The client supported protocol versions[TLSv1] are not accepted by server preferences"
            + " [TLSv1.3]| no TLS version of both sides",
        "Client requested protocol TLSv1.1 is not enabled or not supported"
            + "| no TLS version of both sides",
        "The server selected protocol version TLS10 is not accepted by client preferences [TLS13]"
            + "| no TLS version of both sides",
        "error:100000f0:SSL routines:OPENSSL_internal:UNSUPPORTED_PROTOCOL"
            + "| no TLS version of both sides",
        "Empty client certificate chain| the client showed no certificate",
        "error:100000c0:SSL routines:OPENSSL_internal:PEER_DID_NOT_RETURN_A_CERTIFICATE"
            + "| the client showed no certificate",
        "Unsupported or unrecognized SSL message| what the peer sends is not TLS",
        "not an SSL/TLS record: 4745| what the peer sends is not TLS",
        "error:100000f7:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER"
            + "| what the peer sends is not TLS",
        "error:1000009c:SSL routines:OPENSSL_internal:HTTP_REQUEST"
            + "| the peer speaks HTTP without TLS on a TLS port",
        "Tag mismatch!| a record is damaged: it does not decrypt",
        "error:1e000065:Cipher functions:OPENSSL_internal:BAD_DECRYPT"
            + "| a record is damaged: it does not decrypt",
        "error:1000008b:SSL routines:OPENSSL_internal:DECRYPTION_FAILED_OR_BAD_RECORD_MAC"
            + "| a record is damaged: it does not decrypt",
        "No available authentication scheme"
            + "| our certificate's key has no signature algorithm that the peer takes",
        "error:100000fd:SSL routines:OPENSSL_internal:NO_COMMON_SIGNATURE_ALGORITHMS"
            + "| our certificate's key has no signature algorithm that the peer takes",
      })
  void ownFindings_areTold_withTheEnginesWordsBehind(String text, String sentence) {
    assertThat(told(new SSLProtocolException(text)))
        .startsWith("TLS: " + sentence)
        .endsWith("(" + text + ")");
    // Where the words are the cause's.
    assertThat(told(new SSLException("handshake", new SSLException(text))))
        .startsWith("TLS: " + sentence);
  }

  @Test
  void whatIsNotKnown_keepsItsWords() {
    assertThat(told(new SSLException("never heard of"))).isEqualTo("TLS: never heard of");
    assertThat(told(new SSLException((String) null))).isEqualTo("TLS: SSLException");
  }

  @Test
  void oursAlready_staysAsItIs() {
    MgNetException ours = new MgNetException(MgNetException.Kind.RESET, "reset by peer", null);
    assertThat(TlsFailures.explain(ours)).isSameAs(ours);
    assertThat(TlsFailures.explain(new SSLException(ours))).isSameAs(ours);
  }

  @Test
  void aRefusal_isToldWithoutTheCertificatesToo() {
    X509Certificate[] none = {};
    for (List<String> each :
        List.of(
            List.of("EXPIRED", "the certificate has expired"),
            List.of("NOT_YET_VALID", "the certificate is not yet valid"),
            List.of("REVOKED", "the certificate is revoked"),
            List.of("INVALID_SIGNATURE", "the certificate has a signature that is not its"))) {
      CertPathValidatorException e =
          new CertPathValidatorException(
              "x", null, null, -1, CertPathValidatorException.BasicReason.valueOf(each.get(0)));
      assertThat(CertificateFailures.explain(new CertificateException(e), none, null))
          .startsWith(each.get(1));
      assertThat(told(new SSLHandshakeException("x").initCause(new CertificateException(e))))
          .startsWith("TLS: " + each.get(1));
    }
  }
}
