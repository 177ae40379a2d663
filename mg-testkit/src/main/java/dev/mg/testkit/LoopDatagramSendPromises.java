package dev.mg.testkit;

import static dev.mg.testkit.LoopRig.ascii;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgException;
import dev.mg.MgNetException;
import dev.mg.MgStr;
import dev.mg.spi.MgDatagram;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** UDP: what each way of sending makes of it, and what cannot be sent. */
interface LoopDatagramSendPromises extends LoopHolder {
  @Test
  default void everyCallOfSend_isOneDatagramAtOnce() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog();
    try (DatagramPeer peer = loop.datagramPeer()) {
      MgConnection c = loop.connectUdp(peer, log);
      log.clear();
      assertEquals(2, c.send("a1"));
      assertEquals(2, c.send(ascii("xb2y"), 1, 2));
      assertEquals(2, c.send(MgStr.of("c3")));
      assertEquals(8, c.printf("%s %d %s", "one", 22, "x"));
      assertEquals(3, c.send("\u20ac"));
      log.expect("WRITE 2", "WRITE 2", "WRITE 2", "WRITE 8", "WRITE 3");
      for (String text : List.of("a1", "b2", "c3", "one 22 x")) {
        assertEquals(text, loop.receiveText(peer));
      }
      assertEquals(3, loop.receive(peer).bytes().length);
    }
  }

  @Test
  default void bytesAppendedToSend_areOneDatagramAfterTheHandler() throws Exception {
    LoopRig loop = open();
    EventLog log =
        new EventLog(
            (c, ev, evData, fnData) -> {
              if (ev == MgEvent.READ || ev == MgEvent.CONNECT) {
                c.send.add("one ");
                c.send.add("two");
              }
            });
    MgConnection listener = loop.listenUdp(log);
    try (DatagramPeer peer = loop.datagramPeer()) {
      peer.send(ascii("?"), listener.loc().toSocketAddress());
      assertEquals("one two", loop.receiveText(peer));
      log.expect("OPEN", "READ 1", "WRITE 7");
      log.clear();
      MgConnection c = loop.mgr.connect(LoopRig.udp(peer.local()), log, null);
      c.send.add("zero ");
      assertEquals("zero one two", loop.receiveText(peer));
      log.expect("OPEN", "RESOLVE", "CONNECT", "WRITE 12");
      log.clear();
      c.send.add("later");
      assertEquals("later", loop.receiveText(peer));
      log.expect("WRITE 5");
    }
  }

  @Test
  default void datagramTooLong_isRefusedAndTheConnectionGoesOn() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog();
    try (DatagramPeer peer = loop.datagramPeer()) {
      MgConnection c = loop.connectUdp(peer, log);
      log.clear();
      byte[] longer = new byte[MgDatagram.MAX_BYTES + 1];
      MgException e = assertThrows(MgException.class, () -> c.send(longer));
      assertTrue(String.valueOf(e.getMessage()).contains("65508"), e.getMessage());
      log.expect();
      c.send.add(longer);
      loop.until(log, "ERROR");
      assertTrue(c.send.isEmpty());
      assertEquals(2, c.send("ok"));
      assertEquals("ok", loop.receiveText(peer));
      log.expect("ERROR MESSAGE_TOO_BIG", "WRITE 2");
    }
  }

  @Test
  default void sendToNobody_isRefused() throws Exception {
    LoopRig loop = open();
    EventLog log = new EventLog();
    MgConnection listener = loop.listenUdp(log);
    assertThrows(MgException.class, () -> listener.send("x"));
    listener.send.add("x");
    loop.until(log, "ERROR");
    log.expect("OPEN", "ERROR MgException");
    assertTrue(listener.send.isEmpty() && !listener.isClosing());
    try (DatagramPeer peer = loop.datagramPeer()) {
      MgConnection c = loop.mgr.connect(LoopRig.udp(peer.local()), new EventLog(), null);
      MgException e = assertThrows(MgException.class, () -> c.send("x"));
      assertTrue(String.valueOf(e.getMessage()).contains("CONNECT"), e.getMessage());
    }
  }

  @Test
  default void file_isNotForDatagrams(@TempDir Path dir) throws Exception {
    LoopRig loop = open();
    MgConnection listener = loop.listenUdp(new EventLog());
    try (FileChannel file = FileChannel.open(Files.writeString(dir.resolve("f"), "content"))) {
      assertThrows(MgException.class, () -> listener.sendFile(file, 0, 7, true));
      assertTrue(file.isOpen());
      loop.mgr.poll(0);
    }
  }

  /** Neither of which the loopback can be brought to: the transport is made to. */
  @Test
  default void noRoomAndFailureOfSend_areNoEnd(@TempDir Path dir) throws Exception {
    Deque<Object> answers = new ArrayDeque<>();
    MeddledTransportProvider.Meddler meddler =
        new MeddledTransportProvider.Meddler() {
          @Override
          public String transport() {
            return LoopDatagramSendPromises.this.transport();
          }

          @Override
          public MgDatagram datagram(MgDatagram real) {
            return answering(real, answers);
          }
        };
    LoopRig loop =
        MeddledTransportProvider.during(
            dir,
            () ->
                open(
                    options ->
                        options
                            .transport(MeddledTransportProvider.NAME)
                            .extension(MeddledTransportProvider.Meddler.class, meddler)));
    EventLog log = new EventLog();
    try (DatagramPeer peer = loop.datagramPeer()) {
      MgConnection c = loop.connectUdp(peer, log);
      log.clear();
      answers.add(false);
      assertEquals(0, c.send("no room"));
      log.expect();
      answers.add(new MgNetException(MgNetException.Kind.UNREACHABLE, "no route", null));
      assertEquals(0, c.send("no route"));
      log.expect("ERROR UNREACHABLE");
      assertEquals(2, c.send("ok"));
      assertEquals("ok", loop.receiveText(peer));
      log.expect("ERROR UNREACHABLE", "WRITE 2");
      assertFalse(c.isClosing());
    }
  }

  /** A socket whose sends answer what is queued, and send when nothing is. */
  private static MgDatagram answering(MgDatagram real, Deque<Object> answers) {
    return (MgDatagram)
        Proxy.newProxyInstance(
            MgDatagram.class.getClassLoader(),
            new Class<?>[] {MgDatagram.class},
            (proxy, method, args) -> {
              Object answer = method.getName().equals("send") ? answers.poll() : null;
              if (answer instanceof IOException e) {
                throw e;
              }
              return answer != null ? answer : invoke(real, method, args);
            });
  }

  private static @Nullable Object invoke(
      Object real, java.lang.reflect.Method method, Object @Nullable [] args) throws Throwable {
    try {
      return method.invoke(real, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
