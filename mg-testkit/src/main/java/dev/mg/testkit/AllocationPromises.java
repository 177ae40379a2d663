package dev.mg.testkit;

import static dev.mg.spi.MgChannel.READ;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.mg.MgIobuf;
import dev.mg.spi.MgDatagram;
import dev.mg.spi.MgStream;
import dev.mg.spi.MgTransport;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.SocketAddress;
import org.junit.jupiter.api.Test;

/** What the hot paths allocate on the polling thread. */
interface AllocationPromises extends RigHolder {
  long WAIT_MS = 60_000;

  @Test
  default void idlePoll_allocatesWhatItsTransportAdmits() throws Exception {
    try (TransportRig other = openRig()) {
      other.events.interest(other.accepted().stream(), READ);
      MgTransport transport = other.transport;
      assertAllocates("an idle poll", idlePollBytes(), 20_000, n -> poll(transport, n));
    }
  }

  private static void poll(MgTransport transport, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      transport.poll(0);
    }
  }

  @Test
  default void echo_allocatesWhatItsTransportAdmits() throws Exception {
    TransportRig.Pair pair = rig().accepted();
    rig().events.interest(pair.stream(), READ);
    TransportRig.elsewhere(
        () -> {
          byte[] message = new byte[100];
          for (; ; ) {
            pair.peer().write(message);
            for (int at = 0; at < message.length; ) {
              int n = pair.peer().read(message, at, message.length - at);
              if (n < 0) {
                return null;
              }
              at += n;
            }
          }
        });
    MgTransport transport = rig().transport;
    MgStream stream = pair.stream();
    MgIobuf buf = new MgIobuf(4096);
    assertAllocates(
        "an echo",
        echoBytes(),
        Scale.of(3_000, 10_000),
        n -> {
          Patience patience = new Patience(n + " echoes", WAIT_MS);
          for (int echoes = 0; echoes < n; ) {
            patience.check();
            rig().events.poll(1_000);
            if (stream.read(buf, 4096) > 0) {
              stream.write(buf, buf.len());
              buf.clear();
              echoes++;
            }
          }
        });
  }

  @Test
  default void datagramEcho_allocatesWhatItsTransportAdmits() throws Exception {
    MgDatagram socket = rig().datagram();
    try (DatagramPeer peer = rig().peers.datagram(rig().peers.anyPort())) {
      rig().events.interest(socket, READ);
      TransportRig.elsewhere(
          () -> {
            for (byte[] message = new byte[100]; ; ) {
              peer.send(message, socket.local());
              peer.receive();
            }
          });
      MgIobuf buf = new MgIobuf(4096);
      assertAllocates(
          "an echo of a datagram",
          datagramEchoBytes(),
          Scale.of(3_000, 10_000),
          n -> {
            for (int echoes = 0; echoes < n; ) {
              rig().events.poll(1_000);
              SocketAddress from = socket.receive(buf);
              if (from != null) {
                socket.send(buf.buf(), buf.head(), buf.len(), from);
                buf.clear();
                echoes++;
              }
            }
          });
    }
  }

  /** Something done a number of times. */
  interface Repeated {
    void run(int times) throws IOException;
  }

  /** The least of several rounds: what the compiler and the recorder allocate comes and goes. */
  private static void assertAllocates(String what, long bound, int times, Repeated work)
      throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 8 && least > bound; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      work.run(times);
      long each = (threads.getCurrentThreadAllocatedBytes() - before) / times;
      least = Math.min(least, each);
    }
    assertTrue(least <= bound, what + " allocates " + least + " bytes, admitted are " + bound);
  }
}
