package dev.mg;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MgAddrTest {
  @TempDir private Path dir;

  @ParameterizedTest
  @CsvSource({
    "1.2.3.4, 1.2.3.4:80",
    "0.0.0.0, 0.0.0.0:80",
    "255.255.255.255, 255.255.255.255:80",
    "::, [::]:80",
    "::1, [::1]:80",
    "[::1], [::1]:80",
    "1::, [1::]:80",
    "2001:DB8::1, [2001:db8::1]:80",
    "2001:db8:0:0:1:0:0:1, [2001:db8::1:0:0:1]:80",
    "1:2:3:4:5:6:7:8, [1:2:3:4:5:6:7:8]:80",
    "1:0:3:4:5:6:7:8, [1:0:3:4:5:6:7:8]:80",
    "1:0:0:4:0:0:0:8, [1:0:0:4::8]:80",
    "0:0:3:4:5:6:7:8, [::3:4:5:6:7:8]:80",
    "1:2:3:4:5:6:0:0, [1:2:3:4:5:6::]:80",
    "::ffff:1.2.3.4, 1.2.3.4:80",
    "::ffff:102:304, 1.2.3.4:80",
    "fe80::1%1, [fe80::1%1]:80",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, [ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:80",
    "::1.2.3.4, [::102:304]:80"
  })
  void literals_printInOneForm(String literal, String printed) {
    MgAddr addr = MgAddr.parse(literal, 80);
    assertThat(addr).hasToString(printed);
    String bare = printed.substring(0, printed.length() - 3);
    assertThat(MgAddr.parse(bare, 80)).isEqualTo(addr);
    assertThat(addr.isIp4()).isEqualTo(!printed.startsWith("["));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "example.org",
        "1.2.3",
        "1.2.3.4.5",
        "256.1.1.1",
        "1.2.3.-4",
        "1.2.3.4 ",
        " 1.2.3.4",
        "01.2.3.4",
        "1.2.3.00",
        "0x1.2.3.4",
        "1.2.3.4:80",
        "[1.2.3.4]",
        ":",
        ":::",
        "::1::",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "12345::",
        "::g",
        "[::1",
        "::1]",
        "[[::1]]",
        "[]",
        "::1/64",
        "::1.2.3",
        "::256.1.1.1",
        "host:80",
        "zz:1",
        ".:1",
        "\u0661.2.3.4",
        "::1 ",
        "fe80::1%no such interface",
        "0x1::2",
        "::\u0661"
      })
  void whatIsNoLiteral_isNull(String text) {
    assertThat(MgAddr.parse(text, 80)).isNull();
  }

  @Test
  void addresses_goThroughJavaNetAndBack() throws Exception {
    Seeded.runs(
        5_000,
        random -> {
          boolean four = random.nextBoolean();
          byte[] ip = new byte[four ? 4 : 16];
          random.nextBytes(ip);
          for (int i = 0; i < ip.length; i++) {
            ip[i] = random.nextInt(3) == 0 ? 0 : ip[i];
          }
          int port = random.nextInt(65536);
          InetSocketAddress from = new InetSocketAddress(inet(ip), port);
          MgAddr addr = MgAddr.of(from);
          assertThat(addr.toSocketAddress()).isEqualTo(from);
          String printed = addr.toString();
          MgAddr again = MgAddr.parse(printed.substring(0, printed.lastIndexOf(':')), port);
          assertThat(again).isEqualTo(addr).hasSameHashCodeAs(addr);
        });
  }

  private static InetAddress inet(byte[] ip) {
    try {
      return InetAddress.getByAddress(ip);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void otherSocketAddresses_areKept() {
    MgAddr unix = MgAddr.of(UnixDomainSocketAddress.of("/run/x"));
    assertThat(unix).hasToString("unix:/run/x");
    assertThat(unix.toSocketAddress()).isEqualTo(UnixDomainSocketAddress.of("/run/x"));
    assertThat(unix.isIp4()).isFalse();
    assertThat(MgAddr.of(null)).isEqualTo(MgAddr.NONE);
    assertThat(MgAddr.of(InetSocketAddress.createUnresolved("example.org", 80)))
        .isEqualTo(MgAddr.NONE);
    assertThat(MgAddr.NONE).hasToString("0.0.0.0:0");
    assertThat(MgAddr.NONE.withPort(7)).hasToString("0.0.0.0:7");
  }

  /** Run by the test below with a hosts file that knows names a lookup would find. */
  static final class Parse {
    private Parse() {}

    public static void main(String[] args) {
      for (String text : args) {
        System.out.println(text + " " + MgAddr.parse(text, 0));
      }
    }
  }

  @Test
  void parsing_looksNoNameUp() throws Exception {
    Path hosts = Files.writeString(dir.resolve("hosts"), "127.0.0.9 zz:1 .:1 known %:1\n");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djdk.net.hosts.file=" + hosts,
                "-cp",
                System.getProperty("java.class.path"),
                Parse.class.getName(),
                "zz:1",
                ".:1",
                "known",
                "%:1",
                "::1")
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("out").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the other JVM ends within 60 s").isTrue();
    assertThat(Files.readString(dir.resolve("out")).split(System.lineSeparator()))
        .containsExactly("zz:1 null", ".:1 null", "known null", "%:1 null", "::1 [::1]:0");
  }
}
