package dev.mg.ws;

import dev.mg.MgUtil;

/**
 * Masking keys for the frames of clients. Nobody who has seen some can tell the next (RFC 6455
 * section 10.3): they come from the platform's {@link java.security.SecureRandom}, fetched many at
 * a time so that one costs next to nothing. <b>Manager's thread only.</b>
 */
final class MaskKeys {
  private static final int FETCHED_BYTES = 4096;

  private final byte[] random = new byte[FETCHED_BYTES];
  private int at = FETCHED_BYTES;

  /** The next key: as {@link Mask#apply} takes it. */
  int next() {
    if (at == FETCHED_BYTES) {
      MgUtil.random(random);
      at = 0;
    }
    int key = 0;
    for (int i = 0; i < 4; i++) {
      key = key << 8 | random[at] & 0xFF;
      // Whoever reads this memory later learns nothing of keys in use.
      random[at++] = 0;
    }
    return key;
  }
}
