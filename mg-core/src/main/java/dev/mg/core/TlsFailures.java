package dev.mg.core;

import dev.mg.MgNetException;
import dev.mg.MgNetException.Kind;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;

/** What an engine's exception means, in one sentence that names the cause. */
final class TlsFailures {
  private static final X509Certificate[] UNKNOWN = {};

  /** Part of an engine's text, in lower case and with blanks, and what it means. */
  private record Meaning(String part, String sentence) {}

  /** Both engines' words; OpenSSL's have underscores for the blanks. The first that fits counts. */
  private static final List<Meaning> MEANINGS =
      List.of(
          new Meaning("http request", "the peer speaks HTTP without TLS on a TLS port"),
          new Meaning("https proxy request", "the peer speaks HTTP without TLS on a TLS port"),
          new Meaning("unrecognized ssl message", "what the peer sends is not TLS"),
          new Meaning("not an ssl/tls record", "what the peer sends is not TLS"),
          new Meaning("wrong version number", "what the peer sends is not TLS"),
          new Meaning("unknown protocol", "what the peer sends is not TLS"),
          new Meaning(
              "no cipher suites in common",
              "no cipher of both sides: the peer offers none of ours, or none that our certificate's"
                  + " key can sign for"),
          new Meaning(
              "no shared cipher",
              "no cipher of both sides: the peer offers none of ours, or none that our certificate's"
                  + " key can sign for"),
          new Meaning(
              "no available authentication scheme",
              "our certificate's key has no signature algorithm that the peer takes"),
          new Meaning(
              "no supported certificateverify signature algorithm",
              "our certificate's key has no signature algorithm that the peer takes"),
          new Meaning(
              "no common signature algorithms",
              "our certificate's key has no signature algorithm that the peer takes"),
          new Meaning(
              "no suitable signature algorithm",
              "our certificate's key has no signature algorithm that the peer takes"),
          new Meaning(
              "no appropriate protocol",
              "no version of TLS is left: the ciphers set fit none of the protocols set"),
          new Meaning("client supported protocol versions", "no TLS version of both sides"),
          new Meaning("client requested protocol", "no TLS version of both sides"),
          new Meaning("server selected protocol version", "no TLS version of both sides"),
          new Meaning("server chose", "no TLS version of both sides"),
          new Meaning("unsupported protocol", "no TLS version of both sides"),
          new Meaning("no supported versions", "no TLS version of both sides"),
          new Meaning("version too low", "no TLS version of both sides"),
          new Meaning("empty client certificate chain", "the client showed no certificate"),
          new Meaning("empty server certificate chain", "the peer showed no certificate"),
          new Meaning("null cert chain", "the client showed no certificate"),
          new Meaning("did not return a certificate", "the client showed no certificate"),
          new Meaning("no application protocol", "no application protocol of both sides (ALPN)"),
          new Meaning("tag mismatch", "a record is damaged: it does not decrypt"),
          new Meaning("bad record mac", "a record is damaged: it does not decrypt"),
          new Meaning("bad decrypt", "a record is damaged: it does not decrypt"),
          new Meaning("decryption failed", "a record is damaged: it does not decrypt"),
          new Meaning("closed engine", "the peer ended the connection within the handshake"),
          new Meaning("close notify during handshake", "the peer gave the handshake up"),
          new Meaning("closing inbound before", "the peer ended it without TLS's word for it"),
          new Meaning("renegotiat", "the peer asks for a renegotiation, which is not done"),
          new Meaning("length exceed", "a record is longer than TLS allows"),
          new Meaning("data length error", "a record is longer than TLS allows"));

  private TlsFailures() {}

  /**
   * The failure with a sentence for people; kind {@link Kind#TLS}. What is one of ours already is
   * returned as it is.
   */
  static MgNetException explain(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof MgNetException ours) {
        return ours;
      }
    }
    return new MgNetException(Kind.TLS, "TLS: " + sentence(failure), failure);
  }

  private static String sentence(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof CertificateException
          || at instanceof CertPathValidatorException
          || at instanceof CertPathBuilderException) {
        return CertificateFailures.explain(at, UNKNOWN, null);
      }
    }
    for (Throwable at = failure; at != null; at = at.getCause()) {
      String text = at.getMessage();
      if (text != null) {
        String alert = TlsAlerts.explain(text);
        if (alert != null) {
          return alert;
        }
        String plain = text.toLowerCase(Locale.ROOT).replace('_', ' ');
        for (Meaning meaning : MEANINGS) {
          if (plain.contains(meaning.part())) {
            return meaning.sentence() + " (" + text + ")";
          }
        }
      }
    }
    String text = failure.getMessage();
    return text == null ? failure.getClass().getSimpleName() : text;
  }
}
