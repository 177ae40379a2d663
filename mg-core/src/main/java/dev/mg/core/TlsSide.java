package dev.mg.core;

import dev.mg.spi.MgTlsContext;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One side of TLS as its options describe it: what {@link TlsStream} asks. Built once for the
 * options and shared by all connections and managers that use them. Any thread.
 */
interface TlsSide {
  /** The context for a handshake that begins now; a server's by the name asked for. */
  MgTlsContext context(@Nullable String sni);

  /** Application protocols, best first; empty = none. */
  List<String> alpn();

  /** Where the engine's long computations run; null = on the loop, one a visit. */
  @Nullable Executor tasks();

  /** The name of the factory its engines are of. */
  String engine();

  /** Of a client: the name to ask for and to verify in place of the URL's host, or null. */
  @Nullable String serverName();
}
