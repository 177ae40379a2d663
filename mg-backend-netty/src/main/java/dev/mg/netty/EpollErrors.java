package dev.mg.netty;

import dev.mg.MgNetException;
import dev.mg.MgNetException.Kind;
import dev.mg.spi.sockets.SocketErrors;
import io.netty.channel.ChannelException;
import io.netty.channel.unix.Errors.NativeIoException;
import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** From the errno that Netty's native code met to a kind. */
final class EpollErrors {
  private static final int EPERM = 1;
  private static final int ENOENT = 2;
  private static final int EINTR = 4;
  private static final int EACCES = 13;
  private static final int ENFILE = 23;
  private static final int EMFILE = 24;
  private static final int EPIPE = 32;
  private static final int EPROTO = 71;
  private static final int EMSGSIZE = 90;
  private static final int EOPNOTSUPP = 95;
  private static final int EAFNOSUPPORT = 97;
  private static final int EADDRINUSE = 98;
  private static final int EADDRNOTAVAIL = 99;
  private static final int ENETDOWN = 100;
  private static final int ENETUNREACH = 101;
  private static final int ECONNABORTED = 103;
  private static final int ECONNRESET = 104;
  private static final int ENOBUFS = 105;
  private static final int ETIMEDOUT = 110;
  private static final int ECONNREFUSED = 111;
  private static final int EHOSTDOWN = 112;
  private static final int EHOSTUNREACH = 113;

  /** The exception of a connect has its errno in its text alone. */
  private static final Pattern ERROR = Pattern.compile("error\\(-(\\d+)\\)");

  private EpollErrors() {}

  /** {@code e}, met while doing {@code what} ("connect to ") with {@code address}. */
  static MgNetException of(String what, @Nullable SocketAddress address, Exception e) {
    return of(what + SocketErrors.name(address), e);
  }

  /** {@code e}, met while doing {@code what}. */
  static MgNetException of(String what, Exception e) {
    Throwable cause = root(e);
    Kind kind = cause instanceof MgNetException told ? told.kind() : kind(errno(cause));
    return new MgNetException(kind, what + ": " + text(cause), e);
  }

  /**
   * A failure of a connection that was up; as with java.nio it is a reset unless the kernel's
   * deadline passed.
   */
  static MgNetException ofOpenStream(Exception e) {
    Kind kind = errno(e) == ETIMEDOUT ? Kind.TIMEOUT : Kind.RESET;
    return new MgNetException(kind, text(e), e);
  }

  /** Whether accept met the failure of one connection, while the listener goes on. */
  static boolean isOfOnePeer(NativeIoException e) {
    int errno = errno(e);
    return errno == ECONNABORTED || errno == EINTR || errno == EPROTO;
  }

  private static Throwable root(Throwable e) {
    Throwable cause = e.getCause();
    boolean wrapped = e instanceof ChannelException || e instanceof UncheckedIOException;
    return wrapped && cause != null ? cause : e;
  }

  private static int errno(Throwable e) {
    if (e instanceof NativeIoException told) {
      return -told.expectedErr();
    }
    if (e instanceof NoRouteToHostException) {
      return EHOSTUNREACH;
    }
    if (e instanceof PortUnreachableException) {
      return ECONNREFUSED;
    }
    if (e instanceof FileNotFoundException) {
      return ENOENT;
    }
    if (e instanceof ConnectException && e.getMessage() != null) {
      Matcher m = ERROR.matcher(e.getMessage());
      return m.find() ? Integer.parseInt(m.group(1)) : 0;
    }
    return 0;
  }

  /** What the system calls it, without the number and the call that met it. */
  private static String text(Throwable e) {
    String message = e.getMessage();
    if (message == null) {
      return e instanceof NoRouteToHostException
          ? "No route to host"
          : e instanceof FileNotFoundException
              ? "No such file or directory"
              : e.getClass().getSimpleName();
    }
    int at = message.indexOf("): ");
    return at < 0 ? message : message.substring(at + 3);
  }

  private static Kind kind(int errno) {
    return switch (errno) {
      case ECONNREFUSED -> Kind.REFUSED;
      case ECONNRESET, EPIPE, ECONNABORTED -> Kind.RESET;
      case ETIMEDOUT -> Kind.TIMEOUT;
      case EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, ENETDOWN -> Kind.UNREACHABLE;
      case EADDRINUSE -> Kind.ADDRESS_IN_USE;
      case EADDRNOTAVAIL -> Kind.ADDRESS_NOT_AVAILABLE;
      case EACCES, EPERM -> Kind.DENIED;
      case ENOENT -> Kind.NO_SUCH_FILE;
      case EMSGSIZE -> Kind.MESSAGE_TOO_BIG;
      case EMFILE, ENFILE, ENOBUFS -> Kind.TOO_MANY_FILES;
      case EOPNOTSUPP, EAFNOSUPPORT -> Kind.UNSUPPORTED;
      default -> Kind.OTHER;
    };
  }
}
