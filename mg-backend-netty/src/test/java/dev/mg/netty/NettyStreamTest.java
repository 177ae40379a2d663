package dev.mg.netty;

import static dev.mg.spi.MgChannel.READ;
import static dev.mg.spi.MgChannel.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgIobuf;
import dev.mg.MgOptions;
import dev.mg.spi.MgChannel;
import dev.mg.spi.MgSocketOptions;
import dev.mg.spi.MgStream;
import dev.mg.testkit.SocketPeers;
import dev.mg.testkit.TransportRig;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the transport on channels holds for a connection, and files. */
class NettyStreamTest {
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
  void coreThatDoesNotRead_isHeldTwoBuffersAtMost() throws Exception {
    TransportRig.Pair pair = rig.accepted();
    FutureTask<Void> flood =
        TransportRig.elsewhere(
            () -> {
              pair.peer().write(new byte[8 << 20]);
              return null;
            });
    rig.events.interest(pair.stream(), READ);
    for (int i = 0; i < 200; i++) {
      rig.events.expectReady(pair.stream(), READ);
    }
    // Not polled between: this is what was held.
    MgIobuf held = new MgIobuf();
    while (pair.stream().read(held, 1 << 20) > 0) {
      assertThat(held.len()).isLessThanOrEqualTo(2 * new MgOptions().readBytes());
    }
    assertThat(held.len()).isPositive();
    int rest = (8 << 20) - held.len();
    assertThat(rig.read(pair.stream(), rest)).hasSize(rest);
    rig.await("the peer's write", flood);
  }

  @Test
  void peerThatDoesNotRead_oneWriteIsHeldAndUnflushedFallsByTheByte() throws Exception {
    // A small kernel buffer, so that one write leaves in many pieces.
    MgSocketOptions options = new MgSocketOptions(16, false, true, true, false, 16 << 10, 0);
    MgChannel listener = rig.transport.listen(rig.peers.anyPort(), options, null);
    rig.events.interest(listener, READ);
    TransportRig.Pair pair = rig.accept(listener);
    MgStream stream = pair.stream();
    MgIobuf out = new MgIobuf(MgStream.WRITE_BYTES);
    out.add(new byte[MgStream.WRITE_BYTES]);
    long taken = 0;
    for (int n = 1; n > 0; taken += n) {
      n = stream.write(out, out.len());
    }
    long unflushed = stream.unflushed();
    assertThat(unflushed).isPositive().isLessThan(MgStream.WRITE_BYTES + 1024);
    rig.events.interest(stream, WRITE);
    assertThat(rig.events.poll(20)).as("room while a write is under way").isZero();
    long read = 0;
    while (stream.unflushed() == unflushed) {
      read += pair.peer().readN(1024).length;
      rig.events.poll(1);
    }
    assertThat(stream.unflushed()).isPositive().isLessThan(unflushed);
    int rest = (int) (taken - read);
    FutureTask<byte[]> received = TransportRig.elsewhere(() -> pair.peer().readN(rest));
    rig.events.expectReady(stream, WRITE);
    rig.await("the rest", received);
    assertThat(stream.unflushed()).isZero();
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
  void shutdownOutput_behindAWriteUnderWay_sendsAllOfItFirst() throws Exception {
    TransportRig.Pair pair = rig.accepted();
    MgIobuf out = new MgIobuf();
    out.add(new byte[MgStream.WRITE_BYTES]);
    int taken = 0;
    for (int n = 1; n > 0; taken += n) {
      n = pair.stream().write(out, out.len());
    }
    pair.stream().shutdownOutput();
    int all = taken;
    FutureTask<Integer> received =
        TransportRig.elsewhere(
            () -> {
              pair.peer().readN(all);
              return pair.peer().read(new byte[1], 0, 1);
            });
    assertThat(rig.await("the end", received)).isEqualTo(-1);
  }
}
