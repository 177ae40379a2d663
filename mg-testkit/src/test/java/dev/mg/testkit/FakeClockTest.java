package dev.mg.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgOptions;
import dev.mg.spi.MgChannel;
import dev.mg.spi.MgTransport;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FakeClockTest {
  private static final long HOUR_MS = 3_600_000;
  private final FakeClock clock = new FakeClock(-5);
  private final MemoryNetwork net = new MemoryNetwork();
  private final RecordingEvents events = new RecordingEvents();
  private final MgTransport transport =
      new MemoryTransportProvider()
          .open(new MgOptions().clock(clock).extension(MemoryNetwork.class, net), events);

  @Test
  void pollWithNothingToReport_movesTheClockByItsWait() throws IOException {
    long from = System.nanoTime();
    assertThat(transport.poll(HOUR_MS)).isZero();
    assertThat(clock.getAsLong()).isEqualTo(HOUR_MS * 1_000_000 - 5);
    assertThat(System.nanoTime() - from).isLessThan(10_000_000_000L);
    assertThat(transport.poll(0)).isZero();
    assertThat(clock.getAsLong()).isEqualTo(HOUR_MS * 1_000_000 - 5);
  }

  @Test
  void pollWithSomethingToReport_leavesTheClockAlone() throws IOException {
    events.drive(transport);
    MgChannel listener =
        transport.listen(MemoryNetwork.loopback(80), dev.mg.spi.MgSocketOptions.DEFAULT, null);
    events.interest(listener, MgChannel.READ);
    net.connect(80);
    assertThat(events.poll(HOUR_MS)).isEqualTo(1);
    transport.wakeup();
    assertThat(events.poll(HOUR_MS)).isZero();
    assertThat(clock.getAsLong()).isEqualTo(-5);
  }

  @Test
  void clock_standsStillAndNeverGoesBack() {
    assertThat(clock.getAsLong()).isEqualTo(clock.getAsLong());
    clock.advanceMs(3);
    assertThat(clock.getAsLong()).isEqualTo(2_999_995);
    assertThatThrownBy(() -> clock.advanceMs(-1)).hasMessageContaining("back 1 ms");
  }
}
