package dev.mg.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mg.MgIobuf;
import dev.mg.MgNetException;
import dev.mg.MgNetException.Kind;
import dev.mg.MgOptions;
import dev.mg.spi.MgChannel;
import dev.mg.spi.MgSocketOptions;
import dev.mg.spi.MgStream;
import dev.mg.spi.MgTransport;
import dev.mg.spi.sockets.SocketHandle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NioStreamTest {
  /** What leaves at once whatever Nagle's algorithm would: one segment. */
  private static final int FIRST_BYTES = 536;

  private final Notes notes = new Notes();
  private MgTransport transport;
  private Socket peer;

  @BeforeEach
  void open() throws IOException {
    transport = new NioTransportProvider().open(new MgOptions(), notes);
  }

  @AfterEach
  void close() throws IOException {
    transport.close();
    if (peer != null) {
      peer.close();
    }
  }

  private MgStream accepted(MgSocketOptions options) throws IOException {
    MgChannel listener =
        transport.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), options, null);
    listener.interest(MgChannel.READ);
    InetSocketAddress at = (InetSocketAddress) listener.local();
    peer = new Socket(at.getAddress(), at.getPort());
    Notes.pollUntil(transport, "the connection", () -> !notes.accepted.isEmpty());
    return notes.accepted.get(0);
  }

  @Test
  void options_areThoseOfTheListenerOnWhatItAccepts() throws IOException {
    MgStream none = accepted(new MgSocketOptions(5, false, false, false, false, 0, 0));
    none.interest(MgChannel.READ);
    SocketChannel plain = socket(none);
    assertThat(plain.getOption(StandardSocketOptions.TCP_NODELAY)).isFalse();
    assertThat(plain.getOption(StandardSocketOptions.SO_KEEPALIVE)).isFalse();
    int systemsBytes = plain.getOption(StandardSocketOptions.SO_SNDBUF);
    peer.close();
    notes.accepted.clear();

    MgStream all = accepted(new MgSocketOptions(5, false, true, true, false, 8192, 8192));
    SocketChannel set = socket(all);
    // Linux doubles what is asked for.
    assertThat(set.getOption(StandardSocketOptions.SO_SNDBUF)).isBetween(8192, systemsBytes - 1);
    assertThat(set.getOption(StandardSocketOptions.SO_RCVBUF)).isBetween(8192, 16384);
    assertThat(set.isBlocking()).isFalse();
    all.interest(MgChannel.READ);
    assertOptionsSet(all, true);
  }

  private static SocketChannel socket(MgStream stream) {
    return (SocketChannel) ((SocketHandle) stream).socket();
  }

  private static void assertOptionsSet(MgStream stream, boolean on) throws IOException {
    SocketChannel socket = socket(stream);
    assertThat(socket.getOption(StandardSocketOptions.TCP_NODELAY)).isEqualTo(on);
    assertThat(socket.getOption(StandardSocketOptions.SO_KEEPALIVE)).isEqualTo(on);
  }

  /** Nagle's algorithm would hold the second write back until the first is acknowledged. */
  @Test
  void options_areSetBeforeTheSecondWrite() throws IOException {
    MgStream stream = accepted(MgSocketOptions.DEFAULT);
    write(stream, FIRST_BYTES);
    assertOptionsSet(stream, false);
    write(stream, 1);
    assertOptionsSet(stream, true);
  }

  @Test
  void options_areSetBeforeAWriteOfMoreThanASegment() throws IOException {
    MgStream stream = accepted(MgSocketOptions.DEFAULT);
    write(stream, FIRST_BYTES + 1);
    assertOptionsSet(stream, true);
  }

  @Test
  void options_areSetBeforeAFileIsSent(@TempDir Path dir) throws IOException {
    MgStream stream = accepted(MgSocketOptions.DEFAULT);
    Path file = Files.writeString(dir.resolve("a"), "a");
    try (FileChannel from = FileChannel.open(file)) {
      assertThat(stream.transfer(from, 0, 1)).isEqualTo(1);
    }
    assertOptionsSet(stream, true);
  }

  private static void write(MgStream stream, int bytes) throws IOException {
    MgIobuf out = new MgIobuf();
    out.add(new byte[bytes]);
    assertThat(stream.write(out, bytes)).isEqualTo(bytes);
  }

  @Test
  void anAddressOfOneFamily_isNotListenedOnInTheOther() throws IOException {
    MgChannel listener =
        transport.listen(new InetSocketAddress("0.0.0.0", 0), MgSocketOptions.DEFAULT, null);
    listener.interest(MgChannel.READ);
    int port = ((InetSocketAddress) listener.local()).getPort();
    assertThat(listener.local()).isEqualTo(new InetSocketAddress("0.0.0.0", port));
    MgStream six =
        transport.connect(new InetSocketAddress("::1", port), null, MgSocketOptions.DEFAULT, null);
    Notes.pollUntil(transport, "the outcome", () -> !notes.connected.isEmpty());
    assertThat(notes.connected.get(0).stream()).isSameAs(six);
    assertThat(notes.connected.get(0).failure()).isNotNull();
    assertThat(notes.accepted).isEmpty();
  }

  @Test
  void shutdownOutput_afterAFailure_throwsIt() throws IOException {
    MgStream stream = accepted(MgSocketOptions.DEFAULT);
    stream.interest(MgChannel.READ);
    peer.setSoLinger(true, 0);
    peer.close();
    Notes.pollUntil(transport, "the reset", () -> !notes.ready.isEmpty());
    Throwable failure = catchThrowable(() -> stream.read(new MgIobuf(), 1));
    assertThat(failure)
        .isInstanceOfSatisfying(
            MgNetException.class, e -> assertThat(e.kind()).isEqualTo(Kind.RESET));
    assertThatThrownBy(stream::shutdownOutput).isSameAs(failure);
  }

  @Test
  void usedAfterItsEnd_isMisuseAndNoFailureOfTheNetwork() throws IOException {
    MgStream stream = accepted(MgSocketOptions.DEFAULT);
    MgIobuf buf = new MgIobuf();
    buf.addByte(1);
    stream.shutdownOutput();
    stream.shutdownOutput();
    assertThatThrownBy(() -> stream.write(buf, 1)).isInstanceOf(IllegalStateException.class);
    assertThat(stream.read(buf, 1)).isZero();
    stream.close(false);
    assertThatThrownBy(() -> stream.read(buf, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("127.0.0.1:" + peer.getLocalPort());
    assertThatThrownBy(() -> stream.interest(MgChannel.READ))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void transferPastTheEndOfTheFile_isMinusOne(@TempDir Path dir) throws IOException {
    MgStream stream = accepted(MgSocketOptions.DEFAULT);
    Path path = Files.write(dir.resolve("file"), new byte[100]);
    try (FileChannel file = FileChannel.open(path)) {
      assertThat(stream.transfer(file, 100, 1)).isEqualTo(-1);
      assertThat(stream.transfer(file, 1000, 1)).isEqualTo(-1);
      assertThat(stream.transfer(file, 99, 10)).isEqualTo(1);
      assertThat(file.position()).isZero();
    }
    assertThat(peer.getInputStream().readNBytes(1)).hasSize(1);
  }

  @Test
  void transferThatThePeerDoesNotRead_isZeroInTheEndAndGoesOnWhenItDoes(@TempDir Path dir)
      throws IOException {
    MgStream stream = accepted(new MgSocketOptions(5, false, true, true, false, 16384, 0));
    int size = 8 << 20;
    Path path = Files.write(dir.resolve("file"), new byte[size]);
    try (FileChannel file = FileChannel.open(path)) {
      long sent = 0;
      for (long n = 1; n > 0; sent += n) {
        n = stream.transfer(file, sent, size - sent);
        assertThat(n).isNotNegative();
      }
      assertThat(sent).isLessThan(size);
      peer.getInputStream().skipNBytes(sent);
      stream.interest(MgChannel.WRITE);
      Notes.pollUntil(transport, "room", () -> !notes.ready.isEmpty());
      assertThat(stream.transfer(file, sent, size - sent)).isPositive();
    }
  }

  @Test
  void transferByAnInterruptedThread_closesNobodysFile(@TempDir Path dir) throws IOException {
    MgStream stream = accepted(MgSocketOptions.DEFAULT);
    Path path = Files.write(dir.resolve("file"), new byte[100]);
    try (FileChannel file = FileChannel.open(path)) {
      Thread.currentThread().interrupt();
      assertThat(stream.transfer(file, 0, 100)).isEqualTo(100);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(file.isOpen()).isTrue();
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void transferFromAClosedFile_failsAndLeavesTheStreamUsable(@TempDir Path dir) throws IOException {
    MgStream stream = accepted(MgSocketOptions.DEFAULT);
    FileChannel file = FileChannel.open(Files.write(dir.resolve("file"), new byte[100]));
    file.close();
    assertThatThrownBy(() -> stream.transfer(file, 0, 100))
        .isInstanceOfSatisfying(
            MgNetException.class, e -> assertThat(e.kind()).isEqualTo(Kind.OTHER));
    MgIobuf out = new MgIobuf();
    out.addByte(1);
    assertThat(stream.write(out, 1)).isOne();
  }
}
