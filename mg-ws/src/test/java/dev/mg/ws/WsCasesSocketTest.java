package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.http.MgHttp;
import dev.mg.testkit.ContractPeer;
import dev.mg.testkit.Pump;
import dev.mg.testkit.SocketPeers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case over sockets, on every transport: bytes, events and the end are the same. */
class WsCasesSocketTest {
  static List<String> transports() {
    return Transports.names();
  }

  @Test
  void nioIsAmongThem() {
    assertThat(transports()).contains("nio");
  }

  @ParameterizedTest
  @MethodSource("transports")
  void everyCase(String transport) throws Exception {
    MgOptions options = WsCases.options().transport(transport);
    WsRig.Recorder seen = new WsRig.Recorder(WsRig.ECHO, true);
    try (SocketPeers peers = new SocketPeers();
        MgManager mgr = MgManager.create(options)) {
      MgConnection listener = MgHttp.listen(mgr, "http://127.0.0.1:0", seen, null);
      InetSocketAddress to = new InetSocketAddress("127.0.0.1", listener.loc().port());
      for (WsCase one : WsCases.forServers()) {
        seen.take();
        byte[] came = Pump.during(mgr, one.name(), () -> exchange(peers.connect(to), one));
        Pump.until(mgr, () -> isClosed(seen), "CLOSE of " + one.name());
        String response = WsRig.response(one.deflate());
        int head = response.length();
        assertThat(new String(came, 0, head, StandardCharsets.ISO_8859_1)).isEqualTo(response);
        byte[] frames = Arrays.copyOfRange(came, head, came.length);
        assertThat(Frames.describe(frames)).as(one.name()).isEqualTo(one.out());
        List<String> events = new ArrayList<>(List.of("OPEN"));
        events.addAll(one.events());
        events.add(one.ends() ? "CLOSE DRAINED" : "CLOSE EOF");
        assertThat(seen.take()).as(one.name()).isEqualTo(events);
      }
    }
  }

  private static boolean isClosed(WsRig.Recorder seen) {
    List<String> events = seen.events;
    return !events.isEmpty() && events.get(events.size() - 1).startsWith("CLOSE");
  }

  /** The handshake, the bytes and an end; what comes back up to the server's end. */
  private static byte[] exchange(ContractPeer peer, WsCase one) throws IOException {
    try (peer) {
      peer.write(WsRig.request(one.deflate()).getBytes(StandardCharsets.ISO_8859_1));
      ByteArrayOutputStream came = new ByteArrayOutputStream();
      came.writeBytes(peer.readN(WsRig.response(one.deflate()).length()));
      peer.write(one.in());
      peer.shutdownOutput();
      byte[] buf = new byte[8_192];
      for (int n = peer.read(buf, 0, buf.length); n >= 0; n = peer.read(buf, 0, buf.length)) {
        came.write(buf, 0, n);
      }
      return came.toByteArray();
    }
  }
}
