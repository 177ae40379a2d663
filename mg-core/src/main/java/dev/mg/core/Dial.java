package dev.mg.core;

import java.net.SocketAddress;
import java.util.List;

/** What an outgoing connection needs until it is up: where to, and which address is next. */
final class Dial {
  final String host;
  final int port;
  private List<SocketAddress> addresses = List.of();
  private int next;

  Dial(String host, int port) {
    this.host = host;
    this.port = port;
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
