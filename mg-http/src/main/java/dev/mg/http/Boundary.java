package dev.mg.http;

import dev.mg.MgStr;
import org.jspecify.annotations.Nullable;

/** The boundary that a Content-Type gives (RFC 2046 section 5.1.1). Stateless. */
final class Boundary {
  static final int MAX_BYTES = 70;

  private static final String SIGNS = "'()+_,-./:=?";

  private Boundary() {}

  /** Null if the message is no multipart, or its boundary is missing, malformed or there twice. */
  static @Nullable MgStr of(MgHttpMessage hm) {
    MgHttpFields fields = hm.headers;
    int at = fields.find("Content-Type", 0);
    if (at < 0 || fields.find("Content-Type", at + 1) >= 0) {
      return null;
    }
    FieldParameters in = new FieldParameters();
    in.begin(fields.value(at));
    MgStr type = in.name;
    String multipart = "multipart/";
    int n = multipart.length();
    if (type.len() <= n || !type.slice(0, n).isIgnoreCase(multipart)) {
      return null;
    }
    MgStr boundary = null;
    while (in.next()) {
      if (in.name.isIgnoreCase("boundary")) {
        if (boundary != null || !isValid(in.value)) {
          return null;
        }
        boundary = in.value.slice(0, in.value.len());
      }
    }
    return in.isMalformed ? null : boundary;
  }

  /** 1 to 70 of its characters, the last of which is no space. */
  static boolean isValid(MgStr s) {
    int n = s.len();
    if (n == 0 || n > MAX_BYTES || s.at(n - 1) == ' ') {
      return false;
    }
    for (int i = 0; i < n; i++) {
      int b = s.at(i);
      boolean alpha = (b | 0x20) >= 'a' && (b | 0x20) <= 'z';
      if (!alpha && !HttpChars.is(HttpChars.DIGIT, b) && b != ' ' && SIGNS.indexOf(b) < 0) {
        return false;
      }
    }
    return true;
  }
}
