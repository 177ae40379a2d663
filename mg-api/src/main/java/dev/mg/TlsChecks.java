package dev.mg;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What {@link MgTlsOptions} refuse at the call. */
final class TlsChecks {
  private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");
  private static final Pattern CIPHER = Pattern.compile("TLS_[A-Z0-9a-z_]+");

  /** RFC 9325 section 4.1, and RFC 5469 for DES. */
  private static final Pattern BROKEN =
      Pattern.compile("_NULL_|_anon_|_EXPORT_|_RC2_|_RC4_|_DES_|_DES40_|_3DES_|_MD5$");

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_.:%-]{1,255}");
  private static final int MAX_ALPN_BYTES = 255;

  private TlsChecks() {}

  static Path file(String what, Path file) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new MgException(
          what + " file " + file.toAbsolutePath() + " cannot be read: check path and permissions");
    }
    return file;
  }

  static String pem(String what, String text) {
    if (!text.contains("-----BEGIN ")) {
      // A text that is no name may be a key in another form, which must not get into a log.
      String shown = text.length() <= 64 && text.indexOf('\n') < 0 ? " '" + text + "'" : "";
      throw new MgException(
          "the " + what + " text" + shown + " is no PEM: give a file as a Path, not as a String");
    }
    return text;
  }

  static String host(String name) {
    String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    if (!HOST.matcher(bare).matches() || bare.startsWith(".")) {
      throw new MgException(
          "serverName '"
              + name
              + "' is no host name or IP address: write it in ASCII (IDN as xn--...), without"
              + " scheme, port and brackets");
    }
    return bare;
  }

  static List<String> alpn(String... names) {
    for (String name : names) {
      boolean visible = name.chars().allMatch(ch -> ch > ' ' && ch < 0x7F);
      if (name.isEmpty() || name.length() > MAX_ALPN_BYTES || !visible) {
        throw new MgException(
            "alpn '" + name + "' is not 1 to 255 visible ASCII characters, such as http/1.1");
      }
    }
    return distinct("alpn", names);
  }

  static List<String> protocols(String... names) {
    for (String name : names) {
      if (!PROTOCOLS.contains(name)) {
        throw new MgException(
            "protocol '" + name + "' is not one of " + PROTOCOLS + ": older ones are broken");
      }
    }
    if (names.length == 0) {
      throw new MgException("no protocol given: at least one of " + PROTOCOLS);
    }
    return distinct("protocol", names);
  }

  static List<String> ciphers(String... names) {
    for (String name : names) {
      if (!CIPHER.matcher(name).matches()) {
        throw new MgException(
            "cipher '" + name + "' is no JSSE name, such as TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
      }
      if (BROKEN.matcher(name).find()) {
        throw new MgException("cipher '" + name + "' protects nothing: leave it out");
      }
    }
    if (names.length == 0) {
      throw new MgException("no cipher given: leave the call out for the defaults");
    }
    return distinct("cipher", names);
  }

  private static List<String> distinct(String what, String... names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new MgException(what + " '" + name + "' is there twice: leave one out");
      }
    }
    return List.of(names);
  }
}
