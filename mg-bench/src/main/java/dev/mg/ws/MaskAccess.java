package dev.mg.ws;

import org.jspecify.annotations.NullMarked;

/** The masking of payloads, which is for its package only: whence this is here. Stateless. */
@NullMarked
public final class MaskAccess {
  private MaskAccess() {}

  /** Masks or unmasks a part of an array. */
  public static int apply(byte[] buf, int from, int to, int key) {
    return Mask.apply(buf, from, to, key);
  }
}
