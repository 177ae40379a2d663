/** The transport on java.nio, named {@code nio}. */
module dev.mg.nio {
  requires dev.mg;
  requires static org.jspecify;

  provides dev.mg.spi.MgTransportProvider with
      dev.mg.nio.NioTransportProvider;
}
