package dev.mg.http;

import dev.mg.MgException;
import dev.mg.MgStr;
import dev.mg.MgUtil;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Basic (RFC 7617) and Bearer (RFC 6750) credentials, read and written. Stateless. */
final class Credentials {
  private static final String TOKEN = "access_token";

  private Credentials() {}

  /** As {@link MgHttp#creds} says. */
  static @Nullable MgHttpCreds of(MgHttpMessage hm) {
    int first = hm.headers.find("Authorization", 0);
    if (first >= 0) {
      MgStr value = hm.headers.value(first);
      MgStr basic = after(value, "Basic");
      MgStr bearer = after(value, "Bearer");
      if (hm.headers.find("Authorization", first + 1) >= 0) {
        // Which of them counts is what two programs in a row may see differently.
        return null;
      }
      if (basic != null) {
        return basic(basic);
      }
      if (bearer != null) {
        return isToken68(bearer) ? new MgHttpCreds("", bearer.toString()) : null;
      }
    }
    MgStr cookie = Cookies.find(hm, TOKEN);
    if (cookie != null) {
      return new MgHttpCreds("", cookie.toString());
    }
    String variable = Variables.get(hm.query, TOKEN);
    return variable == null ? null : new MgHttpCreds("", variable);
  }

  /** What follows the name of a scheme and its blanks; null if it is another scheme. */
  private static @Nullable MgStr after(MgStr value, String scheme) {
    int n = scheme.length();
    if (value.len() < n || !value.slice(0, n).isIgnoreCase(scheme)) {
      return null;
    }
    if (value.len() > n && value.at(n) != ' ') {
      return null;
    }
    return value.slice(n, value.len()).strip();
  }

  private static @Nullable MgHttpCreds basic(MgStr base64) {
    byte[] bytes = MgUtil.base64Decode(base64);
    String both = bytes == null ? null : utf8(bytes);
    int colon = both == null ? -1 : both.indexOf(':');
    if (both == null || colon < 0 || hasControl(both)) {
      return null;
    }
    return new MgHttpCreds(both.substring(0, colon), both.substring(colon + 1));
  }

  private static @Nullable String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static boolean hasControl(String s) {
    return s.chars().anyMatch(Character::isISOControl);
  }

  /** token68 of RFC 9110 section 11.2: characters of base64 in all its kinds, then equals signs. */
  private static boolean isToken68(MgStr s) {
    int end = s.len();
    while (end > 0 && s.at(end - 1) == '=') {
      end--;
    }
    for (int i = 0; i < end; i++) {
      int b = s.at(i);
      int lower = b | 0x20;
      boolean alpha = lower >= 'a' && lower <= 'z';
      if (!alpha && !HttpChars.is(HttpChars.DIGIT, b) && "-._~+/".indexOf(b) < 0) {
        return false;
      }
    }
    return end > 0;
  }

  /** As {@link MgHttp#bauth} says. */
  static String line(String user, String pass) {
    if (user.indexOf(':') >= 0) {
      throw new MgException(
          "the user '" + user + "' holds a colon, which ends the user in Basic credentials");
    }
    if (hasControl(user) || hasControl(pass)) {
      throw new MgException("user and password must not hold control characters (RFC 7617)");
    }
    return "Authorization: Basic " + MgUtil.base64Encode(MgStr.of(user + ":" + pass)) + "\r\n";
  }
}
