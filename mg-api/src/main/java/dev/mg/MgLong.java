package dev.mg;

/** A number that an event carries: borrowed, valid during its event, reused after it. */
public final class MgLong {
  private long value;

  /** A holder of {@code value}. */
  public MgLong(long value) {
    this.value = value;
  }

  /** The number; its unit stands with the event. */
  public long get() {
    return value;
  }

  /** Replaces the number. */
  public void set(long value) {
    this.value = value;
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
