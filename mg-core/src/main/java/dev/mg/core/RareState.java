package dev.mg.core;

import dev.mg.MgAddr;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** What few connections have, or not for long: made when there is something to remember. */
final class RareState {
  /** Addresses that a protocol knows better than the socket does. */
  record Origin(MgAddr rem, MgAddr loc) {}

  String label = "";
  @Nullable Origin origin;

  /** UDP: who sent the datagram read last. */
  @Nullable SocketAddress peer;

  /** While connecting; afterwards where it knows the name that was called. */
  @Nullable Dial dial;

  /** The core's own deadline for what the state is waiting for, 0 = none; its length. */
  long phaseNs;

  int phaseMs;

  boolean isEmpty() {
    return phaseNs == 0 && dial == null && peer == null && origin == null && label.isEmpty();
  }
}
