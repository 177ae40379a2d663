package dev.mg.spi.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class PollGuardTest {
  private final PollGuard guard = new PollGuard("nio");
  private final String here = Thread.currentThread().getName();

  @Test
  void anotherThread_isToldBothThreadsAndTheRemedy() throws Exception {
    FutureTask<Void> foreign =
        new FutureTask<>(
            () ->
                assertThatThrownBy(() -> guard.check("listen"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                        "listen() called by thread 'foreign', but this nio transport belongs to"
                            + " thread '%s', which opened it: call it there; other threads have"
                            + " wakeup() alone",
                        here),
            null);
    new Thread(foreign, "foreign").start();
    foreign.get();
  }

  @Test
  void insideAPoll_onlyWhatItSurvivesIsAllowed() {
    guard.enter();
    guard.check("connect");
    assertThatThrownBy(guard::enter)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "poll() called inside the poll that thread '%s' is running: take a note, and call once"
                + " it has returned, which it does by itself",
            here);
    assertThatThrownBy(() -> guard.checkOutsidePoll("listen"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("listen() called inside the poll");
    guard.leave();
    guard.checkOutsidePoll("listen");
  }

  @Test
  void afterClose_everythingButCloseIsRefused() {
    assertThat(guard.close()).isTrue();
    assertThat(guard.close()).isFalse();
    assertThatThrownBy(guard::enter)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("poll() after close() of the nio transport: open another one");
  }
}
