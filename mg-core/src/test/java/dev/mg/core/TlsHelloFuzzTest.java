package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/** {@link TlsHello} on any bytes: whole and in two pieces it says the same, and reads no others. */
class TlsHelloFuzzTest {
  @FuzzTest(maxDuration = "10m")
  void anyBytes(byte[] data) {
    look(data);
    // Seeds and finds are records; a message alone reaches further.
    if (data.length > 0 && data.length < 1 << 14) {
      look(TlsHelloTest.records(data, 1 + (data[0] & 0xff)));
    }
  }

  private static void look(byte[] data) {
    TlsHello hello = new TlsHello();
    TlsHello.State whole = hello.look(data, 0, data.length);
    byte[] within = new byte[data.length + 9];
    Arrays.fill(within, (byte) 0x16);
    System.arraycopy(data, 0, within, 4, data.length);
    TlsHello pieces = new TlsHello();
    int cut = data.length / 2;
    TlsHello.State first = pieces.look(within, 4, cut);
    TlsHello.State both =
        first == TlsHello.State.MORE ? pieces.look(within, 4, data.length) : first;
    assertThat(both).isEqualTo(whole);
    if (whole == TlsHello.State.WHOLE) {
      assertThat(pieces.sni()).isEqualTo(hello.sni());
      assertThat(pieces.alpn()).isEqualTo(hello.alpn());
      assertThat(hello.sni() == null || hello.sni().matches("[a-z0-9._-]{1,255}")).isTrue();
      assertThat(hello.alpn() == null || !hello.alpn().isEmpty()).isTrue();
    }
  }
}
