/** What user code and protocols compile against, and the transport SPI. */
module dev.mg {
  requires static org.jspecify;

  exports dev.mg;
  exports dev.mg.spi;

  uses dev.mg.spi.MgManagerFactory;
}
