package dev.mg.examples.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mg.MgEvent;
import dev.mg.MgManager;
import dev.mg.MgNetException;
import dev.mg.MgOptions;
import dev.mg.testkit.EventLog;
import dev.mg.testkit.Pump;
import java.io.File;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The resolver of our own against a real server, Debian's dnsmasq. */
class DnsmasqTest {
  @TempDir Path dir;

  private static String dnsmasq() {
    for (String path : List.of("/usr/sbin/dnsmasq", "/usr/bin/dnsmasq")) {
      if (Files.isExecutable(Path.of(path))) {
        return path;
      }
    }
    return "";
  }

  private static int freePort() throws Exception {
    try (DatagramSocket s = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
      return s.getLocalPort();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "netty", "netty-epoll"})
  void namesAliasesAndMissingNames_areResolvedAsTheServerSays(String transport) throws Exception {
    String program = dnsmasq();
    assumeTrue(!program.isEmpty(), "dnsmasq is not installed");
    int port = freePort();
    Process server =
        new ProcessBuilder(
                program,
                "--keep-in-foreground",
                "--conf-file=/dev/null",
                "--no-resolv",
                "--no-hosts",
                "--user=root",
                "--pid-file=" + dir.resolve("pid"),
                "--bind-interfaces",
                "--listen-address=127.0.0.1",
                "--port=" + port,
                "--local=/mg.test/",
                "--host-record=here.mg.test,127.0.0.1",
                "--cname=alias.mg.test,here.mg.test")
            .redirectErrorStream(true)
            .redirectOutput(new File(dir.toFile(), "log"))
            .start();
    try (MgManager mgr = MgManager.create(new MgOptions().transport(transport))) {
      mgr.dns4("udp://127.0.0.1:" + port);
      // Long, since the first query may come before the server listens; it is asked again.
      mgr.dnsTimeoutMs(10_000);
      int tcp = mgr.listen("tcp://127.0.0.1:0", (c, ev, d, f) -> {}, null).loc().port();
      assertThat(kind(mgr, "here.mg.test", tcp)).isNull();
      assertThat(kind(mgr, "alias.mg.test", tcp)).isNull();
      assertThat(kind(mgr, "missing.mg.test", tcp)).isEqualTo(MgNetException.Kind.UNKNOWN_HOST);
    } finally {
      server.destroy();
      assertThat(server.waitFor(5, TimeUnit.SECONDS)).as("dnsmasq ends").isTrue();
    }
  }

  /** Null if the connection comes up, else the kind of its ERROR. */
  private static MgNetException.Kind kind(MgManager mgr, String name, int port) {
    MgNetException.Kind[] kind = {null};
    EventLog log =
        new EventLog(
            (c, ev, d, f) -> {
              if (ev == MgEvent.ERROR) {
                kind[0] = ((MgNetException) d).kind();
              } else if (ev == MgEvent.CONNECT) {
                c.close();
              }
            });
    mgr.connect("tcp://" + name + ":" + port, log, null);
    Pump.until(mgr, () -> log.has("CLOSE"), "the end of a connection to " + name);
    return kind[0];
  }
}
