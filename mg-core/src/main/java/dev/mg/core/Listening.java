package dev.mg.core;

import dev.mg.MgAddr;
import dev.mg.MgException;
import dev.mg.MgNetException;
import dev.mg.MgUrl;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Where a listener's URL leads to, and the rule about files that unix-domain sockets left. */
final class Listening {
  /** In the mode of a file, inode(7). */
  private static final int FILE_TYPE = 0170000;

  private static final int SOCKET = 0140000;

  private Listening() {}

  /**
   * A name is looked up on the spot: listening is done at the start, and must be done on return.
   */
  static SocketAddress address(String url) throws MgNetException {
    if (MgUrl.scheme(url).equals("unix")) {
      return path(url);
    }
    String host = MgUrl.host(url);
    int port = MgUrl.port(url);
    MgAddr literal = MgAddr.parse(host, port);
    if (literal != null) {
      return literal.toSocketAddress();
    }
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException e) {
      throw Resolver.unknown(host, e);
    }
  }

  /**
   * Where a URL of a unix-domain socket leads to.
   *
   * @throws MgException if the system has no such paths
   */
  static SocketAddress path(String url) {
    try {
      return UnixDomainSocketAddress.of(MgUrl.path(url));
    } catch (InvalidPathException e) {
      throw new MgException("'" + url + "' leads nowhere: " + e.getMessage(), e);
    }
  }

  /** As a socket of the JDK's needs it: by default one bound to 0.0.0.0 listens on [::] as well. */
  static ProtocolFamily family(SocketAddress at) {
    if (at instanceof UnixDomainSocketAddress) {
      return StandardProtocolFamily.UNIX;
    }
    return at instanceof InetSocketAddress ip && ip.getAddress() instanceof Inet6Address
        ? StandardProtocolFamily.INET6
        : StandardProtocolFamily.INET;
  }

  /** Binds an address. */
  interface Bind<T> {
    T bind() throws IOException;
  }

  /** Binds; the file of a unix-domain socket that nobody listens on any more is removed first. */
  static <T> T listen(boolean isVirtual, SocketAddress at, Bind<T> binder) throws IOException {
    try {
      return binder.bind();
    } catch (MgNetException e) {
      if (e.kind() == MgNetException.Kind.ADDRESS_IN_USE
          && at instanceof UnixDomainSocketAddress unix
          && !isVirtual
          && isStale(unix)) {
        Files.delete(unix.getPath());
        return binder.bind();
      }
      throw e;
    }
  }

  /** Whether the path is a socket's that refuses: its owner ended without removing it. */
  private static boolean isStale(UnixDomainSocketAddress at) {
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      if (isSocket(at.getPath())) {
        // A listener that accepts nobody is alive all the same, and must not keep us waiting.
        probe.configureBlocking(false);
        probe.connect(at);
      }
      return false;
    } catch (ConnectException e) {
      return true;
    } catch (IOException e) {
      // Forbidden to us, or something else that does not tell: it stays.
      return false;
    }
  }

  /** Whether it is no file, device, pipe or link, which refuse just as well and are not ours. */
  private static boolean isSocket(Path path) throws IOException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isOther();
    }
    int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    return (mode & FILE_TYPE) == SOCKET;
  }
}
