package dev.mg.http;

import java.util.Random;

/** A message with some bytes changed, added, taken out or repeated, or with its end cut off. */
final class Mutant {
  private static final String SPICE =
      "\r\n\t :,;\"\\\0\u007f\u00e9/?#%[]()0129aZ\u0080\u00ff\u0001";

  private Mutant() {}

  /** Up to three changes of {@code s} that {@code r} chooses. */
  static String of(String s, Random r) {
    StringBuilder b = new StringBuilder(s);
    for (int n = r.nextInt(4); n > 0 && b.length() > 1; n--) {
      int at = r.nextInt(b.length());
      char ch = SPICE.charAt(r.nextInt(SPICE.length()));
      switch (r.nextInt(5)) {
        case 0 -> b.setCharAt(at, ch);
        case 1 -> b.insert(at, ch);
        case 2 -> b.deleteCharAt(at);
        case 3 -> b.insert(at, b.substring(at, Math.min(b.length(), at + r.nextInt(20))));
        default -> b.setLength(at + 1);
      }
    }
    return b.toString();
  }
}
