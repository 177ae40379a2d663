package dev.mg.testkit;

/** How long tests may run: short, or whole with {@code -Ddev.mg.full=true}. */
public final class Scale {
  /** Whether the full sizes are wanted. */
  public static final boolean FULL = Boolean.getBoolean("dev.mg.full");

  private Scale() {}

  /** The size for this run. */
  public static int of(int quick, int full) {
    return FULL ? full : quick;
  }
}
