package dev.mg.core;

import dev.mg.MgTlsOptions;
import dev.mg.spi.MgChannel;
import org.jspecify.annotations.Nullable;

/** A listener whose connections speak TLS: the transport's, and what it needs to know for them. */
final class TlsListener extends TlsChannel {
  private final TlsSide side;
  private final @Nullable MgTlsOptions options;

  TlsListener(MgChannel raw, TlsSide side, @Nullable MgTlsOptions options) {
    super(raw);
    this.side = side;
    this.options = options;
  }

  TlsSide side() {
    return side;
  }

  @Nullable MgTlsOptions options() {
    return options;
  }
}
