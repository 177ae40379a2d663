package dev.mg;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A network failure with a kind that is the same on every transport: code looks at the kind, people
 * at the text. It is the data of {@link MgEvent#ERROR} for whatever the network did.
 */
public final class MgNetException extends IOException {
  private static final long serialVersionUID = 1;

  /** What happened, independent of the transport and the platform's wording. */
  public enum Kind {
    /** Nobody listens there. */
    REFUSED,
    /** The peer ended the connection without a FIN. */
    RESET,
    /** A deadline passed, ours or the kernel's. */
    TIMEOUT,
    /** No route to the host or its network. */
    UNREACHABLE,
    /** Another socket is bound to that address. */
    ADDRESS_IN_USE,
    /** The address is not one of this host. */
    ADDRESS_NOT_AVAILABLE,
    /** The platform forbids it. */
    DENIED,
    /** The path of a unix-domain socket does not exist. */
    NO_SUCH_FILE,
    /** The name does not resolve. */
    UNKNOWN_HOST,
    /** The process or the system is out of descriptors. */
    TOO_MANY_FILES,
    /** The datagram does not fit. */
    MESSAGE_TOO_BIG,
    /** TLS could not be agreed on, or one side did not keep to it. */
    TLS,
    /** This transport or platform does not have it. */
    UNSUPPORTED,
    /** Anything else; the text tells. */
    OTHER
  }

  private final Kind kind;

  /** A failure of {@code kind}; the message is for people. */
  public MgNetException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What code decides by. */
  public Kind kind() {
    return kind;
  }

  /** No stack of our own: a reset of 10,000 connections must stay cheap, and the cause has one. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
