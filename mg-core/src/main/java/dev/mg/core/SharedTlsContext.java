package dev.mg.core;

import dev.mg.spi.MgTlsContext;
import java.lang.ref.Cleaner;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * A context that is closed once nobody can ask it for an engine any more. Options and connections
 * share it, and a reload replaces it while a handshake may be about to begin on another thread:
 * only reachability tells when the last one is done.
 */
final class SharedTlsContext implements MgTlsContext {
  private static final Cleaner CLEANER = Cleaner.create();

  private final MgTlsContext context;

  SharedTlsContext(MgTlsContext context) {
    this.context = context;
    CLEANER.register(this, context::close);
  }

  @Override
  public SSLEngine server(@Nullable String alpn) {
    return context.server(alpn);
  }

  @Override
  public SSLEngine client(String host, int port) {
    return context.client(host, port);
  }

  @Override
  public boolean wantsDirect() {
    return context.wantsDirect();
  }

  @Override
  public void release(SSLEngine engine) {
    context.release(engine);
  }

  @Override
  public void close() {
    // Left to the cleaner: others may hold it.
  }
}
