package dev.mg.testkit;

import static dev.mg.testkit.LoopRig.ascii;

import dev.mg.MgConnection;
import dev.mg.MgHandler;
import dev.mg.MgOptions;
import dev.mg.MgTlsOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One try of a promise of TLS: a manager under test, what it logs, and far ends of the JDK's.
 * <b>For the thread that made it.</b>
 */
final class TlsTrial {
  /** What is tried. */
  interface Body {
    void run(TlsTrial trial) throws Exception;
  }

  final TlsWay way;
  final LoopRig loop;
  final EventLog log;

  private TlsTrial(TlsWay way, LoopRig loop, EventLog log) {
    this.way = way;
    this.loop = loop;
    this.log = log;
  }

  /**
   * Tries it in every way there is, each with a manager of its own.
   *
   * @param fn what its connections do, besides being logged
   */
  static void each(LoopHolder holder, MgHandler fn, Body body) {
    TlsWay.each(way -> body.run(new TlsTrial(way, holder.open(), new EventLog(fn))));
  }

  /** As {@link #each(LoopHolder, MgHandler, Body)}, with connections that are only logged. */
  static void each(LoopHolder holder, Body body) {
    each(holder, options -> options, body);
  }

  /** As {@link #each(LoopHolder, Body)}, with options changed. */
  static void each(LoopHolder holder, UnaryOperator<MgOptions> change, Body body) {
    TlsWay.each(way -> body.run(new TlsTrial(way, holder.open(change), new EventLog())));
  }

  /** A listener with the usual certificate. */
  MgConnection listen() {
    return listen(way.server());
  }

  MgConnection listen(MgTlsOptions tls) {
    return way.listen(loop, log, tls);
  }

  /** A client under test, which trusts the usual certificate. */
  MgConnection connect(ContractPeers.Listener far) {
    return way.connect(loop, far.address(), log, way.client());
  }

  /** A client of the JDK, connected and not more; with that certificate, null = none. */
  TlsContractPeer dial(MgConnection listener, @Nullable String identity) throws IOException {
    return way.dial(loop, listener, TestCertificates.context(identity));
  }

  /** A client of the JDK with a handshake behind it, on a listener with the usual certificate. */
  TlsContractPeer served() throws Exception {
    return handshake(dial(listen(), null));
  }

  /** A server of the JDK for a client under test, connected and not more. */
  TlsContractPeer answer(ContractPeers.Listener far) throws Exception {
    ContractPeer plain = Pump.during(loop.mgr, "the connection", far::accept);
    return way.answer(plain, TestCertificates.context("localhost"));
  }

  /** A server of the JDK with that certificate, and a handshake behind it. */
  TlsContractPeer answered(ContractPeers.Listener far, String identity) throws Exception {
    return Pump.during(
        loop.mgr,
        "the handshake",
        () -> way.answer(far.accept(), TestCertificates.context(identity)).handshake());
  }

  /** Lets a far end shake hands, polling meanwhile. */
  TlsContractPeer handshake(TlsContractPeer peer) throws Exception {
    return Pump.during(loop.mgr, "the handshake", peer::handshake);
  }

  /** Lets a far end write, polling meanwhile. */
  void write(TlsContractPeer peer, byte[] bytes, int off, int len) throws Exception {
    Pump.during(
        loop.mgr,
        "the peer to write",
        () -> {
          peer.write(bytes, off, len);
          return peer;
        });
  }

  /** What comes back when a far end writes this. */
  String echoed(TlsContractPeer peer, String text) throws Exception {
    write(peer, ascii(text), 0, text.length());
    return loop.readText(peer, text.length());
  }

  /** As {@link #echoed}, the text being sent together with the far end's last flight. */
  String echoedAtOnce(TlsContractPeer peer, String text) throws Exception {
    return Pump.during(
        loop.mgr,
        "the handshake and the echo",
        () -> {
          peer.handshakeHoldingTheLast();
          peer.write(ascii(text));
          return new String(peer.readN(text.length()), StandardCharsets.US_ASCII);
        });
  }

  /** The first connection that was accepted since the log was cleared. */
  MgConnection accepted() {
    return log.accepted().get(0);
  }

  /** Polls until that event is in the log. */
  void until(String event) {
    loop.until(log, event);
  }
}
