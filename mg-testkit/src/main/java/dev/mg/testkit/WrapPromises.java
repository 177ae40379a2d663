package dev.mg.testkit;

import static dev.mg.spi.MgChannel.READ;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mg.MgNetException;
import dev.mg.MgNetException.Kind;
import dev.mg.spi.MgStream;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Sockets of java.nio, made elsewhere and handed over. */
interface WrapPromises extends RigHolder {
  /** A socket of the kernel's, ready to be handed over, and its far end. */
  final class Ends implements AutoCloseable {
    private final SocketPeers peers = new SocketPeers();
    final SocketChannel socket;
    final ContractPeer peer;

    Ends() throws IOException {
      try (ContractPeers.Listener far = peers.listen()) {
        socket = SocketChannel.open(far.address());
        peer = far.accept();
      }
      socket.configureBlocking(false);
    }

    @Override
    public void close() throws IOException {
      socket.close();
      peers.close();
    }
  }

  private MgStream wrap(Ends ends) throws IOException {
    Assumptions.assumeTrue(canWrap(), "this transport adopts no sockets");
    return rig().transport.wrap(ends.socket, null);
  }

  @Test
  default void transportThatCannotWrap_saysSoAndLeavesTheSocketToTheCaller() throws Exception {
    Assumptions.assumeFalse(canWrap(), "this transport adopts sockets");
    try (Ends ends = new Ends()) {
      MgNetException e =
          assertThrows(MgNetException.class, () -> rig().transport.wrap(ends.socket, null));
      assertEquals(Kind.UNSUPPORTED, e.kind(), e.getMessage());
      assertTrue(String.valueOf(e.getMessage()).contains("use nio or netty"), e.getMessage());
      assertUsable(ends);
    }
  }

  private static void assertUsable(Ends ends) throws IOException {
    ends.socket.configureBlocking(true);
    ends.socket.socket().getOutputStream().write(Pattern.bytes(10));
    assertArrayEquals(Pattern.bytes(10), ends.peer.readN(10));
    ends.peer.write(Pattern.bytes(10));
    assertArrayEquals(Pattern.bytes(10), ends.socket.socket().getInputStream().readNBytes(10));
  }

  @Test
  default void wrappedSocket_isPausedThenPassesBytesBothWays() throws Exception {
    try (Ends ends = new Ends()) {
      MgStream stream = wrap(ends);
      assertEquals(ends.peer.remote(), stream.local());
      assertEquals(ends.peer.local(), stream.remote());
      ends.peer.write(new byte[] {0});
      rig().events.expectSilence(20);
      assertArrayEquals(new byte[] {0}, rig().read(stream, 1));
      rig().assertEcho(new TransportRig.Pair(stream, ends.peer));
      byte[] much = Pattern.bytes(300_000);
      var read = TransportRig.elsewhere(() -> ends.peer.readN(much.length));
      rig().write(stream, much);
      assertArrayEquals(much, rig().await("the peer to read", read));
    }
  }

  @Test
  default void whatWaitsInAWrappedSocket_isDelivered() throws Exception {
    try (Ends ends = new Ends()) {
      ends.peer.write(Pattern.bytes(1_000));
      ends.peer.shutdownOutput();
      assertArrayEquals(Pattern.bytes(1_000), rig().readToEnd(wrap(ends)));
    }
  }

  @Test
  default void wrappedSocket_keepsTheOptionsItHas() throws Exception {
    for (boolean on : new boolean[] {false, true}) {
      try (Ends ends = new Ends()) {
        ends.socket.setOption(StandardSocketOptions.TCP_NODELAY, on);
        ends.socket.setOption(StandardSocketOptions.SO_KEEPALIVE, on);
        wrap(ends);
        assertEquals(on, ends.socket.getOption(StandardSocketOptions.TCP_NODELAY));
        assertEquals(on, ends.socket.getOption(StandardSocketOptions.SO_KEEPALIVE));
      }
    }
  }

  @Test
  default void resetOfAWrappedSocket_isAFailure() throws Exception {
    try (Ends ends = new Ends()) {
      MgStream stream = wrap(ends);
      ends.peer.reset();
      rig().events.interest(stream, READ);
      rig().events.expectReady(stream, READ);
      MgNetException e = assertThrows(MgNetException.class, () -> rig().readToEnd(stream));
      assertEquals(Kind.RESET, e.kind(), e.getMessage());
    }
  }

  @Test
  default void closeOfAWrappedSocket_closesIt() throws Exception {
    try (Ends one = new Ends();
        Ends two = new Ends()) {
      MgStream closed = wrap(one);
      MgStream reset = wrap(two);
      rig().events.close(closed, false);
      rig().events.close(reset, true);
      rig().events.poll(0);
      assertFalse(one.socket.isOpen());
      assertEquals(-1, one.peer.read(new byte[1], 0, 1));
      assertThrows(IOException.class, () -> two.peer.read(new byte[1], 0, 1));
      assertEquals(one.peer.remote(), closed.local());
      assertEquals(one.peer.local(), closed.remote());
    }
  }

  @Test
  default void transportsClose_closesWrappedSockets() throws Exception {
    try (Ends ends = new Ends()) {
      wrap(ends);
      rig().transport.close();
      assertEquals(-1, ends.peer.read(new byte[1], 0, 1));
    }
  }

  @Test
  default void wrappedStreamsAttachment_isTheOneGiven() throws Exception {
    Assumptions.assumeTrue(canWrap(), "this transport adopts no sockets");
    Object mine = new Object();
    try (Ends ends = new Ends()) {
      assertSame(mine, rig().transport.wrap(ends.socket, mine).attachment());
    }
  }

  @Test
  default void socketNotFitToBeWrapped_isRefusedAndStaysTheCallers() throws Exception {
    Assumptions.assumeTrue(canWrap(), "this transport adopts no sockets");
    try (Ends ends = new Ends();
        SocketChannel unconnected = SocketChannel.open()) {
      unconnected.configureBlocking(false);
      assertRefused(unconnected);
      assertTrue(unconnected.isOpen());
      ends.socket.configureBlocking(true);
      assertRefused(ends.socket);
      assertUsable(ends);
      ends.socket.configureBlocking(false);
      try (Selector another = Selector.open()) {
        SelectionKey key = ends.socket.register(another, SelectionKey.OP_READ);
        assertRefused(ends.socket);
        key.cancel();
        another.selectNow();
      }
      rig().assertEcho(new TransportRig.Pair(wrap(ends), ends.peer));
      assertRefused(ends.socket);
    }
  }

  private void assertRefused(SocketChannel socket) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> rig().transport.wrap(socket, null));
    assertTrue(String.valueOf(e.getMessage()).contains("connected"), e.getMessage());
  }

  @Test
  default void wrapAfterTheTransportsClose_isRefused() throws Exception {
    try (Ends ends = new Ends()) {
      Assumptions.assumeTrue(canWrap(), "this transport adopts no sockets");
      rig().transport.close();
      assertThrows(IllegalStateException.class, () -> rig().transport.wrap(ends.socket, null));
      assertUsable(ends);
    }
  }
}
