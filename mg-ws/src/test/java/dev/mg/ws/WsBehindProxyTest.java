package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.http.MgHttp;
import dev.mg.http.MgProxyProtocol;
import dev.mg.testkit.Pump;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** WebSocket on a listener that expects PROXY headers. */
class WsBehindProxyTest {
  private static final int WAIT_MS = 10_000;
  private static final String TRUSTED = "+127.0.0.0/8";
  private static final byte[] WIRE =
      Frames.cat(
          Frames.utf8("PROXY TCP4 203.0.113.7 198.51.100.1 56324 443\r\n" + WsRig.REQUEST),
          Frames.text("hi"));
  private static final byte[] ECHO = Frames.server(0x81, Frames.utf8("hi"));

  static List<String> transports() {
    return Transports.names();
  }

  @Test
  void headerHandshakeAndFrame_splitAtEveryOffset() throws Exception {
    for (int cut = 0; cut <= WIRE.length; cut++) {
      try (WsRig rig = new WsRig(WsRig.ECHO)) {
        MgProxyProtocol.on(rig.listener, TRUSTED);
        WsRig.Client client = rig.connect();
        client.send(Frames.cut(WIRE, cut));
        client.send(Arrays.copyOfRange(WIRE, cut, WIRE.length));
        client.expectResponse();
        assertThat(client.frames()).as("split at %d", cut).isEqualTo(Frames.describe(ECHO));
        assertThat(rig.seen.events).hasSize(2).startsWith("OPEN");
        assertThat(rig.seen.last.rem()).hasToString("203.0.113.7:56324");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void overSockets(String transport) throws Exception {
    try (MgManager mgr = MgManager.create(new MgOptions().wsPingMs(0).transport(transport))) {
      MgConnection listener = MgHttp.listen(mgr, "http://127.0.0.1:0", echo(), null);
      MgProxyProtocol.on(listener, TRUSTED);
      int port = listener.loc().port();
      byte[] came = Pump.during(mgr, "an echo", () -> exchange(port));
      assertThat(came).isEqualTo(Frames.cat(Frames.utf8(WsRig.RESPONSE), ECHO));
    }
  }

  private static WsRig.Recorder echo() {
    return new WsRig.Recorder(WsRig.ECHO, true);
  }

  private static byte[] exchange(int port) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(WAIT_MS);
      socket.getOutputStream().write(WIRE);
      return socket.getInputStream().readNBytes(WsRig.RESPONSE.length() + ECHO.length);
    }
  }
}
