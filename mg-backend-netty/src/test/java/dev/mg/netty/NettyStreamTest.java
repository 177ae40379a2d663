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
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the transport holds for a connection that is a channel of Netty's. */
class NettyStreamTest {
  private TransportRig rig;

  @BeforeEach
  void open() throws IOException {
    MgOptions options =
        new MgOptions().extension(MgNettyPipeline.class, (pipeline, accepted) -> {});
    rig = new TransportRig(new NettyTransportProvider(), options, new SocketPeers());
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
