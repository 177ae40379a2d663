/** What authors of transports and protocols test with. */
module dev.mg.testkit {
  requires transitive dev.mg;
  requires transitive org.junit.jupiter.api;
  requires static org.jspecify;
  requires java.management;
  requires jdk.management;

  exports dev.mg.testkit;

  uses dev.mg.spi.MgTlsEngineFactory;
  uses dev.mg.spi.MgTransportProvider;

  // The tests of the contracts are inherited from package-private interfaces.
  opens dev.mg.testkit to
      org.junit.platform.commons;

  provides dev.mg.spi.MgTransportProvider with
      dev.mg.testkit.MemoryTransportProvider;
}
