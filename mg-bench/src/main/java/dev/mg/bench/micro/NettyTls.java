package dev.mg.bench.micro;

import dev.mg.testkit.TestCertificates;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import javax.net.ssl.SSLException;

/**
 * Netty's side of an {@link EchoLoop} over TLS: two channels without sockets, with its handler for
 * TLS in each, between which records are carried by hand. Not thread safe.
 */
final class NettyTls implements AutoCloseable {
  private static final String HOST = "localhost";
  private static final int MOST_STEPS = 100;

  private final SslContext servers;
  private final SslContext clients;
  private final SslHandler handler;
  private final EmbeddedChannel server;
  private final EmbeddedChannel client;
  private final ByteBuf message;
  private final NettyCount count = new NettyCount();

  /**
   * Has shaken hands on return.
   *
   * @param engine jdk or openssl
   */
  NettyTls(String engine, byte[] bytes) throws SSLException {
    SslProvider provider = engine.equals("openssl") ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK;
    servers =
        SslContextBuilder.forServer(
                TestCertificates.privateKey(HOST), TestCertificates.certificate(HOST))
            .sslProvider(provider)
            .protocols("TLSv1.3")
            .build();
    clients =
        SslContextBuilder.forClient()
            .trustManager(TestCertificates.certificate("ca"))
            .sslProvider(provider)
            .protocols("TLSv1.3")
            .build();
    message = Unpooled.directBuffer(bytes.length).writeBytes(bytes);
    server = new EmbeddedChannel();
    handler = servers.newHandler(server.alloc());
    server.pipeline().addLast(handler, new NettyEcho());
    client = new EmbeddedChannel();
    client.pipeline().addLast(clients.newHandler(client.alloc(), HOST, 1), count);
    for (int steps = 0; !handler.handshakeFuture().isDone(); steps++) {
      if (steps == MOST_STEPS) {
        throw new SSLException("no handshake after " + steps + " steps");
      }
      carry();
    }
    carry();
  }

  private void carry() {
    carry(client, server);
    carry(server, client);
  }

  private static void carry(EmbeddedChannel from, EmbeddedChannel to) {
    for (Object records = from.readOutbound(); records != null; records = from.readOutbound()) {
      to.writeInbound(records);
    }
  }

  /** The cipher suite that was agreed on. */
  String cipherSuite() {
    return handler.engine().getSession().getCipherSuite();
  }

  /** A message there and back; returns its length. */
  int roundTrip() {
    count.came = 0;
    client.writeOutbound(message.retainedDuplicate());
    for (int steps = 0; count.came < message.readableBytes(); steps++) {
      if (steps == MOST_STEPS) {
        throw new IllegalStateException("no echo after " + steps + " steps");
      }
      carry();
    }
    return count.came;
  }

  @Override
  public void close() {
    client.finishAndReleaseAll();
    server.finishAndReleaseAll();
    message.release();
    ReferenceCountUtil.release(servers);
    ReferenceCountUtil.release(clients);
  }
}
