package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgHandler;
import dev.mg.MgLog;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.MgTlsOptions;
import dev.mg.testkit.EventLog;
import dev.mg.testkit.FakeClock;
import dev.mg.testkit.MemoryListener;
import dev.mg.testkit.MemoryNetwork;
import dev.mg.testkit.MemoryPeer;
import dev.mg.testkit.TlsPeer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/**
 * One manager in memory with a TLS listener on port 443, on a clock that is set, and peers that
 * have an engine of the JDK, of which nothing waits: what happens is the same each time.
 */
final class TlsRig implements AutoCloseable {
  static final TestPki.Owner ROOT = TestPki.root("CN=Root");
  static final TestPki.Owner OWNER =
      ROOT.signs("CN=server").dns("localhost", "a.test").ip("127.0.0.1").make();
  static final SSLContext CONTEXT = context();
  private static final int STEPS_MAX = 400_000;

  final FakeClock clock = new FakeClock();
  final MemoryNetwork net;
  final List<String> logged = new ArrayList<>();
  final EventLog log;
  final MgManager mgr;
  final MgConnection listener;

  /** In force for the peers made from now on. */
  String protocol = "TLSv1.3";

  String[] offers = {};

  TlsRig(MgHandler handler) {
    this(new MgOptions(), server(), new MemoryNetwork(), handler);
  }

  TlsRig(MgOptions options, MgTlsOptions tls, MemoryNetwork net, MgHandler handler) {
    this.net = net;
    log = new EventLog(handler);
    mgr =
        MgManager.create(
            options.transport("memory").clock(clock).extension(MemoryNetwork.class, net));
    listener = mgr.listen("tls://127.0.0.1:443", log, null, null, null, tls);
    MgLog.setFn((level, line, thrown) -> logged.add(line));
  }

  static MgTlsOptions server() {
    return new MgTlsOptions().engine("jdk").cert(OWNER.key(), OWNER.chain());
  }

  static MgTlsOptions client() {
    return new MgTlsOptions().engine("jdk").ca(List.of(ROOT.own()));
  }

  /** Has the same certificate, and trusts its root. */
  private static SSLContext context() {
    try {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(null, null);
      keys.setKeyEntry(
          "server", OWNER.key(), new char[0], new java.security.cert.Certificate[] {OWNER.own()});
      keys.setCertificateEntry("root", ROOT.own());
      KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
      own.init(keys, new char[0]);
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(keys);
      SSLContext made = SSLContext.getInstance("TLS");
      made.init(own.getKeyManagers(), trust.getTrustManagers(), null);
      return made;
    } catch (GeneralSecurityException | java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A client of the listener; its handshake goes on with {@link #until}. */
  TlsPeer peer() throws Exception {
    return peer(net.connect(443));
  }

  TlsPeer peer(MemoryPeer raw) throws Exception {
    SSLEngine engine = CONTEXT.createSSLEngine("a.test", 443);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(new String[] {protocol});
    parameters.setApplicationProtocols(offers);
    engine.setSSLParameters(parameters);
    return new TlsPeer(raw, engine);
  }

  /** A client whose handshake is done on both ends. */
  TlsPeer shaken() throws Exception {
    TlsPeer peer = peer();
    int before = log.count("TLS_HS");
    until(peer, () -> peer.isHandshakeDone() && log.count("TLS_HS") > before, "a handshake");
    return peer;
  }

  MemoryListener listen(int port) throws Exception {
    return net.listen(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
  }

  /** The far end of a connection of ours. */
  TlsPeer server(MemoryPeer raw) throws Exception {
    SSLEngine engine = CONTEXT.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setEnabledProtocols(new String[] {protocol});
    return new TlsPeer(raw, engine);
  }

  /** The connection accepted last. */
  MgConnection accepted() {
    List<MgConnection> all = log.accepted();
    return all.get(all.size() - 1);
  }

  /** Polls and lets the peer step in turns, until {@code condition} holds. */
  void until(TlsPeer peer, BooleanSupplier condition, String what) throws Exception {
    for (int steps = 0; !condition.getAsBoolean(); steps++) {
      assertThat(steps).as("steps until " + what + ", with " + log).isLessThan(STEPS_MAX);
      mgr.poll(0);
      peer.step();
    }
  }

  /** As {@link #until} with the log's event. */
  void until(TlsPeer peer, String event) throws Exception {
    until(peer, () -> log.has(event), event);
  }

  /** Bytes that tell their position, from {@code from} on. */
  static byte[] pattern(int from, int n) {
    byte[] all = new byte[n];
    for (int i = 0; i < n; i++) {
      int at = from + i;
      all[i] = (byte) (at ^ at >>> 8 ^ at >>> 16 ^ at >>> 24);
    }
    return all;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    mgr.close();
    MgLog.setFn(null);
  }
}
