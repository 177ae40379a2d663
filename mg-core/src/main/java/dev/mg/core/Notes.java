package dev.mg.core;

import dev.mg.MgNetException;
import dev.mg.spi.MgChannel;
import dev.mg.spi.MgStream;
import dev.mg.spi.MgTransportEvents;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the transport reports during its poll. Serving comes after: a handler that closes another
 * connection of the batch, or polls, finds nothing half done.
 */
final class Notes implements MgTransportEvents {
  /** A connection attempt's outcome, a new child, or a failure to accept: rare, so objects. */
  record Note(
      CoreConnection c, MgChannel channel, boolean isChild, @Nullable MgNetException failure) {}

  final ConnectionQueue ready = new ConnectionQueue();
  private final ArrayDeque<Note> notes = new ArrayDeque<>();

  @Nullable Note next() {
    return notes.poll();
  }

  @Override
  public void ready(MgChannel channel, int ops) {
    CoreConnection c = owner(channel);
    if ((ops & MgChannel.READ) != 0) {
      c.set(Flag.READABLE, true);
    }
    if ((ops & MgChannel.WRITE) != 0) {
      c.set(Flag.WRITABLE, true);
    }
    ready.add(c);
  }

  @Override
  public void accepted(MgChannel listener, MgStream child) {
    notes.add(new Note(owner(listener), child, true, null));
  }

  @Override
  public void connected(MgStream channel, @Nullable MgNetException failure) {
    notes.add(new Note(owner(channel), channel, false, failure));
  }

  @Override
  public void acceptFailed(MgChannel listener, MgNetException why) {
    notes.add(new Note(owner(listener), listener, false, why));
  }

  private static CoreConnection owner(MgChannel channel) {
    return (CoreConnection) Objects.requireNonNull(channel.attachment());
  }
}
