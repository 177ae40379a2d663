package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mg.MgAddr;
import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgException;
import dev.mg.MgHandler;
import dev.mg.MgLog;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.testkit.EventLog;
import dev.mg.testkit.MemoryPeer;
import dev.mg.testkit.Pump;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Listeners behind a proxy. */
class MgProxyProtocolTest {
  private static final int WAIT_MS = 10_000;
  private static final String LOOPBACK = "+127.0.0.0/8";
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String LINE = "PROXY TCP4 203.0.113.7 198.51.100.1 56324 443\r\n";
  private static final String ENDS = "203.0.113.7:56324 198.51.100.1:443";

  /** Answers each request with the ends of its connection. */
  private static MgHandler ends() {
    return (c, ev, evData, fnData) -> {
      if (ev == MgHttp.EV_MSG) {
        MgHttp.reply(c, 200, "", c.rem() + " " + c.loc());
      }
    };
  }

  private static HttpRig rig(String trusted) {
    HttpRig rig = new HttpRig(ends());
    MgProxyProtocol.on(rig.listener, trusted);
    return rig;
  }

  private static byte[] latin1(String s) {
    return s.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String text(byte[] b) {
    return new String(b, StandardCharsets.ISO_8859_1);
  }

  @Test
  void http_seesTheClientsAddresses_whateverTheVersion() throws Exception {
    try (HttpRig rig = rig(LOOPBACK)) {
      assertThat(rig.exchange(LINE + GET)).isEqualTo(HttpRig.ok(ENDS));
      String binary = text(ProxyHeaders.binary(0x21, 0x11, ProxyHeaders.ip4()));
      assertThat(rig.exchange(binary + GET + GET))
          .isEqualTo(HttpRig.ok("203.0.113.7:4660 198.51.100.1:443").repeat(2));
    }
  }

  @Test
  void aProxyThatSpeaksForItself_keepsItsAddresses() throws Exception {
    try (HttpRig rig = rig(LOOPBACK);
        MemoryPeer peer = rig.connect()) {
      String own = MgAddr.of(peer.local()) + " " + rig.listener.loc();
      assertThat(rig.send(peer, text(ProxyHeaders.binary(0x20, 0x00)) + GET))
          .isEqualTo(HttpRig.ok(own));
    }
  }

  @Test
  void handlersHearOfAConnection_whenItsHeaderHasCome_asIfJustAccepted() throws Exception {
    byte[] wire = latin1(LINE + GET);
    for (int cut = 0; cut <= LINE.length(); cut++) {
      try (HttpRig rig = rig(LOOPBACK);
          MemoryPeer peer = rig.connect()) {
        rig.send(peer, text(wire).substring(0, cut));
        String[] before = cut < LINE.length() ? new String[0] : new String[] {"OPEN", "ACCEPT"};
        if (before.length == 0) {
          assertThat(rig.log.accepted()).as("before the header").isEmpty();
        } else {
          rig.log.expect(rig.log.accepted().get(0), before);
        }
        assertThat(rig.send(peer, text(wire).substring(cut))).isEqualTo(HttpRig.ok(ENDS));
        rig.log.expect(
            rig.log.accepted().get(0),
            "OPEN",
            "ACCEPT",
            "HTTP_HDRS",
            "HTTP_MSG",
            "READ " + GET.length(),
            "WRITE");
      }
    }
  }

  @Test
  void plainTcp_getsTheBytesBehindTheHeader_andEachEventOnce() throws Exception {
    EventLog[] log = new EventLog[1];
    try (HttpRig rig = new HttpRig(ends())) {
      log[0] = echo();
      MgConnection listener = rig.mgr.listen("tcp://127.0.0.1:0", log[0], null);
      MgProxyProtocol.on(listener, LOOPBACK);
      try (MemoryPeer peer = rig.net.connect(listener.loc().port())) {
        assertThat(rig.send(peer, LINE + "hello")).isEqualTo("hello");
        assertThat(rig.send(peer, "you")).isEqualTo("you");
        peer.shutdownOutput();
        rig.poll();
      }
      MgConnection c = log[0].accepted().get(0);
      assertThat(c.rem()).as("in CLOSE too").hasToString("203.0.113.7:56324");
      log[0].expect(c, "OPEN", "ACCEPT", "READ 5", "WRITE 5", "READ 3", "WRITE 3", "CLOSE EOF");
    }
  }

  private static EventLog echo() {
    return new EventLog(
        (c, ev, evData, fnData) -> {
          if (ev == MgEvent.READ) {
            c.send(c.recv);
            c.recv.clear();
          }
        });
  }

  @Test
  void openOfTheUsersHandler_seesTheClientAlready_andMayCloseIt() throws Exception {
    List<String> seen = new ArrayList<>();
    MgHandler fn =
        (c, ev, evData, fnData) -> {
          if (!c.isListening()) {
            seen.add(ev + " " + c.rem() + " " + fnData);
            if (ev == MgEvent.OPEN) {
              c.close();
            }
          }
        };
    try (HttpRig rig = new HttpRig(ends())) {
      MgConnection listener = rig.mgr.listen("tcp://127.0.0.1:0", fn, "data");
      MgProxyProtocol.on(listener, LOOPBACK);
      try (MemoryPeer peer = rig.net.connect(listener.loc().port())) {
        rig.send(peer, LINE + "hello");
        assertThat(peer.isEof() || peer.isReset()).isTrue();
      }
      assertThat(seen)
          .containsExactly(
              MgEvent.OPEN + " 203.0.113.7:56324 data", MgEvent.CLOSE + " 203.0.113.7:56324 data");
    }
  }

  @Test
  void whoIsNotTrusted_isClosedUnheard() throws Exception {
    for (String trusted : new String[] {"+10.0.0.0/8", "+0.0.0.0/0,-127.0.0.1"}) {
      assertClosed(trusted, LINE + GET, "it comes from no trusted proxy");
      assertClosed(trusted, GET, "it comes from no trusted proxy");
    }
  }

  @Test
  void whoIsTrustedAndSendsNoHeader_isClosedUnheard() throws Exception {
    String why = "it does not start with a PROXY header";
    assertClosed(LOOPBACK, GET, why);
    assertClosed(LOOPBACK, "PROXY TCP4 1.2.3.4\r\n" + GET, why);
    assertClosed(LOOPBACK, "\r\n\r\n" + GET, why);
  }

  private static void assertClosed(String trusted, String wire, String why) throws Exception {
    List<String> lines = new ArrayList<>();
    int level = MgLog.level();
    MgLog.set(MgLog.DEBUG);
    MgLog.setFn((at, line, thrown) -> lines.add(line));
    try (HttpRig rig = rig(trusted);
        MemoryPeer peer = rig.connect()) {
      assertThat(rig.send(peer, wire)).isEmpty();
      assertThat(peer.isEof() || peer.isReset()).as("closed").isTrue();
      assertThat(rig.log.accepted()).as("heard of").isEmpty();
      assertThat(lines).anyMatch(line -> line.endsWith("closed: " + why));
    } finally {
      MgLog.setFn(null);
      MgLog.set(level);
    }
  }

  @Test
  void aHeaderThatTrickles_isCutAtTheDeadline() throws Exception {
    HttpRig rig = new HttpRig(new MgOptions().httpHeadTimeoutMs(5_000), ends());
    MgProxyProtocol.on(rig.listener, LOOPBACK);
    try (rig;
        MemoryPeer peer = rig.connect()) {
      for (int i = 0; i < 4; i++) {
        rig.send(peer, LINE.substring(i, i + 1));
        rig.pass(1_000);
        assertThat(peer.isEof() || peer.isReset()).as("after %d s", i + 1).isFalse();
      }
      rig.pass(3_000);
      assertThat(peer.isEof() || peer.isReset()).isTrue();
      assertThat(rig.log.accepted()).isEmpty();
    }
  }

  @Test
  void afterTheHeader_theDeadlineIsTheProtocolsOwn() throws Exception {
    HttpRig rig = new HttpRig(new MgOptions().httpHeadTimeoutMs(5_000), ends());
    MgProxyProtocol.on(rig.listener, LOOPBACK);
    try (rig;
        MemoryPeer peer = rig.connect()) {
      rig.send(peer, LINE);
      rig.pass(20_000);
      assertThat(rig.send(peer, GET)).isEqualTo(HttpRig.ok(ENDS));
    }
  }

  @Test
  void on_isForListenersOfStreams_once_andChecksTheList() {
    try (HttpRig rig = new HttpRig(ends())) {
      MgConnection udp = rig.mgr.listen("udp://127.0.0.1:0", ends(), null);
      assertThatThrownBy(() -> MgProxyProtocol.on(udp, LOOPBACK))
          .isInstanceOf(MgException.class)
          .hasMessageContaining("listener of TCP");
      assertThatThrownBy(() -> MgProxyProtocol.on(rig.listener, "127.0.0.0/8"))
          .isInstanceOf(MgException.class)
          .hasMessageContaining("starts with + or -");
      MgProxyProtocol.on(rig.listener, "");
      assertThatThrownBy(() -> MgProxyProtocol.on(rig.listener, ""))
          .isInstanceOf(MgException.class)
          .hasMessageContaining("already");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "netty", "netty-epoll"})
  void overSockets_byteByByte_andAtOnce(String transport) throws Exception {
    try (MgManager mgr = MgManager.create(new MgOptions().transport(transport))) {
      MgConnection listener = MgHttp.listen(mgr, "http://127.0.0.1:0", ends(), null);
      MgProxyProtocol.on(listener, LOOPBACK);
      int port = listener.loc().port();
      byte[] binary = ProxyHeaders.binary(0x21, 0x21, ProxyHeaders.ip6());
      String close = GET.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
      assertThat(Pump.during(mgr, "an answer", () -> talk(port, latin1(LINE + close), true)))
          .endsWith("\r\n\r\n" + ENDS);
      assertThat(
              Pump.during(mgr, "an answer", () -> talk(port, latin1(text(binary) + close), false)))
          .endsWith("\r\n\r\n[2001:db8::7]:65535 [2001:db8::1]:80");
      assertThat(Pump.during(mgr, "the end", () -> talk(port, latin1("GET /"), false))).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "netty", "netty-epoll"})
  void overSockets_plainTcp(String transport) throws Exception {
    EventLog log = echo();
    try (MgManager mgr = MgManager.create(new MgOptions().transport(transport))) {
      MgConnection listener = mgr.listen("tcp://127.0.0.1:0", log, null);
      MgProxyProtocol.on(listener, LOOPBACK);
      int port = listener.loc().port();
      byte[] answer =
          Pump.during(
              mgr,
              "an echo",
              () -> {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                  socket.setSoTimeout(WAIT_MS);
                  socket.getOutputStream().write(latin1(LINE + "hello"));
                  return socket.getInputStream().readNBytes(5);
                }
              });
      assertThat(text(answer)).isEqualTo("hello");
      MgConnection c = log.accepted().get(0);
      Pump.until(mgr, () -> log.count(c, "CLOSE") == 1, "CLOSE");
      log.expect(c, "OPEN", "ACCEPT", "READ 5", "WRITE 5", "CLOSE EOF");
      assertThat(c.rem() + " " + c.loc()).isEqualTo(ENDS);
    }
  }

  @Test
  void unixDomainSockets_areForAListThatLetsEverybodyIn() throws Exception {
    // Not JUnit's directory: its path may be longer than that of a socket can be.
    Path path = Files.createTempDirectory("mg").resolve("s");
    EventLog log = echo();
    try (MgManager mgr = MgManager.create(new MgOptions().transport("nio"))) {
      MgConnection listener = mgr.listen("unix:" + path, log, null);
      MgProxyProtocol.on(listener, "");
      byte[] wire =
          latin1(text(ProxyHeaders.binary(0x21, 0x31, ProxyHeaders.unix("/a", "/b"))) + "hi");
      byte[] answer =
          Pump.during(
              mgr,
              "an echo",
              () -> {
                try (SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                  socket.write(ByteBuffer.wrap(wire));
                  return Channels.newInputStream(socket).readNBytes(2);
                }
              });
      assertThat(text(answer)).isEqualTo("hi");
      MgConnection c = log.accepted().get(0);
      assertThat(c.rem() + " " + c.loc()).isEqualTo("unix:/a unix:/b");
    } finally {
      Files.delete(path.getParent());
    }
  }

  private static String talk(int port, byte[] wire, boolean slowly) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(WAIT_MS);
      socket.setTcpNoDelay(true);
      for (int i = 0; i < wire.length; i += slowly ? 1 : wire.length) {
        socket.getOutputStream().write(wire, i, slowly ? 1 : wire.length);
      }
      InputStream in = socket.getInputStream();
      return text(in.readAllBytes());
    } catch (SocketException e) {
      // Closed with something unread, which may be a reset.
      return "";
    }
  }

  @Test
  void curl_isAProxyToo() throws Exception {
    Path curl = Path.of("/usr/bin/curl");
    assumeTrue(Files.isExecutable(curl), "curl is not installed");
    try (MgManager mgr = MgManager.create(new MgOptions().transport("nio"))) {
      MgConnection listener = MgHttp.listen(mgr, "http://127.0.0.1:0", ends(), null);
      MgProxyProtocol.on(listener, LOOPBACK);
      String url = "http://" + listener.loc() + "/";
      assertThat(Pump.during(mgr, "curl", () -> run("curl", "-sS", "--haproxy-protocol", url)))
          .matches("127\\.0\\.0\\.1:\\d+ " + listener.loc());
      assertThat(Pump.during(mgr, "curl", () -> run("curl", "-sS", url))).contains("curl: (");
    }
  }

  private static String run(String... command) throws Exception {
    Process p = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = text(p.getInputStream().readAllBytes());
    assertThat(p.waitFor(WAIT_MS, TimeUnit.MILLISECONDS)).as("%s ends", command[0]).isTrue();
    return out;
  }
}
