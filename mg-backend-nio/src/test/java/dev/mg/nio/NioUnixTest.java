package dev.mg.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgIobuf;
import dev.mg.MgNetException;
import dev.mg.MgNetException.Kind;
import dev.mg.MgOptions;
import dev.mg.spi.MgChannel;
import dev.mg.spi.MgSocketOptions;
import dev.mg.spi.MgStream;
import dev.mg.spi.MgTransport;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class NioUnixTest {
  private final Notes notes = new Notes();
  private MgTransport transport;
  private UnixDomainSocketAddress address;

  @BeforeEach
  void open(@TempDir Path dir) throws IOException {
    address = UnixDomainSocketAddress.of(dir.resolve("s"));
    transport = new NioTransportProvider().open(new MgOptions(), notes);
  }

  @AfterEach
  void close() {
    transport.close();
  }

  private MgChannel listen() throws IOException {
    MgChannel listener = transport.listen(address, MgSocketOptions.DEFAULT, null);
    listener.interest(MgChannel.READ);
    return listener;
  }

  private Kind failure(MgStream stream) throws IOException {
    Notes.pollUntil(transport, "the outcome", () -> !notes.connected.isEmpty());
    assertThat(notes.connected.get(0).stream()).isSameAs(stream);
    MgNetException failure = notes.connected.get(0).failure();
    assertThat(failure).hasMessageStartingWith("connect to unix:" + address.getPath());
    return failure.kind();
  }

  @Test
  void bytes_passBothWays_withTheDefaultOptions() throws IOException {
    MgChannel listener = listen();
    MgStream client = transport.connect(address, null, MgSocketOptions.DEFAULT, null);
    Notes.pollUntil(transport, "the connection", () -> !notes.accepted.isEmpty());
    MgStream server = notes.accepted.get(0);
    assertThat(notes.connected).containsExactly(new Notes.Connected(client, null));
    assertThat(listener.local()).isEqualTo(address);
    assertThat(server.local()).isEqualTo(address);
    assertThat(client.remote()).isEqualTo(address);
    UnixDomainSocketAddress unnamed = UnixDomainSocketAddress.of("");
    assertThat(server.remote()).isEqualTo(unnamed);
    assertThat(client.local()).isEqualTo(unnamed);

    pass(client, server);
    pass(server, client);
    client.close(true);
    assertThat(client.remote()).isEqualTo(address);
  }

  private void pass(MgStream from, MgStream to) throws IOException {
    MgIobuf out = new MgIobuf();
    out.add("hello");
    assertThat(from.write(out, out.len())).isEqualTo(5);
    to.interest(MgChannel.READ);
    notes.ready.clear();
    Notes.pollUntil(transport, "bytes", () -> !notes.ready.isEmpty());
    MgIobuf in = new MgIobuf();
    assertThat(to.read(in, 100)).isEqualTo(5);
    assertThat(in).hasToString("hello");
  }

  @Test
  void connectToAMissingPath_isNoSuchFile() throws IOException {
    assertThat(failure(transport.connect(address, null, MgSocketOptions.DEFAULT, null)))
        .isEqualTo(Kind.NO_SUCH_FILE);
  }

  @Test
  void connectToWhatNobodyListensOn_isRefused() throws IOException {
    Files.createFile(address.getPath());
    assertThat(failure(transport.connect(address, null, MgSocketOptions.DEFAULT, null)))
        .isEqualTo(Kind.REFUSED);
  }

  @Test
  void listenOnAnExistingFile_isAddressInUseAndLeavesTheFile() throws IOException {
    Files.createFile(address.getPath());
    assertThatThrownBy(this::listen)
        .isInstanceOfSatisfying(
            MgNetException.class, e -> assertThat(e.kind()).isEqualTo(Kind.ADDRESS_IN_USE));
    assertThat(address.getPath()).exists();
  }

  @Test
  void listenInAMissingDirectory_isNoSuchFile() {
    address = UnixDomainSocketAddress.of(address.getPath().resolve("missing"));
    assertThatThrownBy(this::listen)
        .isInstanceOfSatisfying(
            MgNetException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NO_SUCH_FILE));
  }

  @Test
  void close_removesTheFile() throws IOException {
    MgChannel listener = listen();
    assertThat(address.getPath()).exists();
    listener.close(false);
    assertThat(address.getPath()).doesNotExist();
    listen();
    transport.close();
    assertThat(address.getPath()).doesNotExist();
  }

  @Test
  void close_leavesAFileThatHasTakenThePlace() throws IOException {
    MgChannel listener = listen();
    Files.delete(address.getPath());
    Files.createFile(address.getPath());
    listener.close(false);
    assertThat(address.getPath()).exists();
  }
}
