package dev.mg.netty;

import static dev.mg.spi.MgChannel.READ;
import static dev.mg.spi.MgChannel.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mg.MgIobuf;
import dev.mg.MgOptions;
import dev.mg.spi.MgChannel;
import dev.mg.spi.MgSocketOptions;
import dev.mg.spi.MgStream;
import dev.mg.testkit.SocketPeers;
import dev.mg.testkit.TransportRig;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is particular to sockets without channels. */
class EpollStreamTest {
  private TransportRig rig;

  @BeforeEach
  void open() throws IOException {
    EpollTransportProvider provider = new EpollTransportProvider();
    assumeThat(provider.unavailableBecause()).isNull();
    rig = new TransportRig(provider, new MgOptions(), new SocketPeers());
  }

  @AfterEach
  void close() throws IOException {
    if (rig != null) {
      rig.close();
    }
  }

  private MgChannel listen(InetSocketAddress local, MgSocketOptions options) throws IOException {
    MgChannel listener = rig.transport.listen(local, options, null);
    rig.events.interest(listener, READ);
    return listener;
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  @Test
  void acceptedSockets_haveTheListenersOptions() throws IOException {
    for (boolean on : new boolean[] {true, false}) {
      MgSocketOptions options = new MgSocketOptions(16, false, on, on, false, 50_000, 60_000);
      TransportRig.Pair pair = rig.accept(listen(loopback(), options));
      EpollStream child = (EpollStream) pair.stream();
      assertThat(child.socket().isTcpNoDelay()).isEqualTo(on);
      assertThat(child.socket().isKeepAlive()).isEqualTo(on);
      // The kernel doubles both for its own bookkeeping.
      assertThat(child.socket().getSendBufferSize()).isEqualTo(100_000);
      assertThat(child.socket().getReceiveBufferSize()).isEqualTo(120_000);
    }
  }

  @Test
  void addresses_ofAWildcardListenersChildren_areTheConnections() throws IOException {
    MgChannel listener = listen(new InetSocketAddress("0.0.0.0", 0), MgSocketOptions.DEFAULT);
    int port = ((InetSocketAddress) listener.local()).getPort();
    assertThat(listener.local()).isEqualTo(new InetSocketAddress("0.0.0.0", port));
    TransportRig.Pair pair =
        new TransportRig.Pair(
            null, rig.peers.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
    MgStream child = rig.events.expectAccepted(listener);
    rig.events.close(child, false);
    assertThat(child.local()).isEqualTo(pair.peer().remote());
    assertThat(child.remote()).isEqualTo(pair.peer().local());
  }

  @Test
  void addresses_ofIp4ClientsOfAnIp6Listener_areIp4() throws IOException {
    MgChannel listener = listen(new InetSocketAddress("::", 0), MgSocketOptions.DEFAULT);
    int port = ((InetSocketAddress) listener.local()).getPort();
    rig.peers.connect(new InetSocketAddress("127.0.0.1", port));
    MgStream four = rig.events.expectAccepted(listener);
    assertThat(((InetSocketAddress) four.remote()).getAddress()).isInstanceOf(Inet4Address.class);
    assertThat(((InetSocketAddress) four.local()).getAddress()).isInstanceOf(Inet4Address.class);
    InetSocketAddress six = new InetSocketAddress("::1", port);
    MgStream client = rig.connect(six);
    rig.events.expectConnected(client);
    MgStream child = rig.events.expectAccepted(listener);
    assertThat(child.local()).isEqualTo(six);
    assertThat(child.remote()).isEqualTo(client.local());
  }

  @Test
  void pauseWhileBytesAreThere_costsOnePollAndThenNone() throws IOException {
    TransportRig.Pair pair = rig.accepted();
    rig.events.interest(pair.stream(), READ | WRITE);
    pair.peer().write(new byte[] {1});
    rig.events.expectReady(pair.stream(), READ);
    rig.events.interest(pair.stream(), 0);
    assertThat(rig.events.poll(0)).isZero();
    long start = System.nanoTime();
    assertThat(rig.events.poll(50)).isZero();
    assertThat(System.nanoTime() - start).isGreaterThan(40_000_000);
    assertThat(rig.read(pair.stream(), 1)).containsExactly(1);
  }

  @Test
  void useAfterClose_isRefused_sinceTheDescriptorMayBeAnothers() throws IOException {
    TransportRig.Pair pair = rig.accepted();
    rig.events.close(pair.stream(), false);
    MgIobuf buf = new MgIobuf();
    buf.add("x");
    assertThatThrownBy(() -> pair.stream().read(buf, 1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> pair.stream().write(buf, 1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> pair.stream().shutdownOutput())
        .isInstanceOf(IllegalStateException.class);
  }
}
