package dev.mg;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Digests, base64, checksums, random bytes, byte order, access lists, percent-encoding. <b>For any
 * thread</b>; what is handed out belongs to whoever asked.
 */
public final class MgUtil {
  private static final String ALPHANUMERIC =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private static final int[] CRC_NIBBLES = new int[16];

  static {
    for (int i = 0; i < 16; i++) {
      int c = i;
      for (int bit = 0; bit < 4; bit++) {
        c = c >>> 1 ^ ((c & 1) == 0 ? 0 : 0xEDB88320);
      }
      CRC_NIBBLES[i] = c;
    }
  }

  /** Lazily: seeding the first one of a JVM may take its time. */
  private static final class Lazy {
    static final SecureRandom RANDOM = new SecureRandom();

    private Lazy() {}
  }

  private MgUtil() {}

  // ---- digests ----

  /**
   * A running MD5 (RFC 1321): update it piece by piece, then take its digest. For checksums only.
   */
  public static MessageDigest md5Init() {
    return digest("MD5");
  }

  /** A running SHA-1 (RFC 3174); for what needs it, such as the WebSocket handshake. */
  public static MessageDigest sha1Init() {
    return digest("SHA-1");
  }

  /** A running SHA-256 (RFC 6234). */
  public static MessageDigest sha256Init() {
    return digest("SHA-256");
  }

  private static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (GeneralSecurityException e) {
      throw new MgException("this Java has no " + name + ", which every Java must have", e);
    }
  }

  /** The MD5 of {@code data}, 16 bytes. */
  public static byte[] md5(MgStr data) {
    return finish(md5Init(), data);
  }

  /** The SHA-1 of {@code data}, 20 bytes. */
  public static byte[] sha1(MgStr data) {
    return finish(sha1Init(), data);
  }

  /** The SHA-256 of {@code data}, 32 bytes. */
  public static byte[] sha256(MgStr data) {
    return finish(sha256Init(), data);
  }

  private static byte[] finish(MessageDigest digest, MgStr data) {
    digest.update(data.buf(), data.off(), data.len());
    return digest.digest();
  }

  /**
   * The HMAC-SHA-256 (RFC 2104) of {@code data}, 32 bytes.
   *
   * @param key of any length, an empty one too
   */
  public static byte[] hmacSha256(MgStr key, MgStr data) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      // The JDK refuses an empty key. HMAC fills keys up with zeros, so that one zero is the same.
      byte[] bytes = key.isEmpty() ? new byte[1] : key.toBytes();
      mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
      mac.update(data.buf(), data.off(), data.len());
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new MgException("this Java has no HmacSHA256, which every Java must have", e);
    }
  }

  // ---- base64 ----

  /** Base64 (RFC 4648 section 4) with padding; {@link MgBase64Encoder} does it piece by piece. */
  public static String base64Encode(MgStr data) {
    MgIobuf out = new MgIobuf();
    MgBase64Encoder encoder = new MgBase64Encoder(out);
    encoder.update(data.buf(), data.off(), data.len());
    encoder.finish();
    return out.toString();
  }

  /**
   * The bytes that {@code text} is the base64 of, or null: strictly, with its padding and without
   * blanks or line ends. {@link MgBase64Decoder} does it piece by piece.
   */
  public static byte @Nullable [] base64Decode(MgStr text) {
    MgIobuf out = new MgIobuf();
    MgBase64Decoder decoder = new MgBase64Decoder(out);
    decoder.update(text.buf(), text.off(), text.len());
    return decoder.finish() ? out.str().toBytes() : null;
  }

  // ---- checksums and random ----

  /**
   * The CRC-32 of zip and Ethernet (polynomial 0xEDB88320).
   *
   * @param crc 0, or the CRC of the bytes before these
   */
  public static int crc32(int crc, MgStr data) {
    byte[] buf = data.buf();
    int end = data.off() + data.len();
    int c = ~crc;
    for (int i = data.off(); i < end; i++) {
      c ^= buf[i] & 0xFF;
      // Half a byte at a time: sixteen numbers are all the table it takes.
      c = CRC_NIBBLES[c & 15] ^ c >>> 4;
      c = CRC_NIBBLES[c & 15] ^ c >>> 4;
    }
    return ~c;
  }

  /** Fills {@code bytes} with random ones, fit for keys. */
  public static void random(byte[] bytes) {
    Lazy.RANDOM.nextBytes(bytes);
  }

  /** {@code n} random letters and digits, all equally likely, fit for secrets. */
  public static String randomStr(int n) {
    StringBuilder s = new StringBuilder(n);
    for (int i = 0; i < n; i++) {
      s.append(ALPHANUMERIC.charAt(Lazy.RANDOM.nextInt(ALPHANUMERIC.length())));
    }
    return s.toString();
  }

  // ---- byte order ----

  /** The 16 bits at {@code off}, in network order, as 0..65535. */
  public static int ntohs(byte[] from, int off) {
    return (from[off] & 0xFF) << 8 | from[off + 1] & 0xFF;
  }

  /** The 32 bits at {@code off}, in network order, unsigned. */
  public static long ntohl(byte[] from, int off) {
    return (long) ntohs(from, off) << 16 | ntohs(from, off + 2);
  }

  /** Writes the low 16 bits of {@code v} at {@code off} in network order. */
  public static void htons(int v, byte[] to, int off) {
    to[off] = (byte) (v >> 8);
    to[off + 1] = (byte) v;
  }

  /** Writes the low 32 bits of {@code v} at {@code off} in network order. */
  public static void htonl(long v, byte[] to, int off) {
    htons((int) (v >> 16), to, off);
    htons((int) v, to, off + 2);
  }

  // ---- access lists ----

  /**
   * Whether an access list lets {@code addr} in. The list is networks with commas between, like
   * {@code -0.0.0.0/0,+10.0.0.0/8,+fd00::/8}: plus lets in, minus keeps out, the last that matches
   * wins, what none matches is kept out. An empty list lets everything in. A network without length
   * is one address; IPv4 networks match IPv4 addresses alone (IPv4-mapped ones are such), IPv6
   * networks the others; unix-domain sockets match none.
   *
   * @throws MgException if the list is not such, blanks and bits behind a prefix included
   */
  public static boolean checkIpAcl(String acl, MgAddr addr) {
    return MgAcl.check(acl, addr);
  }

  // ---- percent-encoding ----

  /**
   * Appends {@code src} with its percent-escapes (RFC 3986 section 2.1) decoded.
   *
   * @param form whether '+' is a space, as in forms and most queries
   * @return bytes appended, or -1 if an escape is not two hex digits, and nothing is appended
   */
  public static int urlDecode(MgStr src, boolean form, MgIobuf out) {
    return MgPercent.decode(src, form, out);
  }

  /** As {@link #urlDecode(MgStr, boolean, MgIobuf)}: the bytes, owned, or null. */
  public static @Nullable MgStr urlDecode(MgStr src, boolean form) {
    MgIobuf out = new MgIobuf();
    return MgPercent.decode(src, form, out) < 0 ? null : out.str();
  }

  /**
   * Appends {@code src} with every byte escaped but letters, digits and {@code - . _ ~}: right for
   * a name or value of a query and for a segment of a path.
   *
   * @return bytes appended
   */
  public static int urlEncode(MgStr src, MgIobuf out) {
    return MgPercent.encode(src, out);
  }

  /** As {@link #urlEncode(MgStr, MgIobuf)}, of text in UTF-8. */
  public static String urlEncode(String text) {
    MgIobuf out = new MgIobuf();
    MgPercent.encode(MgStr.of(text), out);
    return out.toString();
  }
}
