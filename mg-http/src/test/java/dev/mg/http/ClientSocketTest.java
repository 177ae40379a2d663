package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.testkit.Pump;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client on each transport's sockets, against blocking servers. */
class ClientSocketTest {
  private static final int WAIT_MS = 10_000;

  private interface Server {
    void serve(Socket socket) throws IOException;
  }

  /** What one exchange with {@code server} came to; everything streams past 1 MiB as it must. */
  private static List<String> exchange(MgManager mgr, String method, Server server)
      throws Exception {
    List<String> verdicts = new ArrayList<>();
    boolean[] closed = {false};
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Callable<Boolean> work =
          () -> {
            try (Socket socket = listener.accept()) {
              socket.setSoTimeout(WAIT_MS);
              server.serve(socket);
            }
            return true;
          };
      MgConnection c =
          MgHttp.connect(
              mgr,
              "http://127.0.0.1:" + listener.getLocalPort(),
              (conn, ev, evData, fnData) -> {
                ClientRig.verdict(verdicts, ev, evData);
                closed[0] |= ev == MgEvent.CLOSE;
              },
              null);
      MgHttp.request(c, method, "/", "", "");
      Pump.during(mgr, "the server's end", work);
      Pump.until(mgr, () -> closed[0], "the client's CLOSE");
    }
    return verdicts;
  }

  private static void readRequest(InputStream in) throws IOException {
    int end = 0;
    while (end != 0x0D0A0D0A) {
      int b = in.read();
      assertThat(b).as("a byte of the request").isNotNegative();
      end = end << 8 | b;
    }
  }

  /** Sends {@code wire}; a client that has had enough may have left meanwhile. */
  private static void answer(Socket socket, byte[] wire, boolean byteByByte) {
    try {
      for (int at = 0; at < wire.length; at += byteByByte ? 1 : wire.length) {
        socket.getOutputStream().write(wire, at, byteByByte ? 1 : wire.length);
      }
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      // It has left.
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "netty", "netty-epoll"})
  void theTable_hasTheSameVerdicts(String transport) throws Exception {
    List<String> wrong = new ArrayList<>();
    try (MgManager mgr = MgManager.create(new MgOptions().transport(transport))) {
      for (ResponseCases.Case given : ResponseCases.all()) {
        byte[] wire = given.wire().getBytes(StandardCharsets.ISO_8859_1);
        List<String> got =
            exchange(
                mgr,
                given.method(),
                socket -> {
                  readRequest(socket.getInputStream());
                  answer(socket, wire, wire.length < 100);
                });
        if (got.size() != 1 || !given.isMet(got.get(0))) {
          wrong.add(given + " got " + got);
        }
      }
      assertThat(mgr.stats().connections()).isZero();
    }
    assertThat(wrong).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "netty", "netty-epoll"})
  void aReset_insideABody_isAnErrorAlsoWhereItsEndIsTheConnections(String transport)
      throws Exception {
    try (MgManager mgr = MgManager.create(new MgOptions().transport(transport))) {
      List<String> got =
          exchange(
              mgr,
              "GET",
              socket -> {
                readRequest(socket.getInputStream());
                socket
                    .getOutputStream()
                    .write("HTTP/1.1 200 OK\r\n\r\nhello".getBytes(StandardCharsets.US_ASCII));
                socket.setSoLinger(true, 0);
              });
      assertThat(got)
          .containsExactly("ERROR the peer reset the connection inside of the response's body");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "netty", "netty-epoll"})
  void nobodyListening_isAnError(String transport) throws Exception {
    int port;
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = listener.getLocalPort();
    }
    List<String> verdicts = new ArrayList<>();
    boolean[] closed = {false};
    try (MgManager mgr = MgManager.create(new MgOptions().transport(transport))) {
      MgConnection c =
          MgHttp.connect(
              mgr,
              "http://127.0.0.1:" + port,
              (conn, ev, evData, fnData) -> {
                ClientRig.verdict(verdicts, ev, evData);
                closed[0] |= ev == MgEvent.CLOSE;
              },
              null);
      MgHttp.request(c, "GET", "/", "", "");
      Pump.until(mgr, () -> closed[0], "CLOSE");
    }
    assertThat(verdicts).hasSize(1).allMatch(v -> v.contains("refused"));
  }
}
