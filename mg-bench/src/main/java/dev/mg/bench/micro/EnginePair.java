package dev.mg.bench.micro;

import dev.mg.MgTlsClientAuth;
import dev.mg.examples.cli.SelfSigned;
import dev.mg.spi.MgTlsConfig;
import dev.mg.spi.MgTlsContext;
import dev.mg.spi.MgTlsEngineFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.IntFunction;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** A client's and a server's engine after their handshake, on the buffers they like best. */
final class EnginePair implements AutoCloseable {
  private static final String HOST = "localhost";
  private static final int RECORD_BYTES = 5 + (1 << 14) + 2048;
  private static final int MOST_STEPS = 100;

  private final MgTlsContext clients;
  private final MgTlsContext servers;
  private final SSLEngine client;
  private final SSLEngine server;
  private final ByteBuffer message;
  private final ByteBuffer toServer;
  private final ByteBuffer toClient;
  private final ByteBuffer plain;

  /**
   * Of the factory of that name.
   *
   * @param bytes of a message, at most those of a record
   */
  EnginePair(String factory, int bytes) throws GeneralSecurityException, IOException {
    SelfSigned self = SelfSigned.create();
    servers = open(factory, true, self);
    clients = open(factory, false, self);
    server = servers.server(null);
    client = clients.client(HOST, 1);
    IntFunction<ByteBuffer> make =
        servers.wantsDirect() ? ByteBuffer::allocateDirect : ByteBuffer::allocate;
    message = make.apply(bytes);
    toServer = make.apply(2 * RECORD_BYTES);
    toClient = make.apply(2 * RECORD_BYTES);
    plain = make.apply(RECORD_BYTES);
    shakeHands();
  }

  private static MgTlsContext open(String name, boolean isServer, SelfSigned self)
      throws GeneralSecurityException, IOException {
    MgTlsConfig config =
        new MgTlsConfig(
            isServer,
            isServer ? self.key() : null,
            isServer ? List.of(self.certificate()) : List.of(),
            trust(self),
            MgTlsClientAuth.NONE,
            true,
            List.of("TLSv1.3"),
            List.of(),
            List.of());
    for (MgTlsEngineFactory factory : ServiceLoader.load(MgTlsEngineFactory.class)) {
      if (factory.name().equals(name)) {
        return factory.open(config);
      }
    }
    throw new IllegalArgumentException("there is no engine '" + name + "'");
  }

  private static X509ExtendedTrustManager trust(SelfSigned self)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("self", self.certificate());
    TrustManagerFactory made =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    made.init(store);
    return (X509ExtendedTrustManager) made.getTrustManagers()[0];
  }

  private void shakeHands() throws SSLException {
    client.beginHandshake();
    server.beginHandshake();
    for (int i = 0; isBusy(client) || isBusy(server) || toClient.position() > 0; i++) {
      if (i == MOST_STEPS) {
        throw new SSLException("no handshake after " + i + " steps");
      }
      step(client, toServer, toClient);
      step(server, toClient, toServer);
    }
  }

  private static boolean isBusy(SSLEngine engine) {
    return engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
  }

  private void step(SSLEngine engine, ByteBuffer out, ByteBuffer in) throws SSLException {
    Runnable task = engine.getDelegatedTask();
    if (task != null) {
      task.run();
    } else if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
      engine.wrap(plain.clear().limit(0), out);
    } else {
      engine.unwrap(in.flip(), plain.clear());
      in.compact();
    }
  }

  /** Makes a record of the message; returns its length. */
  int wrap() throws SSLException {
    return client.wrap(message.clear(), toServer.clear()).bytesProduced();
  }

  /** Makes a record of the message and takes it apart; returns the message's length. */
  int wrapAndUnwrap() throws SSLException {
    client.wrap(message.clear(), toServer.clear());
    return server.unwrap(toServer.flip(), plain.clear()).bytesProduced();
  }

  @Override
  public void close() {
    clients.release(client);
    servers.release(server);
    clients.close();
    servers.close();
  }
}
