package dev.mg.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgNetException;
import dev.mg.MgNetException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class MemoryNetworkTest {
  private final MemoryNetwork net = new MemoryNetwork(100);

  private static Kind kindOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    Throwable thrown = org.assertj.core.api.Assertions.catchThrowable(call);
    assertThat(thrown).isInstanceOf(MgNetException.class);
    return ((MgNetException) thrown).kind();
  }

  @Test
  void peers_talkBothWaysAndEndOnTheirOwn() throws IOException {
    MemoryListener listener = net.listen(80);
    assertThat(listener.poll()).isNull();
    MemoryPeer a = net.connect(80);
    MemoryPeer b = listener.accept();
    assertThat(b.remote()).isEqualTo(a.local());
    assertThat(b.local()).isEqualTo(a.remote()).isEqualTo(listener.address());
    a.write("ping");
    a.shutdownOutput();
    assertThat(b.available()).isEqualTo(4);
    assertThat(b.isEof()).isFalse();
    assertThat(b.receivedText()).isEqualTo("ping");
    assertThat(b.isEof()).isTrue();
    b.write("pong");
    b.close();
    assertThat(new String(a.readN(4), StandardCharsets.US_ASCII)).isEqualTo("pong");
    assertThat(a.read(new byte[1], 0, 1)).isEqualTo(-1);
  }

  @Test
  void reset_isSeenAfterTheBytesBeforeIt() throws IOException {
    MemoryListener listener = net.listen(80);
    MemoryPeer a = net.connect(80);
    MemoryPeer b = listener.accept();
    a.write("last");
    a.reset();
    assertThat(b.isReset()).isTrue();
    assertThat(b.readN(4)).hasSize(4);
    assertThat(kindOf(() -> b.read(new byte[1], 0, 1))).isEqualTo(Kind.RESET);
    assertThat(kindOf(() -> b.write("x"))).isEqualTo(Kind.RESET);
  }

  /** RFC 2525 section 2.17: the other end must learn that its bytes were not read. */
  @Test
  void closeWithBytesUnread_isAReset() throws IOException {
    MemoryListener listener = net.listen(80);
    MemoryPeer a = net.connect(80);
    MemoryPeer b = listener.accept();
    a.write("unread");
    b.close();
    assertThat(a.isReset()).isTrue();
  }

  @Test
  void fullPipe_letsTheWriterWaitForTheReader() throws Exception {
    MemoryListener listener = net.listen(80);
    MemoryPeer a = net.connect(80);
    MemoryPeer b = listener.accept();
    byte[] sent = Pattern.bytes(10_000);
    FutureTask<Void> writer =
        TransportRig.elsewhere(
            () -> {
              a.write(sent);
              return null;
            });
    Pattern.check(b.readN(sent.length), 0, sent.length, 0);
    writer.get();
    a.write(new byte[100]);
    assertThat(b.available()).isEqualTo(100);
  }

  @Test
  void addresses_areTakenGivenBackAndCheckedAsTheKernelDoes() throws IOException {
    SocketAddress any = new InetSocketAddress("0.0.0.0", 80);
    MemoryListener wild = net.listen(any);
    assertThat(kindOf(() -> net.listen(80))).isEqualTo(Kind.ADDRESS_IN_USE);
    assertThat(net.connect(80).remote()).isEqualTo(MemoryNetwork.loopback(80));
    wild.close();
    wild.close();
    assertThat(kindOf(() -> net.connect(80))).isEqualTo(Kind.REFUSED);
    net.listen(80).close();
    InetAddress elsewhere = InetAddress.getByAddress(new byte[] {10, 1, 2, 3});
    assertThat(kindOf(() -> net.listen(new InetSocketAddress(elsewhere, 80))))
        .isEqualTo(Kind.ADDRESS_NOT_AVAILABLE);
    assertThat(kindOf(() -> net.connect(new InetSocketAddress(elsewhere, 80))))
        .isEqualTo(Kind.UNREACHABLE);
    SocketAddress first = net.listen(0).address();
    assertThat(net.listen(0).address()).isNotEqualTo(first);
  }

  @Test
  void unixPaths_areAddressesToo() throws IOException {
    SocketAddress path = UnixDomainSocketAddress.of("/run/test.sock");
    assertThat(kindOf(() -> net.connect(path))).isEqualTo(Kind.NO_SUCH_FILE);
    MemoryListener listener = net.listen(path);
    assertThat(kindOf(() -> net.listen(path))).isEqualTo(Kind.ADDRESS_IN_USE);
    MemoryPeer peer = net.connect(path);
    assertThat(peer.local()).isEqualTo(UnixDomainSocketAddress.of(""));
    assertThat(listener.accept().local()).isEqualTo(path);
  }

  @Test
  void closedListener_resetsWhoWasNotAccepted() throws IOException {
    MemoryListener listener = net.listen(80);
    MemoryPeer waiting = net.connect(80);
    listener.close();
    assertThat(waiting.isReset()).isTrue();
  }

  @Test
  void networks_areWorldsOfTheirOwn() throws IOException {
    net.listen(80);
    MemoryNetwork other = new MemoryNetwork();
    assertThat(kindOf(() -> other.connect(80))).isEqualTo(Kind.REFUSED);
    other.listen(80);
  }

  @Test
  void silentAddress_answersNobody() {
    net.silence(MemoryNetwork.loopback(81));
    assertThat(kindOf(() -> net.connect(81))).isEqualTo(Kind.TIMEOUT);
  }

  @Test
  void pipeOfNoBytes_isRefused() {
    assertThatThrownBy(() -> new MemoryNetwork(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 bytes");
  }

  @Test
  void dribble_runsBetweenTheBytes() throws IOException {
    MemoryListener listener = net.listen(80);
    MemoryPeer a = net.connect(80);
    MemoryPeer b = listener.accept();
    StringBuilder seen = new StringBuilder();
    a.dribble(
        "abc".getBytes(StandardCharsets.US_ASCII), () -> seen.append(b.receivedText()).append('|'));
    assertThat(seen).hasToString("a|b|c|");
  }
}
