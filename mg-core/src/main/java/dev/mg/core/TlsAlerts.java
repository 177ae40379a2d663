package dev.mg.core;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the peer's alerts mean (RFC 8446 section 6.2, RFC 5246 section 7.2.2). */
final class TlsAlerts {
  /** The JDK writes "Received fatal alert: unknown_ca". */
  private static final Pattern JDK = Pattern.compile("Received fatal alert: ([a-z_]+)");

  /** OpenSSL and BoringSSL write "SSLV3_ALERT_HANDSHAKE_FAILURE", or that in words. */
  private static final Pattern OPENSSL =
      Pattern.compile("(?:SSLV3|TLSV1|TLSV13)[_ ]ALERT[_ ]([A-Z_ ]+)");

  private static final String OURS = "the peer refused our certificate";

  private static final Map<String, String> MEANINGS =
      Map.ofEntries(
          Map.entry("unexpected_message", "the peer found a message out of its order"),
          Map.entry("bad_record_mac", "the peer could not decrypt what we sent"),
          Map.entry("record_overflow", "the peer found a record too long"),
          Map.entry(
              "handshake_failure",
              "the peer found nothing to agree on: no cipher or curve of both sides, or it wants a"
                  + " client certificate"),
          Map.entry("bad_certificate", OURS + " as damaged, or as not for what it is used for"),
          Map.entry("unsupported_certificate", OURS + " as of a kind that it does not take"),
          Map.entry("certificate_revoked", OURS + " as revoked"),
          Map.entry("certificate_expired", OURS + " as expired, or as not yet valid"),
          Map.entry("certificate_unknown", OURS),
          Map.entry("unknown_ca", OURS + " as of a CA that it does not trust"),
          Map.entry("illegal_parameter", "the peer found a parameter that may not be"),
          Map.entry("access_denied", "the peer does not let us in"),
          Map.entry("decode_error", "the peer could not read a message"),
          Map.entry("decrypt_error", "the peer found a signature wrong"),
          Map.entry("protocol_version", "the peer speaks none of our TLS versions"),
          Map.entry("insufficient_security", "the peer wants stronger ciphers than ours"),
          Map.entry("internal_error", "the peer failed"),
          Map.entry("inappropriate_fallback", "the peer speaks a newer TLS version than was asked"),
          Map.entry("user_canceled", "the peer gave the handshake up"),
          Map.entry("no_renegotiation", "the peer does not renegotiate"),
          Map.entry("missing_extension", "the peer misses an extension"),
          Map.entry("unsupported_extension", "the peer was sent an extension it did not offer"),
          Map.entry("unrecognized_name", "the peer does not know the name it was asked for"),
          Map.entry("bad_certificate_status_response", OURS + "'s OCSP response"),
          Map.entry("unknown_psk_identity", "the peer does not know the session"),
          Map.entry(
              "certificate_required", "the peer wants a client certificate: give one by cert(...)"),
          Map.entry(
              "no_application_protocol",
              "the peer speaks none of our application protocols (ALPN)"));

  private TlsAlerts() {}

  /** The sentence for the alert that an engine's text names, or null if it names none. */
  static @Nullable String explain(String text) {
    String name = null;
    Matcher m = JDK.matcher(text);
    if (m.find()) {
      name = m.group(1);
    } else {
      m = OPENSSL.matcher(text.toUpperCase(Locale.ROOT));
      if (m.find()) {
        name = m.group(1).strip().replace(' ', '_').toLowerCase(Locale.ROOT);
      }
    }
    if (name == null) {
      return null;
    }
    String meaning = MEANINGS.getOrDefault(name, "the peer ended it");
    return meaning + " (alert " + name + ")";
  }
}
