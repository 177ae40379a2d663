package dev.mg.core;

import dev.mg.MgAddr;
import dev.mg.MgEvent;
import dev.mg.MgEventType;
import dev.mg.MgLog;
import dev.mg.spi.MgChannel;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** The part of a connection that tells which one it is: number, label, addresses. */
abstract class ConnectionNames extends ConnectionFlags {
  /** Addresses that a protocol knows better than the socket does. */
  private record Origin(MgAddr rem, MgAddr loc) {}

  final long id;
  private String label = "";
  private @Nullable Object data;
  private @Nullable Origin origin;

  /** Null until the address is known. */
  @Nullable MgChannel channel;

  /** UDP: who sent the datagram read last. */
  @Nullable SocketAddress peer;

  ConnectionNames(long id, int flags) {
    super(flags);
    this.id = id;
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public MgAddr loc() {
    if (origin != null) {
      return origin.loc;
    }
    return channel == null ? MgAddr.NONE : MgAddr.of(channel.local());
  }

  @Override
  public MgAddr rem() {
    if (origin != null) {
      return origin.rem;
    }
    if (peer != null) {
      return MgAddr.of(peer);
    }
    return channel == null ? MgAddr.NONE : MgAddr.of(channel.remote());
  }

  @Override
  public void origin(MgAddr rem, MgAddr loc) {
    origin = new Origin(rem, loc);
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public void label(String newLabel) {
    label = newLabel;
  }

  @Override
  public @Nullable Object data() {
    return data;
  }

  @Override
  public void data(@Nullable Object newData) {
    data = newData;
  }

  /** Logs bytes that came or went, see {@link #hexdump}. */
  void dump(int ev, byte[] bytes, int off, int n) {
    String arrow = ev == MgEvent.READ ? " <- " : " -> ";
    MgLog.hexdump(loc() + arrow + rem() + " " + MgEventType.nameOf(ev) + " " + n, bytes, off, n);
  }

  /** For logs: {@code connection 7 (label) 127.0.0.1:8000 <- 127.0.0.1:51234}. */
  @Override
  public String toString() {
    String tag = label.isEmpty() ? "" : " (" + label + ")";
    if (has(Flag.LISTENING)) {
      return "listener " + id + tag + " " + loc();
    }
    return "connection " + id + tag + " " + loc() + (has(Flag.CLIENT) ? " -> " : " <- ") + rem();
  }
}
