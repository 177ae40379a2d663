package dev.mg.spi.sockets;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The handles that the loop does not know, for when all are to be closed. Owner thread only. */
final class Unwatched {
  /** Each at its {@link SocketHandle#slot}. */
  private @Nullable SocketHandle[] handles = new SocketHandle[16];

  private int count;

  void add(SocketHandle handle) {
    if (count == handles.length) {
      handles = Arrays.copyOf(handles, 2 * count);
    }
    handle.slot = count;
    handles[count++] = handle;
  }

  /** The loop knows it, or it is closed. */
  void remove(SocketHandle handle) {
    SocketHandle last = Objects.requireNonNull(handles[--count]);
    handles[count] = null;
    if (last != handle) {
      last.slot = handle.slot;
      handles[handle.slot] = last;
    }
  }

  /** Each leaves by itself when it is closed. */
  void closeAll() {
    while (count > 0) {
      Objects.requireNonNull(handles[count - 1]).close(false);
    }
  }
}
