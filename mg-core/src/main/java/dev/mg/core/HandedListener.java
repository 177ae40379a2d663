package dev.mg.core;

import dev.mg.spi.MgChannel;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A manager's part in a {@link HandingAcceptor}: the channel of a listener that is handed its
 * connections. <b>Owner thread only</b>, but for {@link #wants} and {@link #hand}.
 */
final class HandedListener implements MgChannel {
  /** So many may wait for a loop that is busy; then it is the others' turn. */
  static final int MOST_UNDER_WAY = 256;

  private final HandingAcceptor acceptor;
  private final CoreManager mgr;

  /** Handed, and not yet taken by the loop; guarded by this. */
  private final Set<SocketChannel> underWay = new HashSet<>();

  /** Guarded by this. */
  private boolean isClosed;

  /** Guarded by this. */
  private boolean isInterested;

  private @Nullable Object attachment;

  HandedListener(HandingAcceptor acceptor, CoreManager mgr) {
    this.acceptor = acceptor;
    this.mgr = mgr;
  }

  /** Whether it takes connections now. <b>Any thread.</b> */
  synchronized boolean wants() {
    return isInterested && underWay.size() < MOST_UNDER_WAY;
  }

  /**
   * Gives it a connection, whether it wants one or not. <b>Any thread.</b>
   *
   * @return false if it has closed
   */
  synchronized boolean hand(SocketChannel socket) {
    if (isClosed || !mgr.execute(() -> take(socket))) {
      return false;
    }
    underWay.add(socket);
    return true;
  }

  private void take(SocketChannel socket) {
    boolean isOurs;
    boolean hasRoomAgain;
    synchronized (this) {
      boolean wasFull = underWay.size() >= MOST_UNDER_WAY;
      isOurs = underWay.remove(socket);
      hasRoomAgain = wasFull && underWay.size() < MOST_UNDER_WAY;
    }
    if (hasRoomAgain) {
      acceptor.wantsChanged();
    }
    if (isOurs) {
      mgr.incoming.adopt((CoreConnection) Objects.requireNonNull(attachment), socket);
    }
  }

  @Override
  public void interest(int ops) {
    synchronized (this) {
      isInterested = (ops & READ) != 0;
    }
    acceptor.wantsChanged();
  }

  @Override
  public void close(boolean reset) {
    List<SocketChannel> left;
    synchronized (this) {
      isClosed = true;
      isInterested = false;
      left = List.copyOf(underWay);
      underWay.clear();
    }
    acceptor.leave(this);
    left.forEach(acceptor::handOn);
  }

  @Override
  public SocketAddress local() {
    return acceptor.local();
  }

  @Override
  public @Nullable SocketAddress remote() {
    return null;
  }

  @Override
  public @Nullable Object attachment() {
    return attachment;
  }

  @Override
  public void attach(@Nullable Object newAttachment) {
    attachment = newAttachment;
  }
}
