package dev.mg;

import org.jspecify.annotations.Nullable;

/**
 * An API call that cannot be carried out: a URL that does not parse, an address in use, an option
 * out of its range. The message names the value and the remedy; a network failure behind it is the
 * {@linkplain #getCause() cause}, an {@link MgNetException} whose kind can be tested.
 */
public final class MgException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** One sentence, with the offending value and what to do. */
  public MgException(String message) {
    super(message);
  }

  /** As {@link #MgException(String)}, with the failure that led here. */
  public MgException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
