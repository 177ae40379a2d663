package dev.mg.core;

import dev.mg.MgAddr;
import dev.mg.MgEvent;
import dev.mg.MgEventType;
import dev.mg.MgLog;
import dev.mg.spi.MgChannel;
import java.net.SocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The part of a connection that tells which one it is: number, label, addresses; with what else is
 * rare.
 */
abstract class ConnectionNames extends ConnectionFlags {
  final long id;
  private @Nullable Object data;
  private @Nullable RareState rare;

  /** Null until the address is known. */
  @Nullable MgChannel channel;

  ConnectionNames(long id, int flags) {
    super(flags);
    this.id = id;
  }

  /** What is rare, to be written; it is read by the methods below. */
  final RareState rareState() {
    RareState it = rare;
    if (it == null) {
      it = new RareState();
      rare = it;
    }
    return it;
  }

  /** Something rare is over. */
  final void dropRareState() {
    if (rare != null && rare.isEmpty()) {
      rare = null;
    }
  }

  final @Nullable SocketAddress peer() {
    return rare == null ? null : rare.peer;
  }

  final @Nullable Dial dial() {
    return rare == null ? null : rare.dial;
  }

  /** The core's own deadline, 0 = none. */
  final long phaseNs() {
    return rare == null ? 0 : rare.phaseNs;
  }

  /** Its length, or the last one's. */
  final int phaseMs() {
    return rare == null ? 0 : rare.phaseMs;
  }

  /** No deadline of the core's own; what the next will need is kept. */
  final void endPhase() {
    if (rare != null) {
      rare.phaseNs = 0;
    }
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public MgAddr loc() {
    if (rare != null && rare.origin != null) {
      return rare.origin.loc();
    }
    return channel == null ? MgAddr.NONE : MgAddr.of(channel.local());
  }

  @Override
  public MgAddr rem() {
    if (rare != null && rare.origin != null) {
      return rare.origin.rem();
    }
    if (rare != null && rare.peer != null) {
      return MgAddr.of(rare.peer);
    }
    return channel == null ? MgAddr.NONE : MgAddr.of(channel.remote());
  }

  @Override
  public void origin(MgAddr rem, MgAddr loc) {
    rareState().origin = new RareState.Origin(rem, loc);
  }

  @Override
  public String label() {
    return rare == null ? "" : rare.label;
  }

  @Override
  public void label(String newLabel) {
    rareState().label = Objects.requireNonNull(newLabel, "label");
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
    String tag = label().isEmpty() ? "" : " (" + label() + ")";
    if (has(Flag.LISTENING)) {
      return "listener " + id + tag + " " + loc();
    }
    return "connection " + id + tag + " " + loc() + (has(Flag.CLIENT) ? " -> " : " <- ") + rem();
  }
}
