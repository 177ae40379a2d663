package dev.mg.testkit;

import static dev.mg.spi.MgChannel.READ;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mg.MgNetException;
import dev.mg.MgNetException.Kind;
import dev.mg.spi.MgChannel;
import dev.mg.spi.MgSocketOptions;
import dev.mg.spi.MgStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Unix-domain sockets: streams between paths, and the rules about the files there. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "not all of Windows has them")
interface UnixPromises extends RigHolder {
  UnixDomainSocketAddress UNNAMED = UnixDomainSocketAddress.of("");

  private MgChannel listen(SocketAddress at) throws IOException {
    MgChannel listener = rig().transport.listen(at, MgSocketOptions.DEFAULT, null);
    rig().events.interest(listener, READ);
    return listener;
  }

  private void assertThrowsKind(Kind kind, SocketAddress at) {
    MgNetException e = assertThrows(MgNetException.class, () -> listen(at));
    assertEquals(kind, e.kind(), e.getMessage());
    String path = ((UnixDomainSocketAddress) at).getPath().toString();
    assertTrue(String.valueOf(e.getMessage()).contains(path), e.getMessage());
  }

  private void assumeFiles() {
    Assumptions.assumeFalse(rig().transport.isVirtual(), "paths are no files there");
  }

  @Test
  default void unixSockets_passBytesBothWaysAndKnowTheirAddresses(@TempDir Path dir)
      throws Exception {
    SocketAddress at = UnixDomainSocketAddress.of(dir.resolve("s"));
    MgChannel listener = listen(at);
    assertEquals(at, listener.local());
    MgStream client = rig().connect(at);
    rig().events.expectConnected(client);
    MgStream server = rig().events.expectAccepted(listener);
    byte[] bytes = Pattern.bytes(1_000);
    rig().write(client, bytes);
    assertArrayEquals(bytes, rig().read(server, bytes.length));
    rig().write(server, bytes);
    assertArrayEquals(bytes, rig().read(client, bytes.length));
    for (int round = 0; round < 2; round++) {
      assertEquals(at, client.remote());
      assertEquals(UNNAMED, client.local());
      assertEquals(at, server.local());
      assertEquals(UNNAMED, server.remote());
      rig().events.close(client, false);
      rig().events.close(server, true);
      rig().events.poll(0);
    }
  }

  @Test
  default void unixPeersEnd_comesAfterItsBytesAndHalfCloseWorks(@TempDir Path dir)
      throws Exception {
    SocketAddress at = UnixDomainSocketAddress.of(dir.resolve("s"));
    MgChannel listener = listen(at);
    ContractPeer peer = rig().peers.connect(at);
    MgStream server = rig().events.expectAccepted(listener);
    peer.write(Pattern.bytes(100));
    peer.shutdownOutput();
    assertArrayEquals(Pattern.bytes(100), rig().readToEnd(server));
    byte[] reply = Pattern.bytes(50_000);
    rig().write(server, reply);
    server.shutdownOutput();
    assertArrayEquals(reply, peer.readN(reply.length));
    assertEquals(-1, peer.read(new byte[1], 0, 1));
  }

  @Test
  default void connectToAMissingPath_isNoSuchFileAndNeverThrown(@TempDir Path dir)
      throws Exception {
    Path missing = dir.resolve("missing");
    MgStream stream = rig().connect(UnixDomainSocketAddress.of(missing));
    rig().events.check();
    MgNetException why = rig().events.expectFailed(stream, Kind.NO_SUCH_FILE);
    assertTrue(String.valueOf(why.getMessage()).contains(missing.toString()), why.getMessage());
    rig().events.close(stream, false);
    rig().events.expectSilence(10);
  }

  @Test
  default void pathOfALiveListener_isInUseUntilItCloses(@TempDir Path dir) throws Exception {
    SocketAddress at = UnixDomainSocketAddress.of(dir.resolve("s"));
    MgChannel listener = listen(at);
    assertThrowsKind(Kind.ADDRESS_IN_USE, at);
    rig().assertEcho(rig().accept(listener));
    rig().events.close(listener, false);
    rig().events.expectFailed(rig().connect(at), Kind.NO_SUCH_FILE);
    MgChannel again = listen(at);
    rig().assertEcho(rig().accept(again));
  }

  @Test
  default void unixListener_hasItsFileFromListenToClose(@TempDir Path dir) throws Exception {
    assumeFiles();
    Path path = dir.resolve("s");
    MgChannel listener = listen(UnixDomainSocketAddress.of(path));
    assertTrue(Files.exists(path));
    rig().events.close(listener, false);
    assertFalse(Files.exists(path));
    listen(UnixDomainSocketAddress.of(path));
    assertTrue(Files.exists(path));
    rig().transport.close();
    assertFalse(Files.exists(path));
  }

  /** Which the core may remove then, if it finds nobody listening: no transport does. */
  @Test
  default void anyFileInTheWay_isInUseAndLeftAsItIs(@TempDir Path dir) throws Exception {
    assumeFiles();
    Path file = Files.writeString(dir.resolve("file"), "content");
    assertThrowsKind(Kind.ADDRESS_IN_USE, UnixDomainSocketAddress.of(file));
    assertEquals("content", Files.readString(file));
    Path dead = deadSocket(dir);
    assertThrowsKind(Kind.ADDRESS_IN_USE, UnixDomainSocketAddress.of(dead));
    assertTrue(Files.exists(dead));
    Path link = Files.createSymbolicLink(dir.resolve("link"), dir.resolve("nothing"));
    assertThrowsKind(Kind.ADDRESS_IN_USE, UnixDomainSocketAddress.of(link));
    assertTrue(Files.isSymbolicLink(link));
  }

  private static Path deadSocket(Path dir) throws IOException {
    Path path = dir.resolve("dead");
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(path));
    }
    return path;
  }

  @Test
  default void connectToWhatADeadListenerLeft_isRefused(@TempDir Path dir) throws Exception {
    assumeFiles();
    MgStream stream = rig().connect(UnixDomainSocketAddress.of(deadSocket(dir)));
    rig().events.expectFailed(stream, Kind.REFUSED);
  }

  @Test
  default void fileThatHasTakenTheListenersPlace_isLeftByItsClose(@TempDir Path dir)
      throws Exception {
    assumeFiles();
    Path path = dir.resolve("s");
    MgChannel listener = listen(UnixDomainSocketAddress.of(path));
    Files.delete(path);
    Files.writeString(path, "another's");
    rig().events.close(listener, false);
    rig().events.poll(0);
    assertEquals("another's", Files.readString(path));
    Files.delete(path);
    listen(UnixDomainSocketAddress.of(path));
    Files.delete(path);
    Files.writeString(path, "another's again");
    rig().transport.close();
    assertEquals("another's again", Files.readString(path));
  }

  @Test
  default void listenInAMissingDirectory_isNoSuchFile(@TempDir Path dir) throws Exception {
    assumeFiles();
    assertThrowsKind(Kind.NO_SUCH_FILE, UnixDomainSocketAddress.of(dir.resolve("missing/s")));
  }

  /** The kernel takes 107 bytes; cut to that it would be another file. */
  @Test
  default void pathTooLong_isRefusedAndNotCut(@TempDir Path dir) throws Exception {
    assumeFiles();
    SocketAddress at = UnixDomainSocketAddress.of(dir.resolve("x".repeat(120)));
    assertThrowsKind(Kind.OTHER, at);
    rig().events.expectFailed(rig().connect(at), Kind.OTHER);
    try (var files = Files.list(dir)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  default void reusePortOfAPath_isRefusedAsUnsupported(@TempDir Path dir) throws Exception {
    SocketAddress at = UnixDomainSocketAddress.of(dir.resolve("s"));
    MgNetException e =
        assertThrows(
            MgNetException.class,
            () -> rig().transport.listen(at, DatagramErrorPromises.SHARED, null));
    assertEquals(Kind.UNSUPPORTED, e.kind(), e.getMessage());
    assertFalse(Files.exists(dir.resolve("s")));
  }

  @Test
  default void unixSocketsClosed_leaveNoDescriptor(@TempDir Path dir) throws Exception {
    Descriptors.assumeCountable(usesDescriptors());
    SocketAddress at = UnixDomainSocketAddress.of(dir.resolve("s"));
    round(at);
    int base = Descriptors.count();
    for (int i = 0; i < 10; i++) {
      round(at);
      Descriptors.assertBackTo(base);
    }
  }

  private void round(SocketAddress at) throws IOException {
    MgChannel listener = listen(at);
    MgStream client = rig().connect(at);
    rig().events.expectConnected(client);
    MgStream server = rig().events.expectAccepted(listener);
    MgStream refused = rig().connect(UnixDomainSocketAddress.of("/nonexistent/s"));
    rig().events.expectFailed(refused, Kind.NO_SUCH_FILE);
    rig().events.close(refused, false);
    rig().events.close(server, true);
    rig().events.close(client, false);
    rig().events.close(listener, false);
    rig().events.poll(0);
  }
}
