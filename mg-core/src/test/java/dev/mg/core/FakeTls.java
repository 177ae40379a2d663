package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgHandler;
import dev.mg.spi.MgTlsContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** TLS by {@link FakeEngine}s, which counts who is made and who is released. */
final class FakeTls implements TlsSide, MgTlsContext {
  /** The hello of a client, in one record. */
  static final byte[] HELLO = TlsHelloTest.records(TlsHelloTest.message(), 1 << 14);

  /** The engine's answer. */
  static final byte[] FINISHED = TlsHelloTest.hex("16 03 03 00 01 14");

  final List<FakeEngine> engines = new ArrayList<>();
  final AtomicInteger released = new AtomicInteger();
  private final List<SSLEngine> gone = new ArrayList<>();
  private final boolean direct;
  private final @Nullable Executor tasks;
  private final Supplier<List<Runnable>> work;

  /** {@code work} makes the tasks of each handshake. */
  FakeTls(boolean direct, @Nullable Executor tasks, Supplier<List<Runnable>> work) {
    this.direct = direct;
    this.tasks = tasks;
    this.work = work;
  }

  /** Without tasks. */
  static FakeTls plain(boolean direct) {
    return new FakeTls(direct, null, List::of);
  }

  /** A listener on port 444 that speaks this. */
  MgConnection listen(MemoryRig rig, MgHandler fn) {
    CoreManager mgr = (CoreManager) rig.mgr;
    return mgr.incoming.listen("tls://127.0.0.1:444", fn, null, null, null, this, null);
  }

  /** A record of data. */
  static byte[] record(String text) {
    return record(TlsRig.bytes(text));
  }

  static byte[] record(byte[] data) {
    return TlsHelloTest.join(TlsHelloTest.hex("17 03 03"), TlsHelloTest.u16(data.length), data);
  }

  @Override
  public SSLEngine server(@Nullable String alpn) {
    FakeEngine engine = new FakeEngine();
    engine.tasks.addAll(work.get());
    engines.add(engine);
    return engine;
  }

  @Override
  public SSLEngine client(String host, int port) {
    throw new AssertionError("only for servers");
  }

  @Override
  public synchronized void release(SSLEngine engine) {
    assertThat(gone).as("released before").doesNotContain(engine);
    gone.add(engine);
    released.incrementAndGet();
  }

  @Override
  public boolean wantsDirect() {
    return direct;
  }

  @Override
  public MgTlsContext context(@Nullable String sni) {
    return this;
  }

  @Override
  public List<String> alpn() {
    return List.of();
  }

  @Override
  public @Nullable Executor tasks() {
    return tasks;
  }

  @Override
  public String engine() {
    return "fake";
  }

  @Override
  public @Nullable String serverName() {
    return null;
  }

  @Override
  public void close() {}
}
