package dev.mg.testkit;

import static dev.mg.spi.MgChannel.READ;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mg.MgIobuf;
import dev.mg.MgNetException;
import dev.mg.MgNetException.Kind;
import dev.mg.spi.MgStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Every byte, then the end or the failure; and nothing while paused. */
interface ReadPromises extends RigHolder {
  int ROUNDS = 50;

  /** Sizes below, at and above what transports take in one read. */
  int[] SIZES = {0, 1, 1000, 65_536, 200_000};

  @Test
  default void read_appendsAtMostMax() throws Exception {
    TransportRig.Pair pair = rig().accepted();
    pair.peer().write(Pattern.bytes(5_000));
    rig().events.interest(pair.stream(), READ);
    MgIobuf in = new MgIobuf();
    in.addByte('x');
    Patience patience = new Patience("5,000 bytes, 7 at a time");
    while (in.len() < 5_001) {
      patience.check();
      rig().events.expectReady(pair.stream(), READ);
      int before = in.len();
      int n = pair.stream().read(in, 7);
      assertTrue(n <= 7, n + " bytes of at most 7");
      assertEquals(n, in.len() - before);
    }
    assertEquals(0, pair.stream().read(in, 7));
    Pattern.check(TransportRig.bytes(in), 1, 5_000, 0);
  }

  @Test
  default void dataThenFin_isEveryByteThenTheEndAtEachCall() throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      byte[] sent = Pattern.bytes(SIZES[i % SIZES.length]);
      TransportRig.Pair pair = i % 2 == 0 ? rig().accepted() : rig().connected();
      var writer =
          TransportRig.elsewhere(
              () -> {
                pair.peer().write(sent);
                pair.peer().close();
                return null;
              });
      assertArrayEquals(sent, rig().readToEnd(pair.stream()));
      assertEquals(-1, pair.stream().read(new MgIobuf(), 100), "the end, asked again");
      rig().events.expectReady(pair.stream(), READ);
      rig().events.close(pair.stream(), false);
      rig().await("the peer", writer);
    }
  }

  @Test
  default void dataThenReset_isEveryByteThenResetAtEachCall() throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      byte[] sent = Pattern.bytes(1 + i * 300);
      TransportRig.Pair pair = i % 2 == 0 ? rig().accepted() : rig().connected();
      pair.peer().write(sent);
      pair.peer().reset();
      MgIobuf in = new MgIobuf();
      assertReset(() -> rig().readToEnd(pair.stream(), in));
      assertArrayEquals(sent, TransportRig.bytes(in));
      assertStaysReset(pair.stream());
      rig().events.close(pair.stream(), false);
      rig().events.expectSilence(0);
    }
  }

  @Test
  default void bareReset_isReportedWithinOnePoll() throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      TransportRig.Pair pair = i % 2 == 0 ? rig().accepted() : rig().connected();
      rig().events.interest(pair.stream(), READ);
      pair.peer().reset();
      rig().events.expectReady(pair.stream(), READ);
      assertReset(() -> pair.stream().read(new MgIobuf(), 100));
      assertStaysReset(pair.stream());
      rig().events.close(pair.stream(), false);
      rig().events.expectSilence(0);
    }
  }

  @Test
  default void resetWhileIdle_isReportedToTheOneConcerned() throws Exception {
    TransportRig.Pair pair = rig().accepted();
    TransportRig.Pair other = rig().accepted();
    rig().events.interest(pair.stream(), READ);
    rig().events.interest(other.stream(), READ);
    rig().events.expectSilence(10);
    pair.peer().reset();
    rig().events.expectReady(pair.stream(), READ);
    assertEquals(0, rig().events.readyOps(other.stream()));
    assertReset(() -> pair.stream().read(new MgIobuf(), 100));
    rig().events.close(pair.stream(), false);
    rig().assertEcho(other);
  }

  private static void assertReset(org.junit.jupiter.api.function.Executable what) {
    IOException e = assertThrows(IOException.class, what);
    assertEquals(MgNetException.class, e.getClass(), "what the SPI throws");
    assertEquals(Kind.RESET, ((MgNetException) e).kind(), e.getMessage());
  }

  private static void assertStaysReset(MgStream stream) {
    MgIobuf one = new MgIobuf();
    one.addByte(1);
    assertReset(() -> stream.read(new MgIobuf(), 100));
    assertReset(() -> stream.write(one, 1));
    assertReset(() -> stream.read(new MgIobuf(), 100));
  }

  @Test
  default void paused_deliversNothingAlsoAfterFinAndLosesNothing() throws Exception {
    for (int i = 0; i < SIZES.length; i++) {
      byte[] sent = Pattern.bytes(SIZES[i]);
      TransportRig.Pair pair = i % 2 == 0 ? rig().accepted() : rig().connected();
      rig().events.interest(pair.stream(), READ);
      rig().events.poll(0);
      rig().events.interest(pair.stream(), 0);
      var writer =
          TransportRig.elsewhere(
              () -> {
                pair.peer().write(sent);
                pair.peer().shutdownOutput();
                return null;
              });
      rig().events.expectSilence(20);
      assertArrayEquals(sent, rig().readToEnd(pair.stream()));
      rig().events.interest(pair.stream(), 0);
      rig().await("the peer", writer);
    }
  }

  @Test
  default void pausedInTheMiddle_goesOnWhereItStopped() throws Exception {
    TransportRig.Pair pair = rig().connected();
    int half = 30_000;
    pair.peer().write(Pattern.bytes(2 * half));
    Pattern.check(rig().read(pair.stream(), half), 0, half, 0);
    rig().events.interest(pair.stream(), 0);
    rig().events.expectSilence(20);
    Pattern.check(rig().read(pair.stream(), half), 0, half, half);
    rig().events.expectSilence(10);
  }

  /** A poller may see the reset although nothing is wanted: it must not return for it each time. */
  @Test
  default void resetWhilePaused_causesNoBusyPolls() throws Exception {
    TransportRig.Pair pair = rig().accepted();
    TransportRig.Pair other = rig().connected();
    rig().events.interest(pair.stream(), READ);
    rig().events.poll(0);
    rig().events.interest(pair.stream(), 0);
    pair.peer().reset();
    other.peer().reset();
    Timing.assertMedianAtLeast(
        "poll(5) with a paused stream that was reset",
        4_000_000,
        () -> {
          long from = System.nanoTime();
          assertEquals(0, rig().events.poll(5), "reports of a paused stream");
          return System.nanoTime() - from;
        });
    assertReset(() -> rig().readToEnd(pair.stream()));
    assertReset(() -> rig().readToEnd(other.stream()));
  }

  @Test
  default void halfClosedByThePeer_aMegabyteOfReplyArrivesWhole() throws Exception {
    for (int i = 0; i < 2; i++) {
      TransportRig.Pair pair = i == 0 ? rig().accepted() : rig().connected();
      pair.peer().write(Pattern.bytes(100));
      pair.peer().shutdownOutput();
      assertEquals(100, rig().readToEnd(pair.stream()).length);
      rig().events.interest(pair.stream(), 0);
      int n = 1 << 20;
      var reader = TransportRig.elsewhere(() -> pair.peer().readN(n));
      rig().write(pair.stream(), Pattern.bytes(n));
      rig().events.close(pair.stream(), false);
      Pattern.check(rig().await("the reply", reader), 0, n, 0);
    }
  }

  @Test
  default void halfClosedByUs_stillReads() throws Exception {
    for (int i = 0; i < 2; i++) {
      TransportRig.Pair pair = i == 0 ? rig().accepted() : rig().connected();
      int n = 1 << 20;
      var reader = TransportRig.elsewhere(() -> pair.peer().readN(n));
      rig().write(pair.stream(), Pattern.bytes(n));
      pair.stream().shutdownOutput();
      Pattern.check(rig().await("what was sent before the end", reader), 0, n, 0);
      var end = TransportRig.elsewhere(() -> pair.peer().read(new byte[1], 0, 1));
      assertEquals(-1, rig().await("our end", end));
      // Ours only: of the peer's side nothing has ended.
      rig().events.interest(pair.stream(), READ);
      rig().events.expectSilence(10);
      pair.peer().write(Pattern.bytes(100));
      pair.peer().close();
      assertEquals(100, rig().readToEnd(pair.stream()).length);
      rig().events.close(pair.stream(), false);
    }
  }
}
