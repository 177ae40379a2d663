package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgHandler;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.testkit.Pump;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server on each transport's sockets, against blocking clients. */
class ServerSocketTest {
  private static final int WAIT_MS = 10_000;
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

  private interface Client {
    void run(Socket socket, OutputStream out, InputStream in) throws Exception;
  }

  /** Runs a blocking client against a server with that handler. */
  private static void with(String transport, MgHandler fn, Client client) throws Exception {
    try (MgManager mgr = MgManager.create(new MgOptions().transport(transport))) {
      MgConnection listener = MgHttp.listen(mgr, "http://127.0.0.1:0", fn, null);
      int port = listener.loc().port();
      Callable<Boolean> work =
          () -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
              socket.setSoTimeout(WAIT_MS);
              client.run(socket, socket.getOutputStream(), socket.getInputStream());
            }
            return true;
          };
      Pump.during(mgr, "the client's end", work);
    }
  }

  private static byte[] bytes(String s) {
    return s.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String read(InputStream in, int n) throws IOException {
    return new String(in.readNBytes(n), StandardCharsets.ISO_8859_1);
  }

  /** Up to the end of the stream, or until {@code end} has come; Date lines taken out. */
  private static String readUntil(InputStream in, String end) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    String got = "";
    while (!got.endsWith(end)) {
      int b = in.read();
      if (b < 0) {
        break;
      }
      all.write(b);
      got = b == end.charAt(end.length() - 1) ? all.toString(StandardCharsets.ISO_8859_1) : got;
    }
    return HttpRig.strip(all.toString(StandardCharsets.ISO_8859_1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "netty", "netty-epoll"})
  void keepAlive_pipelined_andByteByByte(String transport) throws Exception {
    with(
        transport,
        HttpRig.echo(),
        (socket, out, in) -> {
          socket.setTcpNoDelay(true);
          out.write(bytes(GET));
          assertThat(readUntil(in, "GET:")).isEqualTo(HttpRig.ok("GET:"));
          out.write(bytes(GET.repeat(49) + GET.replace("GET", "LAST")));
          assertThat(readUntil(in, "LAST:"))
              .isEqualTo(HttpRig.ok("GET:").repeat(49) + HttpRig.ok("LAST:"));
          for (byte b : bytes("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi")) {
            out.write(b);
          }
          assertThat(readUntil(in, "hi")).isEqualTo(HttpRig.ok("PUT:hi"));
          out.write(bytes("GET / HTTP/1.0\r\n\r\n"));
          assertThat(readUntil(in, "until the end")).contains("Connection: close").endsWith("GET:");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "netty", "netty-epoll"})
  void aRefusalArrives_thoughTheClientGoesOnSending(String transport) throws Exception {
    with(
        transport,
        HttpRig.echo(),
        (socket, out, in) -> {
          // More than both kernels hold, so that it is really the server that takes it.
          out.write(bytes("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 20000000\r\n\r\n"));
          byte[] piece = new byte[1_000_000];
          for (int i = 0; i < 20; i++) {
            out.write(piece);
          }
          assertThat(readUntil(in, "until the end"))
              .startsWith("HTTP/1.1 413 Content Too Large\r\n");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "netty", "netty-epoll"})
  void aLongBody_isStreamedThrough(String transport) throws Exception {
    MgHandler fn =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_HDRS) {
            MgHttp.stream(c);
            c.data(new long[1]);
          } else if (ev == MgHttp.EV_CHUNK) {
            long[] sum = (long[]) c.data();
            sum[0] += ((MgHttpMessage) evData).chunk.len();
            if (((MgHttpMessage) evData).chunk.isEmpty()) {
              MgHttp.replyf(c, 200, "", "%lld", sum[0]);
            }
          }
        };
    with(
        transport,
        fn,
        (socket, out, in) -> {
          out.write(bytes("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"));
          byte[] piece = new byte[1_000_000];
          for (int i = 0; i < 20; i++) {
            out.write(bytes("f4240;x=y\r\n"));
            out.write(piece);
            out.write(bytes("\r\n"));
          }
          out.write(bytes("0\r\n\r\n"));
          assertThat(readUntil(in, "20000000")).isEqualTo(HttpRig.ok("20000000"));
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "netty", "netty-epoll"})
  void aLongResponse_arrivesWhole_alsoAfterTheClientsEnd(String transport) throws Exception {
    byte[] body = new byte[10_000_000];
    for (int i = 0; i < body.length; i++) {
      body[i] = (byte) (i * 31);
    }
    MgHandler fn =
        (c, ev, evData, fnData) -> {
          if (ev == MgHttp.EV_MSG) {
            MgHttp.reply(c, 200, "Date: x\r\n", body);
          }
        };
    with(
        transport,
        fn,
        (socket, out, in) -> {
          out.write(bytes(GET));
          socket.shutdownOutput();
          String head = "HTTP/1.1 200 OK\r\nDate: x\r\nContent-Length: 10000000\r\n\r\n";
          assertThat(read(in, head.length())).isEqualTo(head);
          assertThat(in.readAllBytes()).isEqualTo(body);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "netty", "netty-epoll"})
  void expectContinue(String transport) throws Exception {
    with(
        transport,
        HttpRig.echo(),
        (socket, out, in) -> {
          out.write(
              bytes(
                  "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"));
          assertThat(readUntil(in, "\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
          out.write(bytes("hi"));
          assertThat(readUntil(in, "hi")).isEqualTo(HttpRig.ok("PUT:hi"));
        });
  }
}
