package dev.mg.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgHandler;
import dev.mg.MgManager;
import dev.mg.MgTlsOptions;
import java.io.DataInputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/** An echo that the managers of a group serve together. <b>Any thread.</b> */
final class GroupEcho implements MgHandler {
  private static final byte[] PING = LoopRig.ascii("ping");

  /** How many connections, or datagrams, each manager was given. */
  final Map<MgManager, Integer> served = new ConcurrentHashMap<>();

  private final Set<SocketAddress> addresses = ConcurrentHashMap.newKeySet();

  @Override
  public void onEvent(MgConnection c, int ev, @Nullable Object evData, @Nullable Object fnData) {
    if (ev == (c.isUdp() ? MgEvent.READ : MgEvent.ACCEPT)) {
      served.merge(c.mgr(), 1, Integer::sum);
    }
    LoopRig.echo(c, ev, evData, fnData);
  }

  /** One manager's listener. */
  MgConnection listen(MgManager mgr, String url, @Nullable MgTlsOptions tls) {
    MgConnection listener = mgr.listen(url, this, null, null, null, tls);
    addresses.add(listener.loc().toSocketAddress());
    return listener;
  }

  /** Where all of them listen. */
  SocketAddress address() {
    assertEquals(1, addresses.size(), addresses.toString());
    return addresses.iterator().next();
  }

  /** Connects so many, all open at once, and checks that each is echoed. */
  void assertServes(int clients) throws Exception {
    within("the echoes", () -> connect(clients));
  }

  private boolean connect(int clients) throws Exception {
    List<SocketChannel> all = new ArrayList<>();
    try {
      for (int i = 0; i < clients; i++) {
        SocketChannel one = SocketChannel.open(address());
        all.add(one);
        one.write(ByteBuffer.wrap(PING));
      }
      for (SocketChannel one : all) {
        ByteBuffer back = ByteBuffer.allocate(PING.length);
        while (back.hasRemaining() && one.read(back) >= 0) {
          continue;
        }
        assertArrayEquals(PING, back.array());
      }
    } finally {
      for (SocketChannel one : all) {
        one.close();
      }
    }
    return true;
  }

  /** The same over TLS, one after the other. */
  void assertServes(int clients, SocketFactory tls) throws Exception {
    within(
        "the echoes",
        () -> {
          InetSocketAddress at = (InetSocketAddress) address();
          for (int i = 0; i < clients; i++) {
            try (Socket one = tls.createSocket(at.getAddress(), at.getPort())) {
              one.getOutputStream().write(PING);
              byte[] back = new byte[PING.length];
              new DataInputStream(one.getInputStream()).readFully(back);
              assertArrayEquals(PING, back);
            }
          }
          return true;
        });
  }

  /** The same by datagrams, each from a port of its own. */
  void assertAnswers(int clients) throws Exception {
    within(
        "the echoes",
        () -> {
          for (int i = 0; i < clients; i++) {
            try (DatagramSocket one = new DatagramSocket()) {
              one.connect(address());
              one.send(new DatagramPacket(PING, PING.length));
              DatagramPacket back = new DatagramPacket(new byte[PING.length], PING.length);
              one.receive(back);
              assertArrayEquals(PING, back.getData());
            }
          }
          return true;
        });
  }

  /** Clients block, and not all of them can be told for how long. */
  private static void within(String what, Callable<Boolean> work) throws Exception {
    FutureTask<Boolean> task = new FutureTask<>(work);
    Thread thread = new Thread(task, what);
    thread.setDaemon(true);
    thread.start();
    assertEquals(true, task.get(Patience.USUAL_MS, TimeUnit.MILLISECONDS), what);
  }
}
