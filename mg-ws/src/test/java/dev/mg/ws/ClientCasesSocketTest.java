package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgManager;
import dev.mg.testkit.ContractPeer;
import dev.mg.testkit.ContractPeers;
import dev.mg.testkit.Pump;
import dev.mg.testkit.SocketPeers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case with the roles swapped, over sockets, on every transport. */
class ClientCasesSocketTest {
  static List<String> transports() {
    return Transports.names();
  }

  @ParameterizedTest
  @MethodSource("transports")
  void everyCase(String transport) throws Exception {
    WsRig.Recorder seen = new WsRig.Recorder(WsRig.ECHO, false);
    try (SocketPeers peers = new SocketPeers();
        ContractPeers.Listener listener = peers.listen();
        MgManager mgr = MgManager.create(WsCases.options().transport(transport))) {
      String url = "ws://127.0.0.1:" + ((InetSocketAddress) listener.address()).getPort() + "/";
      for (WsCase one : WsCases.forClients()) {
        seen.take();
        MgWs.connect(mgr, url, seen, null, "");
        byte[] came = Pump.during(mgr, one.name(), () -> exchange(listener.accept(), one));
        Pump.until(mgr, () -> isClosed(seen), "CLOSE of " + one.name());
        assertThat(Frames.describeMasked(came)).as(one.name()).isEqualTo(one.out());
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

  /** The handshake, the bytes and an end; what comes back up to the client's end. */
  private static byte[] exchange(ContractPeer peer, WsCase one) throws IOException {
    try (peer) {
      String request = ClientRig.readHead(peer);
      peer.write(Frames.utf8(ClientRig.answer(request, one.deflate())));
      peer.write(one.in());
      peer.shutdownOutput();
      ByteArrayOutputStream came = new ByteArrayOutputStream();
      byte[] buf = new byte[8_192];
      for (int n = peer.read(buf, 0, buf.length); n >= 0; n = peer.read(buf, 0, buf.length)) {
        came.write(buf, 0, n);
      }
      return came.toByteArray();
    }
  }
}
