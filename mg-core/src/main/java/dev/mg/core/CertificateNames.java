package dev.mg.core;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which hosts a certificate is for. */
final class CertificateNames {
  private static final int DNS = 2;
  private static final int IP = 7;

  private CertificateNames() {}

  /**
   * Its host names in lower case, wildcards among them: the alternative ones, or the common name if
   * there are none (RFC 9525 would leave that out; the JDK takes it, so it is a verdict).
   */
  static List<String> hosts(X509Certificate certificate) {
    List<String> names = alternatives(certificate, DNS);
    String common = names.isEmpty() ? commonName(certificate) : null;
    return common == null ? names : List.of(common.toLowerCase(Locale.ROOT));
  }

  /** Hosts and IP addresses, for people. */
  static List<String> all(X509Certificate certificate) {
    List<String> names = new ArrayList<>(hosts(certificate));
    alternatives(certificate, IP).forEach(ip -> names.add("IP " + ip));
    return names;
  }

  private static List<String> alternatives(X509Certificate certificate, int type) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      for (List<?> name : all == null ? List.<List<?>>of() : all) {
        if (name.get(0).equals(type)) {
          names.add(name.get(1).toString().toLowerCase(Locale.ROOT));
        }
      }
    } catch (CertificateParsingException e) {
      // A certificate with broken names has none.
      return List.of();
    }
    return names;
  }

  /** The most specific common name of the subject, or null. */
  static @Nullable String commonName(X509Certificate certificate) {
    for (String part : parts(certificate.getSubjectX500Principal().getName())) {
      if (part.regionMatches(true, 0, "CN=", 0, 3)) {
        return part.substring(3);
      }
    }
    return null;
  }

  /** The relative names of one in RFC 2253's form, unescaped; that form has the first last. */
  private static List<String> parts(String name) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char ch = name.charAt(i);
      if (ch == '\\' && i + 1 < name.length()) {
        part.append(name.charAt(++i));
      } else if (ch == ',' || ch == '+') {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(ch);
      }
    }
    parts.add(part.toString());
    return parts;
  }

  /** A certificate's subject as it is shown to people: its common name, else all of it. */
  static String subject(X509Certificate certificate) {
    String common = commonName(certificate);
    return common == null ? certificate.getSubjectX500Principal().getName() : common;
  }
}
