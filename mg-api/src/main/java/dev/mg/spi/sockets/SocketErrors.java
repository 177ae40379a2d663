package dev.mg.spi.sockets;

import dev.mg.MgAddr;
import dev.mg.MgNetException;
import dev.mg.MgNetException.Kind;
import java.net.ConnectException;
import java.net.InetSocketAddress;
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
 * What java.nio throws, as an {@link MgNetException} with its kind. For any thread.
 *
 * <p>java.nio has no errno: the class of an exception covers two or three of them and only the text
 * tells which. This is the one place that looks at text. The text is the C library's and follows
 * the locale, so the class decides where it can, and what neither of them tells is {@link
 * Kind#OTHER}.
 */
public final class SocketErrors {
  private record Text(String part, Kind kind) {}

  /** Parts of what Linux, macOS and Windows say, in lower case. */
  private static final List<Text> TEXTS =
      List.of(
          new Text("too many open files", Kind.TOO_MANY_FILES),
          new Text("no such file", Kind.NO_SUCH_FILE),
          new Text("already in use", Kind.ADDRESS_IN_USE),
          new Text("assign requested address", Kind.ADDRESS_NOT_AVAILABLE),
          new Text("permission denied", Kind.DENIED),
          new Text("not permitted", Kind.DENIED),
          new Text("unreachable", Kind.UNREACHABLE),
          new Text("no route", Kind.UNREACHABLE),
          new Text("host is down", Kind.UNREACHABLE),
          new Text("timed out", Kind.TIMEOUT),
          new Text("refused", Kind.REFUSED),
          new Text("reset", Kind.RESET),
          new Text("broken pipe", Kind.RESET),
          new Text("message too long", Kind.MESSAGE_TOO_BIG),
          new Text("larger than the internal message buffer", Kind.MESSAGE_TOO_BIG),
          new Text("not supported", Kind.UNSUPPORTED));

  private SocketErrors() {}

  /**
   * A failure of what is no open stream (yet).
   *
   * @param what failed, as the text begins: "listen on 127.0.0.1:80"
   */
  public static MgNetException of(String what, Throwable cause) {
    return cause instanceof MgNetException known ? known : make(kind(cause), what, cause);
  }

  /**
   * The end of an open stream. Whatever the words, the connection is gone without a FIN; only a
   * deadline of the kernel's (keep-alive, retransmission) is told apart.
   */
  public static MgNetException broken(String what, Throwable cause) {
    return make(kind(cause) == Kind.TIMEOUT ? Kind.TIMEOUT : Kind.RESET, what, cause);
  }

  private static MgNetException make(Kind kind, String what, Throwable cause) {
    String why = cause instanceof PortUnreachableException ? "no socket there" : cause.getMessage();
    return new MgNetException(
        kind, what + ": " + (why == null ? cause.getClass().getSimpleName() : why), cause);
  }

  static Kind kind(Throwable cause) {
    if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
      return Kind.UNKNOWN_HOST;
    }
    if (cause instanceof UnsupportedAddressTypeException
        || cause instanceof UnsupportedOperationException) {
      return Kind.UNSUPPORTED;
    }
    if (cause instanceof PortUnreachableException) {
      return Kind.REFUSED;
    }
    if (cause instanceof NoRouteToHostException) {
      return Kind.UNREACHABLE;
    }
    if (cause instanceof SecurityException) {
      return Kind.DENIED;
    }
    String text = cause.getMessage();
    if (text != null) {
      text = text.toLowerCase(Locale.ROOT);
      for (Text known : TEXTS) {
        if (text.contains(known.part)) {
          return known.kind;
        }
      }
    }
    return cause instanceof ConnectException ? Kind.REFUSED : Kind.OTHER;
  }

  /** An address for people; one that does not resolve as it was given. */
  public static String name(@Nullable SocketAddress address) {
    if (address instanceof InetSocketAddress inet && inet.isUnresolved()) {
      return inet.getHostString() + ":" + inet.getPort();
    }
    return MgAddr.of(address).toString();
  }
}
