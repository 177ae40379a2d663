package dev.mg.examples.cli;

/** What was asked for cannot be done as asked. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** One line for the user, with the word that is wrong and what to do. */
  public UsageException(String message) {
    super(message);
  }
}
