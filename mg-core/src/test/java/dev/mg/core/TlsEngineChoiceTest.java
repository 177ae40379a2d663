package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgException;
import dev.mg.spi.MgTlsConfig;
import dev.mg.spi.MgTlsContext;
import dev.mg.spi.MgTlsEngineFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whose engines are taken, and when what they are made of is given back. */
class TlsEngineChoiceTest {
  private static final MgTlsEngineFactory BEST = new Fake("best", 100, null);
  private static final MgTlsEngineFactory BROKEN = new Fake("broken", 200, "no library");
  private static final MgTlsEngineFactory JDK = new JdkTlsEngineFactory();

  private record Fake(String name, int priority, @Nullable String unavailableBecause)
      implements MgTlsEngineFactory {
    @Override
    public MgTlsContext open(MgTlsConfig config) {
      throw new AssertionError("nobody asks for it");
    }
  }

  @Test
  void theJdks_isAlwaysThere_andTheLast() {
    List<MgTlsEngineFactory> found = TlsEngineChoice.found();
    assertThat(found.get(found.size() - 1)).isInstanceOf(JdkTlsEngineFactory.class);
    assertThat(found).filteredOn(f -> f.name().equals("jdk")).hasSize(1);
  }

  @Test
  void withoutAName_theFirstAvailableIsTaken() {
    assertThat(TlsEngineChoice.choose(List.of(BROKEN, BEST, JDK), null)).isSameAs(BEST);
    assertThat(TlsEngineChoice.choose(List.of(BROKEN, JDK), null)).isSameAs(JDK);
  }

  @Test
  void aName_isTakenAtItsWord() {
    assertThat(TlsEngineChoice.choose(List.of(BROKEN, BEST, JDK), "jdk")).isSameAs(JDK);
    assertThatThrownBy(() -> TlsEngineChoice.choose(List.of(BROKEN, BEST), "broken"))
        .isInstanceOf(MgException.class)
        .hasMessage("TLS engine 'broken' cannot be had here: no library");
    assertThatThrownBy(() -> TlsEngineChoice.choose(List.of(BROKEN, BEST), "other"))
        .isInstanceOf(MgException.class)
        .hasMessage("no TLS engine is named 'other'; found: broken, best");
    assertThatThrownBy(() -> TlsEngineChoice.choose(List.of(BROKEN), null))
        .isInstanceOf(MgException.class)
        .hasMessage("no TLS engine can be had here: broken: no library");
  }

  /** Counts how often it is closed. */
  private record Counting(AtomicInteger closed) implements MgTlsContext {
    @Override
    public SSLEngine server(@Nullable String alpn) {
      throw new AssertionError("nobody asks for it");
    }

    @Override
    public SSLEngine client(String host, int port) {
      throw new AssertionError("nobody asks for it");
    }

    @Override
    public boolean wantsDirect() {
      return true;
    }

    @Override
    public void release(SSLEngine engine) {}

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  @Test
  void aContext_isClosedOnce_whenNobodyCanAskItAnyMore() throws Exception {
    AtomicInteger closed = new AtomicInteger();
    SharedTlsContext held = new SharedTlsContext(new Counting(closed));
    held.close();
    System.gc();
    assertThat(held.wantsDirect()).isTrue();
    assertThat(closed).hasValue(0);
    held = null;
    long end = System.nanoTime() + 20_000_000_000L;
    while (closed.get() == 0) {
      assertThat(System.nanoTime()).as("time until the context is closed").isLessThan(end);
      System.gc();
      Thread.onSpinWait();
    }
    assertThat(closed).hasValue(1);
  }
}
