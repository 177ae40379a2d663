package dev.mg.http;

import dev.mg.MgException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A cookie to set: one header line for a response (RFC 6265 section 4.1), which cannot become two
 * whatever is put into it.
 *
 * <pre>{@code
 * MgHttp.reply(c, 200, new MgCookie("sid", id).path("/").httpOnly().sameSite(LAX).line(), "");
 * }</pre>
 *
 * <p>Not thread safe. Each call returns the cookie itself. What a cookie cannot hold is refused at
 * the call, what does not go together by {@link #line}.
 */
public final class MgCookie {
  /** To which requests from other sites a browser adds a cookie. */
  public enum SameSite {
    /** To none. */
    STRICT("Strict"),
    /** To those by which a person follows a link. */
    LAX("Lax"),
    /** To all; the cookie must be {@link MgCookie#secure}. */
    NONE("None");

    private final String word;

    SameSite(String word) {
      this.word = word;
    }
  }

  /** Of name and value: what browsers are known to keep. */
  private static final int MAX_BYTES = 4_096;

  private static final long LAST_SECOND = 253_402_300_799L;

  private final String name;
  private final String value;
  private @Nullable String path;
  private @Nullable String domain;
  private long maxAgeSeconds = -1;
  private @Nullable Instant expires;
  private boolean secure;
  private boolean httpOnly;
  private @Nullable SameSite sameSite;
  private boolean partitioned;

  /**
   * A cookie that ends with the browser's session and comes back to this host alone.
   *
   * @param name a token: letters, digits and some signs
   * @param value visible ASCII without quotes, commas, semicolons and backslashes
   * @throws MgException for any other name or value
   */
  public MgCookie(String name, String value) {
    if (name.isEmpty() || !name.chars().allMatch(ch -> ch < 0x80 && isToken(ch))) {
      throw new MgException(
          "cookie name '" + visible(name) + "' is no token: use letters, digits, '-' and '_'");
    }
    if (!value.chars().allMatch(MgCookie::isOctet)) {
      throw new MgException(
          "the value of cookie "
              + name
              + ", '"
              + visible(value)
              + "', holds what no cookie can: encode it, by MgUtil.urlEncode or in base64");
    }
    if (name.length() + value.length() > MAX_BYTES) {
      throw new MgException(
          "cookie "
              + name
              + " has "
              + (name.length() + value.length())
              + " bytes, which browsers do not keep: at most "
              + MAX_BYTES);
    }
    this.name = name;
    this.value = value;
  }

  private static boolean isToken(int ch) {
    return HttpChars.is(HttpChars.TOKEN, ch);
  }

  /** cookie-octet of RFC 6265 section 4.1.1. */
  private static boolean isOctet(int ch) {
    return ch > ' ' && ch < 0x7F && "\",;\\".indexOf(ch) < 0;
  }

  private static String visible(String s) {
    return s.replaceAll("\\p{Cntrl}", "?");
  }

  /**
   * Only for paths that start with this one.
   *
   * @throws MgException unless it starts with a slash and is visible ASCII without semicolons
   */
  public MgCookie path(String path) {
    if (!path.startsWith("/") || !path.chars().allMatch(ch -> ch > ' ' && ch < 0x7F && ch != ';')) {
      throw new MgException(
          "cookie path '" + visible(path) + "' must start with / and be escaped like a URL's");
    }
    this.path = path;
    return this;
  }

  /**
   * For this host and those below it.
   *
   * @throws MgException unless it is a host name in ASCII
   */
  public MgCookie domain(String domain) {
    byte[] host = domain.getBytes(StandardCharsets.UTF_8);
    boolean isName =
        domain.chars().allMatch(ch -> Character.isLetterOrDigit(ch) || ch == '-' || ch == '.');
    if (host.length != domain.length() || !isName || domain.isEmpty() || domain.startsWith(".")) {
      throw new MgException(
          "cookie domain '" + visible(domain) + "' must be a host name, without a dot before it");
    }
    this.domain = domain;
    return this;
  }

  /**
   * How long it lasts; 0 takes back a cookie that was set before.
   *
   * @throws MgException for a negative number
   */
  public MgCookie maxAgeSeconds(long seconds) {
    if (seconds < 0) {
      throw new MgException("Max-Age " + seconds + " is negative: 0 deletes a cookie");
    }
    maxAgeSeconds = seconds;
    return this;
  }

  /**
   * When it ends, to the second; browsers prefer {@link #maxAgeSeconds}.
   *
   * @throws MgException outside of the years 1970 to 9999
   */
  public MgCookie expires(Instant when) {
    if (when.getEpochSecond() < 0 || when.getEpochSecond() > LAST_SECOND) {
      throw new MgException("Expires " + when + " is not within the years 1970 to 9999");
    }
    expires = when;
    return this;
  }

  /** Over TLS only. */
  public MgCookie secure() {
    secure = true;
    return this;
  }

  /** Not for scripts. */
  public MgCookie httpOnly() {
    httpOnly = true;
    return this;
  }

  /** See {@link SameSite}; browsers take a cookie without it for LAX. */
  public MgCookie sameSite(SameSite which) {
    sameSite = which;
    return this;
  }

  /** Kept apart for each site that embeds this one; must be {@link #secure}. */
  public MgCookie partitioned() {
    partitioned = true;
    return this;
  }

  /**
   * The line {@code Set-Cookie: ...\r\n}, for the headers of a reply; several may stand there.
   *
   * @throws MgException if browsers would drop the cookie: {@code __Secure-} and {@code __Host-}
   *     names, SameSite=None and Partitioned want Secure; {@code __Host-} also the path / and no
   *     domain
   */
  public String line() {
    check();
    StringBuilder line = new StringBuilder("Set-Cookie: ").append(name).append('=').append(value);
    if (path != null) {
      line.append("; Path=").append(path);
    }
    if (domain != null) {
      line.append("; Domain=").append(domain);
    }
    if (maxAgeSeconds >= 0) {
      line.append("; Max-Age=").append(maxAgeSeconds);
    }
    if (expires != null) {
      byte[] date = new byte[HttpDate.BYTES];
      HttpDate.write(expires.getEpochSecond(), date, 0);
      line.append("; Expires=").append(new String(date, StandardCharsets.US_ASCII));
    }
    line.append(secure ? "; Secure" : "").append(httpOnly ? "; HttpOnly" : "");
    if (sameSite != null) {
      line.append("; SameSite=").append(sameSite.word);
    }
    return line.append(partitioned ? "; Partitioned" : "").append("\r\n").toString();
  }

  private void check() {
    // Browsers look at these whatever their case.
    String prefix = name.toLowerCase(Locale.ROOT);
    boolean isHost = prefix.startsWith("__host-");
    boolean wantsSecure =
        isHost || prefix.startsWith("__secure-") || sameSite == SameSite.NONE || partitioned;
    if (wantsSecure && !secure) {
      throw new MgException("cookie " + name + " is dropped by browsers unless it is secure()");
    }
    if (isHost && (!"/".equals(path) || domain != null)) {
      throw new MgException(
          "cookie " + name + " is dropped by browsers unless it has path(\"/\") and no domain");
    }
  }
}
