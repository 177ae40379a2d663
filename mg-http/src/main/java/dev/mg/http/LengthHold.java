package dev.mg.http;

/** How much of a body whose length was told is still to be written. */
final class LengthHold implements ResponseHold {
  long left;

  LengthHold(long bytes) {
    left = bytes;
  }

  @Override
  public void release() {
    // A number is all there is.
  }
}
