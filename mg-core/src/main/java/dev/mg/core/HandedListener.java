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
  private final HandingAcceptor acceptor;
  private final CoreManager mgr;

  /** Handed, and not yet taken by the loop; guarded by this. */
  private final Set<SocketChannel> underWay = new HashSet<>();

  private boolean isClosed;
  private volatile boolean wants;
  private @Nullable Object attachment;

  HandedListener(HandingAcceptor acceptor, CoreManager mgr) {
    this.acceptor = acceptor;
    this.mgr = mgr;
  }

  /** Whether it takes connections now. <b>Any thread.</b> */
  boolean wants() {
    return wants;
  }

  /**
   * Gives it a connection. <b>Any thread.</b>
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
    synchronized (this) {
      isOurs = underWay.remove(socket);
    }
    if (isOurs) {
      mgr.incoming.adopt((CoreConnection) Objects.requireNonNull(attachment), socket);
    }
  }

  @Override
  public void interest(int ops) {
    wants = (ops & READ) != 0;
    acceptor.wantsChanged();
  }

  @Override
  public void close(boolean reset) {
    wants = false;
    List<SocketChannel> left;
    synchronized (this) {
      isClosed = true;
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
