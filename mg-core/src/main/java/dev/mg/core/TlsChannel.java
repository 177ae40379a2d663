package dev.mg.core;

import dev.mg.spi.MgChannel;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** A channel of a transport's that TLS stands on: what concerns the socket alone is passed on. */
abstract class TlsChannel implements MgChannel {
  private final MgChannel below;

  TlsChannel(MgChannel below) {
    this.below = below;
  }

  /** The transport's. */
  final MgChannel raw() {
    return below;
  }

  @Override
  public final @Nullable SocketAddress local() {
    return below.local();
  }

  @Override
  public final @Nullable SocketAddress remote() {
    return below.remote();
  }

  @Override
  public final @Nullable Object attachment() {
    return below.attachment();
  }

  @Override
  public final void attach(@Nullable Object attachment) {
    below.attach(attachment);
  }

  @Override
  public void interest(int ops) {
    below.interest(ops);
  }

  @Override
  public void close(boolean reset) {
    below.close(reset);
  }
}
