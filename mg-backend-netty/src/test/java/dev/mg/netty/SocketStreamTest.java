package dev.mg.netty;

import static dev.mg.spi.MgChannel.READ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgIobuf;
import dev.mg.MgNetException;
import dev.mg.MgNetException.Kind;
import dev.mg.MgOptions;
import dev.mg.spi.MgChannel;
import dev.mg.spi.MgSocketOptions;
import dev.mg.spi.MgStream;
import dev.mg.spi.sockets.SocketHandle;
import dev.mg.testkit.SocketPeers;
import dev.mg.testkit.TransportRig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is particular to connections that are no channels of Netty's. */
class SocketStreamTest {
  private TransportRig rig;

  @BeforeEach
  void open() throws IOException {
    rig = new TransportRig(new NettyTransportProvider(), new MgOptions(), new SocketPeers());
  }

  @AfterEach
  void close() throws IOException {
    rig.close();
  }

  @Test
  void transfer_sendsTheFileAfterWhatWasTaken_andLeavesItOpenAndInPlace(@TempDir Path dir)
      throws Exception {
    byte[] content = new byte[3 << 20];
    new Random(1).nextBytes(content);
    Path path = Files.write(dir.resolve("f"), content);
    TransportRig.Pair pair = rig.accepted();
    MgStream stream = pair.stream();
    FutureTask<byte[]> received =
        TransportRig.elsewhere(() -> pair.peer().readN(4 + content.length - 10));
    try (FileChannel file = FileChannel.open(path)) {
      file.position(7);
      rig.write(stream, new byte[] {1, 2, 3, 4});
      long at = 10;
      while (at < content.length) {
        long n = stream.transfer(file, at, 1 << 20);
        at += n;
        rig.flush(stream);
      }
      assertThat(stream.transfer(file, content.length, 1)).isEqualTo(-1);
      assertThat(file.isOpen()).isTrue();
      assertThat(file.position()).isEqualTo(7);
    }
    byte[] got = rig.await("the file", received);
    assertThat(got).startsWith(1, 2, 3, 4);
    assertThat(Arrays.copyOfRange(got, 4, got.length))
        .isEqualTo(Arrays.copyOfRange(content, 10, content.length));
  }

  @Test
  void acceptedSockets_haveTheListenersOptions() throws IOException {
    for (boolean on : new boolean[] {true, false}) {
      MgSocketOptions options = new MgSocketOptions(16, false, on, on, false, 50_000, 0);
      MgChannel listener = rig.transport.listen(rig.peers.anyPort(), options, null);
      rig.events.interest(listener, READ);
      SocketHandle child = (SocketHandle) rig.accept(listener).stream();
      SocketChannel socket = (SocketChannel) child.socket();
      // One answered and closed at once needs neither; what the loop is to watch has them.
      assertThat(socket.getOption(StandardSocketOptions.TCP_NODELAY)).isFalse();
      assertThat(socket.getOption(StandardSocketOptions.SO_KEEPALIVE)).isFalse();
      rig.events.interest(child, READ);
      assertThat(socket.getOption(StandardSocketOptions.TCP_NODELAY)).isEqualTo(on);
      assertThat(socket.getOption(StandardSocketOptions.SO_KEEPALIVE)).isEqualTo(on);
      // The kernel may double it for its own bookkeeping.
      assertThat(socket.getOption(StandardSocketOptions.SO_SNDBUF)).isBetween(50_000, 100_000);
    }
  }

  @Test
  void addresses_areToldAfterAFailureAndAfterClose() throws Exception {
    TransportRig.Pair pair = rig.accepted();
    SocketAddress remote = pair.stream().remote();
    SocketAddress local = pair.stream().local();
    assertThat(remote).isEqualTo(pair.peer().local());
    pair.peer().reset();
    rig.events.interest(pair.stream(), READ);
    rig.events.expectReady(pair.stream(), READ);
    assertThatThrownBy(() -> pair.stream().read(new MgIobuf(), 1))
        .isInstanceOf(MgNetException.class);
    assertThat(pair.stream().remote()).isEqualTo(remote);
    rig.events.close(pair.stream(), false);
    rig.events.poll(0);
    assertThat(pair.stream().remote()).isEqualTo(remote);
    assertThat(pair.stream().local()).isEqualTo(local);
  }

  @Test
  void connectThatCannotStart_isToldOnceAndThrownByEveryCall() throws Exception {
    SocketAddress nowhere = InetSocketAddress.createUnresolved("no.such.host", 1);
    MgStream stream = rig.connect(nowhere);
    MgNetException failure = rig.events.expectFailed(stream, Kind.UNKNOWN_HOST);
    MgIobuf one = new MgIobuf();
    one.add("x");
    assertThatThrownBy(() -> stream.write(one, 1)).isSameAs(failure);
    assertThatThrownBy(() -> stream.read(one, 1)).isSameAs(failure);
    assertThat(stream.remote()).isEqualTo(nowhere);
    assertThat(stream.local()).isNull();
    assertThat(rig.events.poll(0)).isZero();
  }
}
