package dev.mg.bench;

import dev.mg.MgTlsClientAuth;
import dev.mg.spi.MgTlsConfig;
import dev.mg.spi.MgTlsContext;
import dev.mg.spi.MgTlsEngineFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import javax.net.ssl.SSLEngine;

/**
 * What the https connections of one {@link HttpClient} share: the maker of their engines, and room
 * for the records of one at a time. Not thread safe.
 */
final class ClientTls {
  /** Many short answers are read at once. */
  private static final int RECORDS = 4;

  /** Records that have come. */
  final ByteBuffer in;

  /** Records to be sent. */
  final ByteBuffer out;

  /** The longest record. */
  final int recordBytes;

  private final MgTlsContext context;
  private final int port;

  /**
   * @param engines what makes them
   * @param port of the server on 127.0.0.1
   * @throws IOException if none can be made
   */
  ClientTls(MgTlsEngineFactory engines, int port) throws IOException {
    this.port = port;
    MgTlsConfig config =
        new MgTlsConfig(
            false,
            null,
            List.of(),
            new AnyCertificate(),
            MgTlsClientAuth.NONE,
            false,
            List.of("TLSv1.3", "TLSv1.2"),
            List.of(),
            List.of());
    try {
      context = engines.open(config);
    } catch (GeneralSecurityException e) {
      throw new IOException("no TLS: " + e.getMessage(), e);
    }
    SSLEngine probe = engine();
    recordBytes = probe.getSession().getPacketBufferSize();
    release(probe);
    in = buffer();
    out = buffer();
  }

  /** The fastest of those there are. */
  static MgTlsEngineFactory engines() {
    return ServiceLoader.load(MgTlsEngineFactory.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(factory -> factory.unavailableBecause() == null)
        .max(Comparator.comparingInt(MgTlsEngineFactory::priority))
        .orElseThrow(() -> new BenchException("there is no TLS engine on the class path"));
  }

  private ByteBuffer buffer() {
    int bytes = RECORDS * recordBytes;
    return context.wantsDirect() ? ByteBuffer.allocateDirect(bytes) : ByteBuffer.allocate(bytes);
  }

  /** For one connection. */
  SSLEngine engine() {
    return context.client("127.0.0.1", port);
  }

  /** At the end of that connection. */
  void release(SSLEngine engine) {
    context.release(engine);
  }
}
