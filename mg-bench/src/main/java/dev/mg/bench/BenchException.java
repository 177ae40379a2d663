package dev.mg.bench;

import org.jspecify.annotations.Nullable;

/** A benchmark that cannot go on; the message is one line for the user. */
final class BenchException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BenchException(String message) {
    super(message);
  }

  BenchException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
