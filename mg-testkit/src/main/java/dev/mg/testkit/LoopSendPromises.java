package dev.mg.testkit;

import static dev.mg.testkit.LoopRig.ascii;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgIobuf;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sending: order, marks, the cap, files. */
interface LoopSendPromises extends LoopHolder {
  @Test
  default void send_isPushedByThePollOnly() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog();
    LoopRig.Pair pair = loop.accepted(log);
    MgConnection c = pair.c();
    assertEquals(2, c.send("a "));
    assertEquals(3, c.send(ascii("xb yx"), 1, 3));
    MgIobuf more = new MgIobuf();
    more.add("c");
    assertEquals(1, c.send(more));
    c.send.add("d");
    assertEquals(7, c.send.len());
    log.expect(c, "OPEN", "ACCEPT");
    loop.mgr.poll(0);
    log.expect(c, "OPEN", "ACCEPT", "WRITE 7");
    assertEquals("a b ycd", loop.readText(pair.peer(), 7));
    assertEquals(1, more.len(), "the buffer sent is left as it was");
  }

  @Test
  default void muchToASlowPeer_arrivesInOrderAndCount() throws Exception {
    LoopRig loop = open();
    int total = Scale.of(16, 128) << 20;
    int[] made = {0};
    MgIobuf piece = new MgIobuf(100_000);
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.READ || ev == MgEvent.WRITE) {
                while (!c.isSendFull() && made[0] < total) {
                  int n = Math.min(100_000, total - made[0]);
                  piece.clear();
                  piece.reserve(n);
                  Pattern.fill(piece.buf(), piece.tail(), n, made[0]);
                  piece.commit(n);
                  made[0] += c.send(piece);
                }
              }
            });
    LoopRig.Pair pair = loop.accepted(log);
    pair.peer().write(ascii("go"));
    loop.until(pair.c()::isSendFull, "a full send");
    Pump.during(
        loop.mgr,
        "the slow peer",
        () -> {
          byte[] part = new byte[10_000];
          for (int at = 0; at < total; ) {
            int n = pair.peer().read(part, 0, part.length);
            Pattern.check(part, 0, n, at);
            at += n;
          }
          return null;
        });
    assertEquals(total, made[0]);
    loop.until(pair.c().send::isEmpty, "an empty send");
  }

  @Test
  default void sendFull_holdsFromTheHighMarkToTheLowOne() throws Exception {
    LoopRig loop = open(options -> options.sendHighBytes(1 << 20).sendLowBytes(64 << 10));
    List<String> wrong = new ArrayList<>();
    List<Integer> cleared = new ArrayList<>();
    boolean[] wasFull = {false};
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.WRITE) {
                boolean full = c.isSendFull();
                if (full != wasFull[0]) {
                  cleared.add(c.send.len());
                } else if (full && c.send.len() <= 64 << 10) {
                  wrong.add("full at " + c.send.len());
                }
                wasFull[0] = full;
              }
            });
    LoopRig.Pair pair = loop.accepted(log);
    MgConnection c = pair.c();
    c.send(new byte[(1 << 20) - 1]);
    assertFalse(c.isSendFull());
    c.send(new byte[8 << 20]);
    assertTrue(c.isSendFull());
    wasFull[0] = true;
    loop.read(pair.peer(), (9 << 20) - 1);
    loop.until(c.send::isEmpty, "an empty send");
    assertEquals(List.of(), wrong);
    assertEquals(1, cleared.size(), "times the flag changed");
    assertTrue(cleared.get(0) <= 64 << 10, "cleared with " + cleared.get(0) + " bytes left");
    assertFalse(c.isSendFull());
  }

  @Test
  default void sendOverTheCap_isAnErrorAndTheEnd() throws Exception {
    LoopRig loop =
        open(options -> options.maxSendBytes(100_000).sendHighBytes(90_000).sendLowBytes(9_000));
    EventLog log = new EventLog();
    LoopRig.Pair pair = loop.accepted(log);
    assertEquals(60_000, pair.c().send(new byte[60_000]));
    assertEquals(0, pair.c().send(new byte[60_000]));
    loop.until(log, "CLOSE");
    assertEquals(1, log.count("ERROR"));
    assertTrue(log.has(pair.c(), "CLOSE ERROR"), log::toString);
  }

  @Test
  default void sendFile_goesBetweenTheBytesAroundIt() throws Exception {
    int n = 3 << 20;
    Path path = Files.createTempFile("send", ".bin");
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      Files.write(path, Pattern.bytes(n));
      LoopRig loop = open();
      EventLog log = new EventLog();
      LoopRig.Pair pair = loop.accepted(log);
      MgConnection c = pair.c();
      c.send("before ");
      c.sendFile(file, 1_000, n - 1_000, false);
      c.send(" between ");
      c.sendFile(file, 0, 1_000, false);
      c.send(" after");
      assertTrue(c.isSendingFile());
      assertEquals("before ", loop.readText(pair.peer(), 7));
      Pattern.check(loop.read(pair.peer(), n - 1_000), 0, n - 1_000, 1_000);
      assertEquals(" between ", loop.readText(pair.peer(), 9));
      Pattern.check(loop.read(pair.peer(), 1_000), 0, 1_000, 0);
      assertEquals(" after", loop.readText(pair.peer(), 6));
      assertFalse(c.isSendingFile());
      assertTrue(file.isOpen());
      assertEquals(0, file.position());
    } finally {
      Files.delete(path);
    }
  }

  @Test
  default void sendFileOfNoBytes_keepsTheOrderAroundIt() throws Exception {
    Path path = Files.createTempFile("send", ".bin");
    try {
      Files.write(path, ascii("file"));
      FileChannel nothing = FileChannel.open(path, StandardOpenOption.READ);
      FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
      LoopRig loop = open();
      EventLog log = new EventLog();
      LoopRig.Pair pair = loop.accepted(log);
      MgConnection c = pair.c();
      c.send("before ");
      c.sendFile(nothing, 4, 0, true);
      c.sendFile(file, 0, 4, true);
      c.send(" after");
      assertEquals("before file after", loop.readText(pair.peer(), 17));
      loop.mgr.poll(0);
      assertFalse(nothing.isOpen());
      assertFalse(file.isOpen());
    } finally {
      Files.delete(path);
    }
  }

  @Test
  default void sendFile_isSentThoughTheBytesBeforeItWereTakenBack() throws Exception {
    Path path = Files.createTempFile("send", ".bin");
    try {
      Files.write(path, ascii("file"));
      FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
      LoopRig loop = open();
      LoopRig.Pair pair = loop.accepted(new EventLog());
      MgConnection c = pair.c();
      c.send("not meant");
      c.sendFile(file, 0, 4, true);
      c.send.clear();
      assertEquals("file", loop.readText(pair.peer(), 4));
      loop.until(() -> !file.isOpen(), "the file to be closed");
      c.send(" after");
      assertEquals(" after", loop.readText(pair.peer(), 6));
    } finally {
      Files.delete(path);
    }
  }

  @Test
  default void sendFile_ofAnInterruptedThread_isSentWhole() throws Exception {
    int n = 1 << 20;
    Path path = Files.createTempFile("send", ".bin");
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      Files.write(path, Pattern.bytes(n));
      LoopRig loop = open();
      LoopRig.Pair pair = loop.accepted(new EventLog());
      MgConnection c = pair.c();
      Thread.currentThread().interrupt();
      try {
        c.sendFile(file, 0, n, false);
        loop.mgr.poll(0);
        assertTrue(Thread.currentThread().isInterrupted(), "the interrupt flag was taken");
      } finally {
        Thread.interrupted();
      }
      assertTrue(file.isOpen());
      Pattern.check(loop.read(pair.peer(), n), 0, n, 0);
    } finally {
      Files.delete(path);
    }
  }

  @Test
  default void sendFileThenDrain_sendsTheFileWholeAndClosesIt() throws Exception {
    int n = 5 << 20;
    Path path = Files.createTempFile("send", ".bin");
    try {
      Files.write(path, Pattern.bytes(n));
      FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
      LoopRig loop = open();
      EventLog log = new EventLog();
      LoopRig.Pair pair = loop.accepted(log);
      pair.c().sendFile(file, 0, n, true);
      pair.c().drain();
      Pattern.check(loop.read(pair.peer(), n), 0, n, 0);
      loop.until(log, "CLOSE");
      log.expect(pair.c(), "OPEN", "ACCEPT", "WRITE..", "CLOSE DRAINED");
      assertFalse(file.isOpen());
    } finally {
      Files.delete(path);
    }
  }

  @Test
  default void sendFileThatIsShorter_isAnErrorAndTheEndAndCloses() throws Exception {
    Path path = Files.createTempFile("send", ".bin");
    try {
      Files.write(path, Pattern.bytes(1_000));
      FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
      LoopRig loop = open();
      EventLog log = new EventLog();
      LoopRig.Pair pair = loop.accepted(log);
      pair.c().sendFile(file, 0, 2_000, true);
      loop.until(log, "CLOSE");
      assertTrue(log.has(pair.c(), "CLOSE ERROR"), log::toString);
      assertEquals(1, log.count("ERROR"));
      loop.mgr.poll(0);
      assertFalse(file.isOpen());
    } finally {
      Files.delete(path);
    }
  }

  @Test
  default void sendToAClosedConnection_appendsNothing() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog();
    LoopRig.Pair pair = loop.accepted(log);
    pair.peer().close();
    loop.until(log, "CLOSE");
    assertEquals(0, pair.c().send("too late"));
    loop.mgr.poll(0);
    assertEquals(1, log.count("CLOSE"));
  }
}
