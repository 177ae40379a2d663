package dev.mg.testkit;

import static dev.mg.spi.MgChannel.READ;
import static dev.mg.spi.MgChannel.WRITE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mg.MgIobuf;
import dev.mg.MgNetException;
import dev.mg.MgNetException.Kind;
import dev.mg.spi.MgStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What is taken arrives, once and in order. */
interface WritePromises extends RigHolder {
  long LONG_MS = 120_000;

  @Test
  default void write_takesAPrefixOfTheFirstMaxAndLeavesTheBufferAlone() throws Exception {
    TransportRig.Pair pair = rig().accepted();
    MgIobuf out = new MgIobuf();
    out.add(Pattern.bytes(1_000));
    int n = pair.stream().write(out, 10);
    assertTrue(n > 0 && n <= 10, n + " bytes of at most 10");
    assertArrayEquals(Pattern.bytes(1_000), TransportRig.bytes(out));
    out.clear();
    out.add(new byte[1_000]);
    rig().flush(pair.stream());
    Pattern.check(pair.peer().readN(n), 0, n, 0);
  }

  /** Memory belongs to the core again once the call has returned, also while it is unflushed. */
  @Test
  default void write_copiesWhatItTakes() throws Exception {
    TransportRig.Pair pair = rig().connected();
    MgIobuf out = new MgIobuf();
    int total = 0;
    for (int i = 0; i < 100; i++) {
      out.clear();
      out.reserve(1_000);
      Pattern.fill(out.buf(), out.tail(), 1_000, total);
      out.commit(1_000);
      total += pair.stream().write(out, 1_000);
      Pattern.fill(out.buf(), 0, 1_000, 77);
    }
    assertTrue(total > 0, "nothing was taken");
    int n = total;
    var reader = TransportRig.elsewhere(() -> pair.peer().readN(n));
    Pattern.check(rig().await("what was taken", reader), 0, n, 0);
  }

  @Test
  default void roomToWrite_isReportedEachPollWhileWanted() throws Exception {
    TransportRig.Pair pair = rig().accepted();
    rig().events.interest(pair.stream(), WRITE);
    rig().events.expectReady(pair.stream(), WRITE);
    for (int i = 0; i < 10; i++) {
      rig().events.poll(1_000);
      assertEquals(WRITE, rig().events.readyOps(pair.stream()));
    }
    rig().events.interest(pair.stream(), 0);
    rig().events.expectSilence(10);
  }

  @Test
  default void muchToASlowReader_arrivesInOrderAndCountAndWithoutBusyPolls() throws Exception {
    long total = (long) Scale.of(8, 64) << 20;
    TransportRig.Pair pair = rig().accepted();
    CountDownLatch blocked = new CountDownLatch(1);
    var reader =
        TransportRig.elsewhere(
            () -> {
              blocked.await();
              byte[] part = new byte[8 * 1024];
              long at = 0;
              for (int n; (n = pair.peer().read(part, 0, part.length)) >= 0; at += n) {
                Pattern.check(part, 0, n, at);
              }
              return at;
            });
    MgIobuf out = new MgIobuf(1 << 20);
    MgStream stream = pair.stream();
    long made = 0;
    long shortWrites = 0;
    Patience patience = new Patience(total + " bytes to be taken", LONG_MS);
    while (made < total || !out.isEmpty()) {
      patience.check();
      int n = (int) Math.min(total - made, (1 << 20) - out.len());
      out.reserve(n);
      Pattern.fill(out.buf(), out.tail(), n, made);
      out.commit(n);
      made += n;
      int taken = stream.write(out, out.len());
      out.del(taken);
      if (taken == 0) {
        shortWrites++;
        if (blocked.getCount() > 0) {
          rig().events.interest(stream, WRITE);
          // Full both ways: no room is reported, and no time is burnt, until the peer reads.
          settle();
          rig().events.expectSilence(20);
        }
        blocked.countDown();
        rig().events.interest(stream, WRITE);
        rig().events.expectReady(stream, WRITE);
      }
    }
    assertTrue(
        shortWrites > 0, "the transport never filled up: it holds what the peer does not take");
    rig().flush(stream);
    rig().events.interest(stream, 0);
    rig().events.expectSilence(20);
    stream.shutdownOutput();
    assertEquals(total, rig().await("the slow reader", reader));
  }

  /** Kernels report room when much of it is free: what a slow reader takes shows before that. */
  @Test
  default void write_takesWhatThereIsRoomFor_beforeThatIsReported() throws Exception {
    TransportRig.Pair pair = rig().accepted();
    MgStream stream = pair.stream();
    MgIobuf out = new MgIobuf();
    out.add(new byte[1 << 20]);
    Patience patience = new Patience("the connection to be full both ways");
    long taken = 0;
    for (int full = 0; full < 3; ) {
      patience.check();
      int n = stream.write(out, out.len());
      taken += n;
      full = n == 0 ? full + 1 : 0;
      if (n == 0) {
        settle();
      }
    }
    byte[] part = new byte[16 * 1024];
    long read = 0;
    while (stream.write(out, out.len()) == 0) {
      assertTrue(read < taken / 2, "no write has found room, though the peer has read " + read);
      read += pair.peer().read(part, 0, part.length);
    }
  }

  /**
   * The kernel moves bytes from one end's buffer to the other's for a moment after a full write.
   */
  private void settle() {
    long end = System.nanoTime() + 2_000_000_000L;
    int quiet = 0;
    while (quiet < 3 && System.nanoTime() - end < 0) {
      quiet = rig().events.poll(10) == 0 ? quiet + 1 : 0;
    }
  }

  @Test
  default void writeAfterThePeerClosed_isResetAtEachCallAndNeverOutOfPoll() throws Exception {
    for (int i = 0; i < Timing.TRIES; i++) {
      TransportRig.Pair pair = i % 2 == 0 ? rig().accepted() : rig().connected();
      pair.peer().close();
      MgIobuf out = new MgIobuf();
      out.add(new byte[1_000]);
      MgNetException e = assertThrows(MgNetException.class, () -> writeForEver(pair, out));
      assertEquals(Kind.RESET, e.kind(), e.getMessage());
      MgNetException again =
          assertThrows(MgNetException.class, () -> pair.stream().write(out, out.len()));
      assertEquals(Kind.RESET, again.kind(), again.getMessage());
      rig().events.close(pair.stream(), false);
      rig().events.expectSilence(0);
    }
  }

  /** The kernel tells a reset once: told to a write, it is still to be told to reads. */
  @Test
  default void resetToldToAWrite_isThrownByReadsAfterTheBytesThatCameBefore() throws Exception {
    TransportRig.Pair pair = rig().accepted();
    MgStream stream = pair.stream();
    rig().events.interest(stream, READ);
    pair.peer().write(Pattern.bytes(3));
    rig().events.expectReady(stream, READ);
    pair.peer().reset();
    MgNetException failure = rig().failureOfWrites(stream);
    assertEquals(Kind.RESET, failure.kind(), failure.getMessage());
    MgIobuf in = new MgIobuf();
    assertSame(failure, assertThrows(MgNetException.class, () -> rig().readToEnd(stream, in)));
    Pattern.check(TransportRig.bytes(in), 0, 3, 0);
    for (int i = 0; i < 2; i++) {
      assertSame(failure, assertThrows(MgNetException.class, () -> stream.read(in, 2)));
      assertSame(failure, rig().failureOfWrites(stream));
    }
  }

  private void writeForEver(TransportRig.Pair pair, MgIobuf out) throws IOException {
    rig().events.interest(pair.stream(), WRITE);
    for (int i = 0; i < 10_000; i++) {
      pair.stream().write(out, out.len());
      rig().events.poll(1);
    }
  }

  @Test
  default void transfer_sendsTheRangeAfterWhatWasWrittenOrIsUnsupported() throws Exception {
    int n = 8 << 20;
    int off = 1_000;
    Path file = Files.createTempFile("transfer", ".bin");
    try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ)) {
      Files.write(file, Pattern.bytes(n));
      TransportRig.Pair pair = rig().accepted();
      MgStream stream = pair.stream();
      rig().write(stream, Pattern.bytes(off));
      CountDownLatch blocked = new CountDownLatch(1);
      var reader =
          TransportRig.elsewhere(
              () -> {
                blocked.await();
                return pair.peer().readN(n);
              });
      long at = off;
      Patience patience = new Patience(n + " bytes of a file to be taken", LONG_MS);
      while (at < n) {
        patience.check();
        long took = stream.transfer(from, at, n - at);
        if (took == MgStream.UNSUPPORTED) {
          assertEquals(off, at, "UNSUPPORTED comes first or never");
          return;
        }
        assertTrue(took >= 0, "the file has bytes at " + at);
        at += took;
        if (took == 0 || stream.unflushed() > 0) {
          assertTrue(stream.unflushed() >= 0, stream.unflushed() + " bytes unflushed");
          blocked.countDown();
          rig().events.interest(stream, WRITE);
          rig().events.expectReady(stream, WRITE);
        }
      }
      assertEquals(0, blocked.getCount(), "the transport holds what the peer does not take");
      assertEquals(-1, stream.transfer(from, n, 1), "past the end of the file");
      rig().flush(stream);
      rig().events.close(stream, false);
      Pattern.check(rig().await("the file", reader), 0, n, 0);
      assertEquals(-1, pair.peer().read(new byte[1], 0, 1));
      assertEquals(0, from.position());
      assertTrue(from.isOpen());
    } finally {
      Files.delete(file);
    }
  }

  /** With nobody reading, what was taken is on its way: the count of it is never below 0. */
  @Test
  default void unflushed_isNotNegativeAndFallsToZeroWithAReport() throws Exception {
    TransportRig.Pair pair = rig().connected();
    MgStream stream = pair.stream();
    MgIobuf out = new MgIobuf();
    out.add(Pattern.bytes(1 << 20));
    long taken = 0;
    int n;
    while ((n = stream.write(out, out.len())) > 0) {
      taken += n;
      assertTrue(stream.unflushed() >= 0, stream.unflushed() + " bytes unflushed");
      assertTrue(taken < 1 << 30, "a gigabyte was taken for a peer that does not read");
    }
    rig().events.interest(stream, WRITE);
    var reader = TransportRig.elsewhere(() -> discard(pair.peer()));
    rig().events.expectReady(stream, WRITE);
    rig().flush(stream);
    rig().events.interest(stream, 0);
    stream.shutdownOutput();
    assertEquals(taken, rig().await("the peer", reader));
  }

  private static long discard(ContractPeer peer) throws IOException {
    byte[] part = new byte[64 * 1024];
    long all = 0;
    for (int n; (n = peer.read(part, 0, part.length)) >= 0; ) {
      all += n;
    }
    return all;
  }
}
