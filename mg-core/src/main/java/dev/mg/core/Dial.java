package dev.mg.core;

import dev.mg.MgAddr;
import dev.mg.MgException;
import dev.mg.MgTimer;
import dev.mg.MgUrl;
import dev.mg.spi.MgStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an outgoing connection needs until it is up: where to, what is left, what is under way. */
final class Dial {
  final String host;
  final int port;
  private final @Nullable SocketAddress path;

  /** Null without TLS. */
  @Nullable TlsSide tls;

  private List<SocketAddress> left = new ArrayList<>();
  private List<MgStream> attempts = new ArrayList<>();

  /** Starts the next attempt when the one before stays silent. */
  private @Nullable MgTimer impatience;

  private Dial(String host, int port, @Nullable SocketAddress path) {
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
      return new Dial("", 0, Listening.path(url));
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
      return path;
    }
    MgAddr literal = MgAddr.parse(host, port);
    return literal == null ? null : literal.toSocketAddress();
  }

  void address(SocketAddress only) {
    left.add(only);
  }

  /** Addresses in turns of their families, the first's first (RFC 8305 section 4). */
  void addresses(List<InetAddress> found) {
    ArrayDeque<InetAddress> same = new ArrayDeque<>();
    ArrayDeque<InetAddress> other = new ArrayDeque<>();
    for (InetAddress ip : found) {
      boolean like = (ip instanceof Inet6Address) == (found.get(0) instanceof Inet6Address);
      (like ? same : other).add(ip);
    }
    while (!same.isEmpty() || !other.isEmpty()) {
      for (ArrayDeque<InetAddress> turn : List.of(same, other)) {
        if (!turn.isEmpty()) {
          left.add(new InetSocketAddress(turn.remove(), port));
        }
      }
    }
  }

  boolean hasNext() {
    return !left.isEmpty();
  }

  SocketAddress next() {
    return left.remove(0);
  }

  void started(MgStream attempt) {
    attempts.add(attempt);
  }

  /** Whether it was one of the attempts under way; it is none any more. */
  boolean ended(Object attempt) {
    return attempts.remove(attempt);
  }

  /** An attempt still under way, or null. */
  @Nullable MgStream underWay() {
    return attempts.isEmpty() ? null : attempts.get(attempts.size() - 1);
  }

  void impatience(@Nullable MgTimer timer) {
    if (impatience != null) {
      impatience.cancel();
    }
    impatience = timer;
  }

  /** Gives up what is under way; only the name and port are of use then. */
  void close() {
    impatience(null);
    for (MgStream s : attempts) {
      s.close(false);
    }
    attempts = List.of();
    left = List.of();
  }
}
