package dev.mg.spi;

/**
 * Whether borrowed views are poisoned once their event is over ({@code -Ddev.mg.check=true}).
 *
 * <p>A constant, so that the checks cost nothing when they are off.
 */
public final class MgCheck {
  /** True when {@code -Ddev.mg.check=true} was given to this JVM. */
  public static final boolean ON = Boolean.getBoolean("dev.mg.check");

  private MgCheck() {}
}
