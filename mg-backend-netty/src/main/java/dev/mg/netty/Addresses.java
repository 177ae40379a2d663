package dev.mg.netty;

import dev.mg.MgAddr;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Addresses in the text of errors. */
final class Addresses {
  private Addresses() {}

  /** For people; what does not resolve as it was given, null as nothing. */
  static String name(@Nullable SocketAddress address) {
    if (address == null) {
      return "";
    }
    if (address instanceof InetSocketAddress inet && inet.isUnresolved()) {
      return inet.getHostString() + ":" + inet.getPort();
    }
    return MgAddr.of(address).toString();
  }
}
