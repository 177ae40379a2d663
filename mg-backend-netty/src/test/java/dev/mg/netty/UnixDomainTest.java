package dev.mg.netty;

import static dev.mg.spi.MgChannel.READ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mg.MgNetException;
import dev.mg.MgNetException.Kind;
import dev.mg.MgOptions;
import dev.mg.spi.MgChannel;
import dev.mg.spi.MgSocketOptions;
import dev.mg.spi.MgStream;
import dev.mg.spi.MgTransportProvider;
import dev.mg.testkit.SocketPeers;
import dev.mg.testkit.TransportRig;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Unix-domain sockets, on both transports. */
@DisabledOnOs(OS.WINDOWS)
class UnixDomainTest {
  private static final UnixDomainSocketAddress UNNAMED = UnixDomainSocketAddress.of("");

  @TempDir Path dir;
  private TransportRig rig;

  private UnixDomainSocketAddress open(Class<? extends MgTransportProvider> kind)
      throws ReflectiveOperationException, IOException {
    MgTransportProvider provider = kind.getConstructor().newInstance();
    assumeThat(provider.unavailableBecause()).isNull();
    rig = new TransportRig(provider, new MgOptions(), new SocketPeers());
    return UnixDomainSocketAddress.of(dir.resolve("s"));
  }

  @AfterEach
  void close() throws IOException {
    if (rig != null) {
      rig.close();
    }
  }

  private MgChannel listen(UnixDomainSocketAddress address) throws IOException {
    MgChannel listener = rig.transport.listen(address, MgSocketOptions.DEFAULT, null);
    rig.events.interest(listener, READ);
    return listener;
  }

  @ParameterizedTest
  @ValueSource(classes = {NettyTransportProvider.class, EpollTransportProvider.class})
  void bytesPassBothWays_addressesAreJavaNets(Class<? extends MgTransportProvider> kind)
      throws Exception {
    UnixDomainSocketAddress address = open(kind);
    MgChannel listener = listen(address);
    assertThat(listener.local()).isEqualTo(address);
    MgStream client = rig.connect(address);
    rig.events.expectConnected(client);
    MgStream server = rig.events.expectAccepted(listener);
    byte[] there = "there".getBytes(StandardCharsets.US_ASCII);
    rig.write(client, there);
    assertThat(rig.read(server, there.length)).isEqualTo(there);
    byte[] back = "and back".getBytes(StandardCharsets.US_ASCII);
    rig.write(server, back);
    assertThat(rig.read(client, back.length)).isEqualTo(back);
    rig.events.close(client, false);
    rig.events.close(server, true);
    rig.events.poll(0);
    assertThat(client.remote()).isEqualTo(address);
    assertThat(client.local()).isEqualTo(UNNAMED);
    assertThat(server.local()).isEqualTo(address);
    assertThat(server.remote()).isEqualTo(UNNAMED);
  }

  @ParameterizedTest
  @ValueSource(classes = {NettyTransportProvider.class, EpollTransportProvider.class})
  void existingFile_isInUseAndLeftAlone(Class<? extends MgTransportProvider> kind)
      throws Exception {
    UnixDomainSocketAddress address = open(kind);
    Files.createFile(address.getPath());
    assertThatThrownBy(() -> listen(address))
        .isInstanceOfSatisfying(
            MgNetException.class, e -> assertThat(e.kind()).isEqualTo(Kind.ADDRESS_IN_USE));
    assertThat(address.getPath()).exists();
    // Nobody listens on it, which a connect is told.
    rig.events.expectFailed(rig.connect(address), Kind.REFUSED);
  }

  @ParameterizedTest
  @ValueSource(classes = {NettyTransportProvider.class, EpollTransportProvider.class})
  void missingPath_isNoSuchFile(Class<? extends MgTransportProvider> kind) throws Exception {
    UnixDomainSocketAddress address = open(kind);
    rig.events.expectFailed(rig.connect(address), Kind.NO_SUCH_FILE);
    UnixDomainSocketAddress deeper = UnixDomainSocketAddress.of(dir.resolve("missing/s"));
    assertThatThrownBy(() -> listen(deeper))
        .isInstanceOfSatisfying(
            MgNetException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NO_SUCH_FILE));
  }

  @ParameterizedTest
  @ValueSource(classes = {NettyTransportProvider.class, EpollTransportProvider.class})
  void pathTooLong_isRefusedAndNotCut(Class<? extends MgTransportProvider> kind) throws Exception {
    open(kind);
    UnixDomainSocketAddress longer = UnixDomainSocketAddress.of(dir.resolve("x".repeat(120)));
    assertThatThrownBy(() -> listen(longer)).isInstanceOf(MgNetException.class);
    try (var files = Files.list(dir)) {
      assertThat(files).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(classes = {NettyTransportProvider.class, EpollTransportProvider.class})
  void close_removesTheFile(Class<? extends MgTransportProvider> kind) throws Exception {
    UnixDomainSocketAddress address = open(kind);
    MgChannel one = listen(address);
    rig.events.close(one, false);
    rig.events.poll(0);
    assertThat(address.getPath()).doesNotExist();
    listen(address);
    rig.transport.close();
    assertThat(address.getPath()).doesNotExist();
  }
}
