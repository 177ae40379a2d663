package dev.mg.testkit;

import dev.mg.MgAddr;
import dev.mg.MgConnection;
import dev.mg.MgHandler;
import dev.mg.MgTlsOptions;
import dev.mg.spi.MgTlsEngineFactory;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** One of the engines that work here, with one version of TLS; the other end is of the JDK. */
record TlsWay(String engine, String version) {
  /** What is tried in every way. */
  interface Trial {
    void run(TlsWay way) throws Exception;
  }

  static List<TlsWay> all() {
    List<TlsWay> all = new ArrayList<>();
    for (MgTlsEngineFactory factory : ServiceLoader.load(MgTlsEngineFactory.class)) {
      if (factory.unavailableBecause() == null) {
        all.add(new TlsWay(factory.name(), "TLSv1.2"));
        all.add(new TlsWay(factory.name(), "TLSv1.3"));
      }
    }
    if (all.isEmpty()) {
      throw new AssertionError("there is no TLS engine");
    }
    return all;
  }

  /**
   * Tries it in every way.
   *
   * @throws AssertionError naming the way, with what was thrown as the cause
   */
  static void each(Trial trial) {
    for (TlsWay way : all()) {
      try {
        trial.run(way);
      } catch (Exception | AssertionError e) {
        throw new AssertionError(way + ": " + e, e);
      }
    }
  }

  boolean isTls13() {
    return version.equals("TLSv1.3");
  }

  /** Options of a server under test. */
  MgTlsOptions server() {
    return with(TestCertificates.server());
  }

  /** Options of a client under test. */
  MgTlsOptions client() {
    return with(TestCertificates.client());
  }

  MgTlsOptions with(MgTlsOptions tls) {
    return tls.engine(engine).protocols(version);
  }

  /** A listener under test. */
  MgConnection listen(LoopRig loop, MgHandler fn, MgTlsOptions tls) {
    return loop.mgr.listen(url(loop.peers.anyPort()), fn, null, null, null, tls);
  }

  /** A client under test. */
  MgConnection connect(LoopRig loop, SocketAddress to, MgHandler fn, MgTlsOptions tls) {
    return loop.mgr.connect(url(to), fn, null, null, null, tls);
  }

  private static String url(SocketAddress address) {
    return "tls://" + MgAddr.of(address);
  }

  /** A client of the JDK, connected but without a handshake as yet. */
  TlsContractPeer dial(LoopRig loop, MgConnection listener, SSLContext context) throws IOException {
    return dial(loop, listener, context, "localhost");
  }

  /** As {@link #dial}, asking for that host. */
  TlsContractPeer dial(
      LoopRig loop, MgConnection listener, SSLContext context, @Nullable String host)
      throws IOException {
    SSLEngine engine = context.createSSLEngine(host, listener.loc().port());
    engine.setUseClientMode(true);
    engine.setEnabledProtocols(new String[] {version});
    return new TlsContractPeer(loop.peer(listener), engine);
  }

  /** A server of the JDK, for a far end that was connected to. */
  TlsContractPeer answer(ContractPeer plain, SSLContext context) {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setEnabledProtocols(new String[] {version});
    return new TlsContractPeer(plain, engine);
  }

  @Override
  public String toString() {
    return engine + " with " + version;
  }
}
