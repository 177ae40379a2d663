package dev.mg.http.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies that come later than their event. */
class LaterReplyTest {
  private static final int WAIT_MS = 20_000;

  private static String get(String path, String more) {
    return "GET " + path + " HTTP/1.1\r\nHost: a\r\n" + more + "\r\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "netty", "netty-epoll"})
  void pipelinedRequests_areAnsweredInOrder_howeverSlowAndByWhom(String transport)
      throws Exception {
    String[] paths = {"/slow", "/bytes/1", "/thread", "/slow", "/thread", "/bytes/1", "/thread"};
    StringBuilder requests = new StringBuilder();
    for (String path : paths) {
      requests.append(get(path, ""));
    }
    requests.append(get("/slow", "Connection: close\r\n"));
    try (RealServer server = new RealServer(transport);
        Socket socket =
            new Socket(InetAddress.getLoopbackAddress(), URI.create(server.url("/")).getPort())) {
      socket.setSoTimeout(WAIT_MS);
      socket.getOutputStream().write(requests.toString().getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      String wire = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      String bodies = wire.replaceAll("(?s)HTTP/1.1 200 OK\r\n.*?\r\n\r\n", "|");
      String one = "\0";
      assertThat(bodies)
          .isEqualTo(
              "|at last\n|%s|by another\n|at last\n|by another\n|%s|by another\n|at last\n"
                  .formatted(one, one));
    }
  }
}
