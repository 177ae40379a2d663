package dev.mg.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Who a request says it comes from, as {@link MgHttp#creds} finds it: a claim, until it was
 * compared. Immutable, for any thread.
 *
 * @param user of Basic credentials; empty for a token
 * @param pass the password, or the token
 */
public record MgHttpCreds(String user, String pass) {
  /**
   * Whether both are these. How long it takes does not tell how much of them is right; use this,
   * not equals.
   */
  public boolean matches(String user, String pass) {
    // Both are always compared, so that a wrong user takes as long as a wrong password.
    return same(this.user, user) & same(this.pass, pass);
  }

  private static boolean same(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  /** Without the password: what is logged by accident should tell nothing. */
  @Override
  public String toString() {
    return "MgHttpCreds[user=" + user + "]";
  }
}
