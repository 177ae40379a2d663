/** The event loop; reached through {@code MgManager.create} alone. */
module dev.mg.core {
  requires dev.mg;
  requires static jdk.jfr;
  requires static org.jspecify;

  uses dev.mg.spi.MgTlsEngineFactory;
  uses dev.mg.spi.MgTransportProvider;

  provides dev.mg.spi.MgManagerFactory with
      dev.mg.core.CoreManagerFactory;
  provides dev.mg.spi.MgTlsEngineFactory with
      dev.mg.core.JdkTlsEngineFactory;
}
