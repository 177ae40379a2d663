package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers of the PROXY protocol: whole, and split at every offset. */
class ProxyHeaderTest {
  private static final String REFUSED = "refused";

  private final ProxyHeader header = new ProxyHeader();

  /** What comes out of it, with something behind it, and at each split before its end. */
  private String parse(byte[] bytes) {
    byte[] b = Arrays.copyOf(bytes, bytes.length + 40);
    Arrays.fill(b, bytes.length, b.length, (byte) 'x');
    int whole = header.parse(b, 0, b.length);
    String was = whole > 0 ? header.source + " " + header.destination : REFUSED;
    assertThat(whole).as("an answer").isIn(ProxyHeader.REFUSED, bytes.length);
    int n = ProxyHeader.MORE;
    for (int end = 0; n == ProxyHeader.MORE; end++) {
      // At another place, and with nothing readable behind it.
      byte[] part = new byte[3 + end];
      System.arraycopy(b, 0, part, 3, end);
      n = header.parse(part, 3, part.length);
      assertThat(n == ProxyHeader.REFUSED || n == ProxyHeader.MORE || end == whole).isTrue();
    }
    assertThat(n).as("byte by byte").isEqualTo(whole);
    return was;
  }

  private String line(String line) {
    return parse(ProxyHeaders.line(line));
  }

  @ParameterizedTest
  @CsvSource({
    "PROXY TCP4 203.0.113.7 198.51.100.1 56324 443,203.0.113.7:56324 198.51.100.1:443",
    "PROXY TCP4 255.255.255.255 0.0.0.0 65535 0,255.255.255.255:65535 0.0.0.0:0",
    "PROXY TCP6 2001:db8::7 ::1 1 80,[2001:db8::7]:1 [::1]:80",
    "PROXY TCP6 ::ffff:1.2.3.4 2001:DB8:0:0:0:0:0:1 1 2,1.2.3.4:1 [2001:db8::1]:2",
    "PROXY UNKNOWN,null null",
    "PROXY UNKNOWN ffff::ffff whatever 1 2 3 4,null null",
  })
  void version1(String line, String addresses) {
    assertThat(line(line)).isEqualTo(addresses);
  }

  @Test
  void version1_hasAtMost107Bytes() {
    String longest = "PROXY UNKNOWN " + "f".repeat(107 - 16);
    assertThat(ProxyHeaders.line(longest)).hasSize(107);
    assertThat(line(longest)).isEqualTo("null null");
    assertThat(line(longest + "f")).isEqualTo(REFUSED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PROXY TCP4 203.0.113.7 198.51.100.1 56324",
        "PROXY TCP4 203.0.113.7 198.51.100.1 56324 443 ",
        "PROXY TCP4  203.0.113.7 198.51.100.1 56324 443",
        "PROXY  TCP4 203.0.113.7 198.51.100.1 56324 443",
        "PROXY TCP4 203.0.113.7 198.51.100.1 56324 65536",
        "PROXY TCP4 203.0.113.7 198.51.100.1 056324 443",
        "PROXY TCP4 203.0.113.7 198.51.100.1 -1 443",
        "PROXY TCP4 203.0.113.7 198.51.100.1 +1 443",
        "PROXY TCP4 203.0.113.007 198.51.100.1 1 443",
        "PROXY TCP4 203.0.113 198.51.100.1 1 443",
        "PROXY TCP4 ::1 ::1 1 443",
        "PROXY TCP4 localhost localhost 1 443",
        "PROXY TCP6 203.0.113.7 198.51.100.1 1 443",
        "PROXY TCP6 [::1] [::1] 1 443",
        "PROXY TCP6 fe80::1%lo ::1 1 443",
        "PROXY TCP6 ::g ::1 1 443",
        "PROXY TCP6 :::1 ::1 1 443",
        "PROXY TCP 203.0.113.7 198.51.100.1 1 443",
        "PROXY tcp4 203.0.113.7 198.51.100.1 1 443",
        "PROXY UDP4 203.0.113.7 198.51.100.1 1 443",
        "PROXY ",
        "PROXY",
        "proxy UNKNOWN",
        "PROXX UNKNOWN",
        "PROXY UNKNOWN\t",
        "PROXY UNKNOWN\u0000",
        "PROXY UNKNOWN\u00e9",
        "PROXY UNKNOWN\r",
        "PROXY UNKNOWN\n",
        "GET / HTTP/1.1",
        "",
      })
  void whatIsNoVersion1_isRefused(String line) {
    assertThat(line(line)).isEqualTo(REFUSED);
  }

  @Test
  void version2_hasAddressesOfEachFamily() {
    assertThat(parse(ProxyHeaders.binary(0x21, 0x11, ProxyHeaders.ip4())))
        .isEqualTo("203.0.113.7:4660 198.51.100.1:443");
    assertThat(parse(ProxyHeaders.binary(0x21, 0x21, ProxyHeaders.ip6())))
        .isEqualTo("[2001:db8::7]:65535 [2001:db8::1]:80");
    assertThat(parse(ProxyHeaders.binary(0x21, 0x31, ProxyHeaders.unix("/a", "/tmp/b.sock"))))
        .isEqualTo("unix:/a unix:/tmp/b.sock");
    assertThat(parse(ProxyHeaders.binary(0x21, 0x31, ProxyHeaders.unix("", "y".repeat(108)))))
        .isEqualTo("unix: unix:" + "y".repeat(108));
  }

  @Test
  void version2_withoutAddresses_keepsThoseOfTheSocket() {
    assertThat(parse(ProxyHeaders.binary(0x20, 0x00))).isEqualTo("null null");
    assertThat(parse(ProxyHeaders.binary(0x21, 0x00))).isEqualTo("null null");
    byte[] anything = "any bytes, not looked at".getBytes(StandardCharsets.US_ASCII);
    assertThat(parse(ProxyHeaders.binary(0x21, 0x00, anything))).isEqualTo("null null");
    assertThat(parse(ProxyHeaders.binary(0x20, 0x11, ProxyHeaders.ip4()))).isEqualTo("null null");
    assertThat(parse(ProxyHeaders.binary(0x20, 0x99, anything))).isEqualTo("null null");
  }

  @Test
  void version2_mayTellMore_wholeAndBounded() {
    byte[] alpn = ProxyHeaders.bytes(1, 0, 2, 'h', '2');
    byte[] noop = ProxyHeaders.bytes(4, 0, 0);
    String expected = "203.0.113.7:4660 198.51.100.1:443";
    assertThat(parse(ProxyHeaders.binary(0x21, 0x11, ProxyHeaders.ip4(), alpn, noop)))
        .isEqualTo(expected);
    byte[] most = new byte[4_096 - 12];
    most[0] = 4;
    most[1] = (byte) (most.length - 3 >> 8);
    most[2] = (byte) (most.length - 3);
    assertThat(parse(ProxyHeaders.binary(0x21, 0x11, ProxyHeaders.ip4(), most)))
        .isEqualTo(expected);
    assertThat(parse(ProxyHeaders.binary(0x21, 0x11, ProxyHeaders.ip4(), most, noop)))
        .isEqualTo(REFUSED);
    for (byte[] cut :
        new byte[][] {
          ProxyHeaders.bytes(4),
          ProxyHeaders.bytes(4, 0),
          ProxyHeaders.bytes(4, 0, 1),
          ProxyHeaders.bytes(4, 0xFF, 0xFF, 1)
        }) {
      assertThat(parse(ProxyHeaders.binary(0x21, 0x11, ProxyHeaders.ip4(), cut)))
          .isEqualTo(REFUSED);
    }
  }

  @Test
  void whatIsNoVersion2_isRefused() {
    byte[] none = {};
    for (int command : new int[] {0x00, 0x11, 0x22, 0x2F, 0x31, 0xF1}) {
      assertThat(parse(ProxyHeaders.binary(command, 0x11, ProxyHeaders.ip4()))).isEqualTo(REFUSED);
    }
    for (int family : new int[] {0x01, 0x02, 0x10, 0x12, 0x13, 0x20, 0x22, 0x30, 0x32, 0x41}) {
      assertThat(parse(ProxyHeaders.binary(0x21, family, new byte[216]))).isEqualTo(REFUSED);
    }
    assertThat(parse(ProxyHeaders.binary(0x21, 0x11, new byte[11]))).isEqualTo(REFUSED);
    assertThat(parse(ProxyHeaders.binary(0x21, 0x21, new byte[35]))).isEqualTo(REFUSED);
    assertThat(parse(ProxyHeaders.binary(0x21, 0x31, new byte[215]))).isEqualTo(REFUSED);
    assertThat(parse(ProxyHeaders.binary(0x21, 0x31, none))).isEqualTo(REFUSED);
    byte[] header = ProxyHeaders.binary(0x21, 0x11, ProxyHeaders.ip4());
    for (int i = 0; i < 12; i++) {
      byte[] wrong = header.clone();
      wrong[i]++;
      assertThat(parse(wrong)).as("byte %d", i).isEqualTo(REFUSED);
    }
  }
}
