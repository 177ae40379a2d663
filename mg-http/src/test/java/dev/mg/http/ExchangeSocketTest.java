package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgConnection;
import dev.mg.MgHandler;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.MgTimer;
import dev.mg.testkit.Pump;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every {@link Exchange} over the sockets of each transport: the same answers on all, each read up
 * to the server's end of the connection without a reset, whole and byte by byte; and after each a
 * request on a connection of its own, which is answered as if nothing had been. Only a client that
 * calls a request its last and sends another when that is answered may meet a reset behind its
 * answer.
 */
class ExchangeSocketTest {
  private static final int WAIT_MS = 10_000;
  private static final int BYTE_BY_BYTE_MAX = 200;

  /**
   * Exchanges that are waited for together: some thousand connections take long on some machines.
   */
  private static final int SHARE = 50;

  private static final Exchange HEALTH =
      Exchange.kept("health", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "200 GET:");

  /** Gives method and body back: at /slow later, at /204 and /304 with that status. */
  private static MgHandler app() {
    return (c, ev, evData, fnData) -> {
      if (ev == MgHttp.EV_MSG) {
        MgHttpMessage hm = (MgHttpMessage) evData;
        if (hm.uri.is("/204") || hm.uri.is("/304")) {
          MgHttp.reply(c, hm.uri.is("/204") ? 204 : 304, "", "");
          return;
        }
        String answer = hm.method + ":" + hm.body.latin1();
        byte[] bytes = answer.getBytes(StandardCharsets.ISO_8859_1);
        if (hm.uri.is("/slow")) {
          c.mgr().timerAdd(1, MgTimer.ONCE, () -> MgHttp.reply(c, 200, "", bytes));
        } else {
          MgHttp.reply(c, 200, "", bytes);
        }
      }
    };
  }

  /** What came back; what was wrong with the end of it is the last of the list. */
  private static List<String> answers(int port, Exchange e, boolean byteByByte) throws IOException {
    StringBuilder wire = new StringBuilder();
    String end = "";
    boolean mayBeCut = byteByByte && e.goesOnAfterItsLast();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(WAIT_MS);
      socket.setTcpNoDelay(true);
      byte[] bytes = e.sent().getBytes(StandardCharsets.ISO_8859_1);
      try {
        send(socket.getOutputStream(), bytes, byteByByte ? 1 : bytes.length);
      } catch (SocketException cut) {
        if (!mayBeCut) {
          throw cut;
        }
      }
      if (e.ends()) {
        socket.shutdownOutput();
      }
      byte[] piece = new byte[8192];
      for (int n; (n = socket.getInputStream().read(piece)) >= 0; ) {
        wire.append(new String(piece, 0, n, StandardCharsets.ISO_8859_1));
      }
    } catch (SocketTimeoutException timeout) {
      end = "not closed";
    } catch (SocketException reset) {
      end = mayBeCut ? "" : "reset: " + reset.getMessage();
    }
    List<String> answers = Answers.of(HttpRig.strip(wire.toString()));
    // Whoever sends its body byte by byte is told to go on.
    answers.removeIf("100"::equals);
    if (!end.isEmpty()) {
      answers.add(end);
    }
    return answers;
  }

  private static void send(OutputStream out, byte[] bytes, int step) throws IOException {
    for (int i = 0; i < bytes.length; i += step) {
      out.write(bytes, i, step);
    }
  }

  private static boolean matches(List<String> got, List<String> expected) {
    boolean same = got.size() == expected.size();
    for (int i = 0; same && i < got.size(); i++) {
      String want = expected.get(i);
      same = want.length() == 3 ? got.get(i).startsWith(want) : got.get(i).equals(want);
    }
    return same;
  }

  private static List<String> differences(int port, List<Exchange> exchanges) throws IOException {
    List<String> differences = new ArrayList<>();
    for (Exchange e : exchanges) {
      List<String> whole = answers(port, e, false);
      if (!matches(whole, e.answers())) {
        differences.add(e + " expected " + e.answers() + " got " + whole);
      }
      if (e.sent().length() <= BYTE_BY_BYTE_MAX) {
        List<String> cut = answers(port, e, true);
        if (!cut.equals(whole)) {
          differences.add(e + " byte by byte " + cut + ", whole " + whole);
        }
      }
      List<String> health = answers(port, HEALTH, false);
      if (!health.equals(HEALTH.answers())) {
        differences.add("after " + e + ": " + health);
      }
    }
    return differences;
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "netty", "netty-epoll"})
  void everyExchange_endsAsItShould(String transport) throws Exception {
    MgOptions options =
        new MgOptions().transport(transport).httpMaxBodyBytes(BodyCases.MAX_BODY_BYTES);
    try (MgManager mgr = MgManager.create(options)) {
      MgConnection listener = MgHttp.listen(mgr, "http://127.0.0.1:0", app(), null);
      int port = listener.loc().port();
      List<Exchange> all = Exchange.all();
      for (int i = 0; i < all.size(); i += SHARE) {
        List<Exchange> share = all.subList(i, Math.min(i + SHARE, all.size()));
        String what = "the end of " + SHARE + " exchanges from " + share.get(0) + " on";
        assertThat(Pump.during(mgr, what, () -> differences(port, share))).isEmpty();
      }
    }
  }

  @Test
  void thereAreManyCases() {
    assertThat(Exchange.all()).hasSizeGreaterThan(1_000);
  }
}
