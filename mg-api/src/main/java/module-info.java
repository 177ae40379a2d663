/** What user code and protocols compile against, and the transport SPI. */
@SuppressWarnings("module") // Those exported to are compiled after this one.
module dev.mg {
  requires static org.jspecify;

  exports dev.mg;
  exports dev.mg.spi;
  exports dev.mg.spi.sockets to
      dev.mg.netty,
      dev.mg.nio;

  uses dev.mg.spi.MgManagerFactory;
}
