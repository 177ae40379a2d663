/**
 * The transports on Netty, named {@code netty} and {@code netty-epoll}, and the TLS engine {@code
 * openssl}.
 */
module dev.mg.netty {
  requires transitive dev.mg;
  requires transitive io.netty.transport;
  requires io.netty.buffer;
  requires io.netty.common;
  requires static io.netty.handler;
  requires static io.netty.transport.classes.epoll;
  requires static io.netty.transport.unix.common;
  requires static org.jspecify;

  exports dev.mg.netty;

  provides dev.mg.spi.MgTransportProvider with
      dev.mg.netty.NettyTransportProvider,
      dev.mg.netty.EpollTransportProvider;
  provides dev.mg.spi.MgTlsEngineFactory with
      dev.mg.netty.OpenSslTlsEngineFactory;
}
