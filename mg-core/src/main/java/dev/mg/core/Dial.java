package dev.mg.core;

import dev.mg.MgAddr;
import dev.mg.MgException;
import dev.mg.MgUrl;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an outgoing connection needs until it is up: where to, and which address is next. */
final class Dial {
  final String host;
  final int port;
  private final @Nullable String path;
  private List<SocketAddress> addresses = List.of();
  private int next;

  private Dial(String host, int port, @Nullable String path) {
    this.host = host;
    this.port = port;
    this.path = path;
  }

  /**
   * Where a URL leads to.
   *
   * @throws MgException if it does not say
   */
  static Dial to(String url) {
    if (MgUrl.scheme(url).equals("unix")) {
      return new Dial("", 0, MgUrl.path(url));
    }
    int port = MgUrl.port(url);
    if (port == 0) {
      throw new MgException("no port in " + url + ": write scheme://host:port, port at least 1");
    }
    return new Dial(MgUrl.host(url), port, null);
  }

  /** The address where no name has to be looked up: of an IP literal, or a path. */
  @Nullable SocketAddress known() {
    if (path != null) {
      return UnixDomainSocketAddress.of(path);
    }
    MgAddr literal = MgAddr.parse(host, port);
    return literal == null ? null : literal.toSocketAddress();
  }

  void addresses(List<SocketAddress> found) {
    addresses = found;
  }

  boolean hasNext() {
    return next < addresses.size();
  }

  SocketAddress next() {
    return addresses.get(next++);
  }
}
