package dev.mg.core;

import dev.mg.MgTlsOptions;
import dev.mg.spi.MgChannel;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** A listener whose connections speak TLS: the transport's, and what it needs to know for them. */
record TlsListener(MgChannel raw, TlsSide side, @Nullable MgTlsOptions options)
    implements MgChannel {
  @Override
  public void interest(int ops) {
    raw.interest(ops);
  }

  @Override
  public void close(boolean reset) {
    raw.close(reset);
  }

  @Override
  public @Nullable SocketAddress local() {
    return raw.local();
  }

  @Override
  public @Nullable SocketAddress remote() {
    return raw.remote();
  }

  @Override
  public @Nullable Object attachment() {
    return raw.attachment();
  }

  @Override
  public void attach(@Nullable Object attachment) {
    raw.attach(attachment);
  }
}
