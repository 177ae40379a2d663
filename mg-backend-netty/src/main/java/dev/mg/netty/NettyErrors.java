package dev.mg.netty;

import dev.mg.MgNetException;
import dev.mg.MgNetException.Kind;
import io.netty.channel.ChannelException;
import io.netty.channel.socket.ChannelOutputShutdownException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What Netty's channels on java.nio throw, as an {@link MgNetException} with its kind. For any
 * thread.
 *
 * <p>java.nio has no errno, so this is the one place that looks at text, where the class does not
 * tell; text in other words than these is {@link Kind#OTHER}.
 */
final class NettyErrors {
  private record Text(String part, Kind kind) {}

  /** Parts of what systems say, in lower case. */
  private static final List<Text> TEXTS =
      List.of(
          new Text("refused", Kind.REFUSED),
          new Text("timed out", Kind.TIMEOUT),
          new Text("unreachable", Kind.UNREACHABLE),
          new Text("no route", Kind.UNREACHABLE),
          new Text("host is down", Kind.UNREACHABLE),
          new Text("already in use", Kind.ADDRESS_IN_USE),
          new Text("assign requested address", Kind.ADDRESS_NOT_AVAILABLE),
          new Text("permission denied", Kind.DENIED),
          new Text("not permitted", Kind.DENIED),
          new Text("no such file", Kind.NO_SUCH_FILE),
          new Text("too many open files", Kind.TOO_MANY_FILES),
          new Text("reset", Kind.RESET),
          new Text("broken pipe", Kind.RESET),
          new Text("message too long", Kind.MESSAGE_TOO_BIG),
          new Text("larger than the internal message buffer", Kind.MESSAGE_TOO_BIG),
          new Text("not supported", Kind.UNSUPPORTED));

  private NettyErrors() {}

  /** {@code e}, met while doing {@code what} ("connect to ") with {@code address}. */
  static MgNetException of(String what, @Nullable SocketAddress address, Throwable e) {
    Throwable cause = root(e);
    return new MgNetException(kind(cause), what + Addresses.name(address) + ": " + text(cause), e);
  }

  /**
   * What ended an open connection: as with java.nio an IOException is a reset unless the kernel's
   * deadline passed; anything else is of a handler in the pipeline.
   */
  static MgNetException ofOpenStream(Throwable e) {
    Throwable cause = root(e);
    Kind kind =
        !(cause instanceof IOException)
            ? Kind.OTHER
            : kind(cause) == Kind.TIMEOUT ? Kind.TIMEOUT : Kind.RESET;
    return new MgNetException(
        kind, kind == Kind.OTHER ? "a handler in the pipeline: " + cause : text(cause), e);
  }

  private static Throwable root(Throwable e) {
    Throwable cause = e.getCause();
    boolean wrapped = e instanceof ChannelException || e instanceof ChannelOutputShutdownException;
    return wrapped && cause != null ? cause : e;
  }

  private static String text(Throwable e) {
    String message = e instanceof PortUnreachableException ? "no socket there" : e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private static Kind kind(Throwable e) {
    if (e instanceof MgNetException told) {
      return told.kind();
    }
    if (e instanceof UnresolvedAddressException || e instanceof UnknownHostException) {
      return Kind.UNKNOWN_HOST;
    }
    if (e instanceof UnsupportedAddressTypeException
        || e instanceof UnsupportedOperationException) {
      return Kind.UNSUPPORTED;
    }
    if (e instanceof PortUnreachableException) {
      return Kind.REFUSED;
    }
    if (e instanceof NoRouteToHostException) {
      return Kind.UNREACHABLE;
    }
    if (e instanceof SecurityException) {
      return Kind.DENIED;
    }
    String text = text(e).toLowerCase(Locale.ROOT);
    for (Text known : TEXTS) {
      if (text.contains(known.part)) {
        return known.kind;
      }
    }
    return e instanceof ConnectException ? Kind.REFUSED : Kind.OTHER;
  }
}
