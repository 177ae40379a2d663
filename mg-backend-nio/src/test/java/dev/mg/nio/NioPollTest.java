package dev.mg.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgOptions;
import dev.mg.spi.MgChannel;
import dev.mg.spi.MgSocketOptions;
import dev.mg.spi.MgStream;
import dev.mg.spi.MgTransport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class NioPollTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private static MgTransport open(CountingSelector selector, Notes notes) {
    return new NioTransport(selector, new MgOptions(), notes);
  }

  @Test
  void wakeupsOfAnOwnerWhoDoesNotWait_neverReachTheSelectorAndEndOnePoll() throws Exception {
    CountingSelector selector = new CountingSelector();
    try (MgTransport transport = open(selector, new Notes())) {
      for (int i = 0; i < 1000; i++) {
        transport.wakeup();
      }
      transport.poll(-1);
      assertThat(selector.waits).isZero();
      transport.poll(1);
      assertThat(selector.waits).isOne();
      assertThat(selector.wakeups).isZero();
    }
  }

  @Test
  void wakeupsOfAnOwnerWhoWaits_areOneWakeupOfTheSelector() throws Exception {
    CountingSelector selector = new CountingSelector();
    try (MgTransport transport = open(selector, new Notes())) {
      selector.beforeWait =
          () -> {
            for (int i = 0; i < 1000; i++) {
              transport.wakeup();
            }
          };
      transport.poll(-1);
      assertThat(selector.wakeups).isOne();
      transport.poll(-1);
      assertThat(selector.wakeups).isEqualTo(2);
    }
  }

  @Test
  void interruptedWhileItWaits_keepsItsFlagAndWaitsInTheNextPoll() throws Exception {
    CountingSelector selector = new CountingSelector();
    try (MgTransport transport = open(selector, new Notes())) {
      Thread owner = Thread.currentThread();
      selector.beforeWait = owner::interrupt;
      transport.poll(10_000);
      assertThat(owner.isInterrupted()).isTrue();
      AtomicBoolean flagInWait = new AtomicBoolean(true);
      selector.beforeWait = () -> flagInWait.set(owner.isInterrupted());
      long from = System.nanoTime();
      transport.poll(20);
      assertThat(System.nanoTime() - from).isGreaterThan(15_000_000L);
      assertThat(flagInWait).isFalse();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void anEventThatThrows_doesNotKeepTheOthersOfTheBatchFromTheirs() throws Exception {
    List<MgChannel> told = new ArrayList<>();
    Notes notes =
        new Notes() {
          @Override
          public void ready(MgChannel channel, int ops) {
            told.add(channel);
            throw new IllegalStateException("number " + told.size());
          }
        };
    try (MgTransport transport = new NioTransportProvider().open(new MgOptions(), notes)) {
      MgChannel listener = transport.listen(ANY_PORT, MgSocketOptions.DEFAULT, null);
      MgStream one = transport.connect(listener.local(), null, MgSocketOptions.DEFAULT, null);
      MgStream two = transport.connect(listener.local(), null, MgSocketOptions.DEFAULT, null);
      Notes.pollUntil(transport, "both", () -> notes.connected.size() == 2);
      one.interest(MgChannel.WRITE);
      two.interest(MgChannel.WRITE);
      assertThatThrownBy(() -> transport.poll(1000))
          .hasMessage("number 1")
          .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessage("number 2"));
      assertThat(told).containsExactlyInAnyOrder(one, two);
      one.interest(0);
      two.interest(0);
      assertThat(transport.poll(0)).isZero();
    }
  }

  @Test
  void aConnectThatFailsInsideTheCall_isToldByAPollThatDoesNotWait() throws Exception {
    CountingSelector selector = new CountingSelector();
    Notes notes = new Notes();
    try (MgTransport transport = open(selector, notes)) {
      InetSocketAddress nowhere = InetSocketAddress.createUnresolved("nowhere.test", 80);
      MgStream told = transport.connect(nowhere, null, MgSocketOptions.DEFAULT, "told");
      MgStream closed = transport.connect(nowhere, null, MgSocketOptions.DEFAULT, "closed");
      closed.close(false);
      assertThat(transport.poll(-1)).isOne();
      assertThat(selector.waits).isZero();
      assertThat(notes.connected).hasSize(1);
      assertThat(notes.connected.get(0).stream()).isSameAs(told);
      assertThat(notes.connected.get(0).failure())
          .hasMessageStartingWith("connect to nowhere.test:80: ");
      assertThatThrownBy(told::shutdownOutput).isSameAs(notes.connected.get(0).failure());
      assertThat(told.attachment()).isEqualTo("told");
      assertThat(told.remote()).isEqualTo(nowhere);
      assertThat(transport.poll(0)).isZero();
    }
  }
}
