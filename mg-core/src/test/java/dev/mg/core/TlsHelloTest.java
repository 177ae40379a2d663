package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.testkit.Dribbler;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ClientHellos of all kinds: what they ask for, and which are none. */
class TlsHelloTest {
  private static final byte[] SNI = extension(0, "000b00 0008 612e7465 73742e63");
  private static final byte[] ALPN = extension(16, "000c 026832 08 687474702f312e31");

  /** Looks at bytes as they come, in an array that grows. */
  private static final class Look implements Dribbler.Sink {
    final TlsHello hello = new TlsHello();
    private final ByteArrayOutputStream all = new ByteArrayOutputStream();
    TlsHello.State state = TlsHello.State.MORE;

    @Override
    public void feed(byte[] bytes, int off, int len) {
      all.write(bytes, off, len);
      byte[] padded = new byte[all.size() + 6];
      Arrays.fill(padded, (byte) 1);
      System.arraycopy(all.toByteArray(), 0, padded, 3, all.size());
      if (state == TlsHello.State.MORE) {
        state = hello.look(padded, 3, all.size());
      }
    }
  }

  static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static byte[] u16(int n) {
    return new byte[] {(byte) (n >> 8), (byte) n};
  }

  static byte[] extension(int type, String data) {
    byte[] bytes = hex(data);
    return join(u16(type), u16(bytes.length), bytes);
  }

  static byte[] message(byte[]... extensions) {
    byte[] all = join(extensions);
    byte[] body = join(hex("0303"), new byte[32], hex("00 0002 1301 01 00"), u16(all.length), all);
    return join(new byte[] {1, 0}, u16(body.length), body);
  }

  /** Cut into records that carry {@code size} bytes. */
  static byte[] records(byte[] message, int size) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int at = 0; at < message.length; at += size) {
      int n = Math.min(size, message.length - at);
      all.writeBytes(join(hex("160301"), u16(n)));
      all.write(message, at, n);
    }
    return all.toByteArray();
  }

  private static TlsHello whole(byte[] message) {
    byte[] bytes = records(message, 1 << 14);
    Look look = new Look();
    look.feed(bytes, 0, bytes.length);
    assertThat(look.state).isEqualTo(TlsHello.State.WHOLE);
    return look.hello;
  }

  private static TlsHello.State state(byte[] bytes) {
    Look look = new Look();
    look.feed(bytes, 0, bytes.length);
    return look.state;
  }

  @Test
  void nameAndProtocols_areFoundHoweverTheBytesCome() {
    byte[] message = message(extension(43, "02 0304"), SNI, ALPN);
    for (int size : new int[] {1, 3, 4, 5, 50, 1 << 14}) {
      Dribbler.everyWay(
          records(message, size),
          () ->
              new Dribbler.Subject() {
                private final Look look = new Look();

                @Override
                public void feed(byte[] bytes, int off, int len) {
                  look.feed(bytes, off, len);
                }

                @Override
                public void end(int times) {
                  assertThat(look.state).isEqualTo(TlsHello.State.WHOLE);
                  assertThat(look.hello.sni()).isEqualTo("a.test.c");
                  assertThat(look.hello.alpn()).containsExactly("h2", "http/1.1");
                }
              });
    }
  }

  @Test
  void aHelloOfTheJdk_isUnderstood() throws Exception {
    SSLEngine engine = SSLContext.getDefault().createSSLEngine("www.Example.org", 443);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"http/1.1", "x"});
    engine.setSSLParameters(parameters);
    ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    engine.wrap(ByteBuffer.allocate(0), out);
    Look look = new Look();
    look.feed(out.array(), 0, out.position());
    assertThat(look.state).isEqualTo(TlsHello.State.WHOLE);
    assertThat(look.hello.sni()).isEqualTo("www.example.org");
    assertThat(look.hello.alpn()).containsExactly("http/1.1", "x");
  }

  @Test
  void withoutExtensions_thereIsNeither() {
    byte[] body = join(hex("0303"), new byte[32], hex("00 0002 002f 01 00"));
    TlsHello hello = whole(join(new byte[] {1, 0}, u16(body.length), body));
    assertThat(hello.sni()).isNull();
    assertThat(hello.alpn()).isNull();
  }

  /** Some clients put an address there, or bytes that are no name: the engine may judge that. */
  @ParameterizedTest
  @CsvSource({
    "0009 00 0006 412e54657374, a.test",
    "0009 00 0006 612e74c3a474,",
    "0009 01 0006 612e74657374,",
    "0006 00 0003 61 00 62,",
    "0003 00 0000,",
    "000c 00 0009 3132372e302e302e31, 127.0.0.1",
  })
  void aName_isLowerCaseAndOneThatCanBe(String data, @Nullable String name) {
    assertThat(whole(message(extension(0, data))).sni()).isEqualTo(name);
  }

  /** Each is cut or grown somewhere. */
  @ParameterizedTest
  @CsvSource({
    "0, ''",
    "0, 00",
    "0, 000a 00 0008 612e746573742e63",
    "0, 000b 00 0009 612e746573742e63",
    "0, 000b 00 0008 612e746573742e6300",
    "16, ''",
    "16, 0000",
    "16, 0001 00",
    "16, 0003 03 6832",
    "16, 0003 01 6832",
    "16, 0003 02 683200",
    "16, 0004 02 6832 00",
  })
  void malformedExtensions_areBroken(int type, String data) {
    assertThat(state(records(message(extension(type, data)), 1 << 14)))
        .isEqualTo(TlsHello.State.BROKEN);
  }

  @Test
  void extensionsGivenTwice_areBroken() {
    assertThat(state(records(message(SNI, SNI), 1 << 14))).isEqualTo(TlsHello.State.BROKEN);
    assertThat(state(records(message(ALPN, ALPN), 1 << 14))).isEqualTo(TlsHello.State.BROKEN);
  }

  @Test
  void aMessageCutAnywhere_isBroken() {
    byte[] message = message(SNI, ALPN);
    for (int n = 4; n < message.length; n++) {
      byte[] cut = Arrays.copyOf(message, n);
      cut[3] = (byte) (n - 4);
      // Without its extensions, or all of them, it is whole.
      boolean isWhole = n == 4 + 2 + 32 + 1 + 4 + 2;
      assertThat(state(records(cut, 1 << 14)))
          .as("cut after %d bytes", n)
          .isEqualTo(isWhole ? TlsHello.State.WHOLE : TlsHello.State.BROKEN);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET / HTTP/1.1, PLAIN_HTTP",
    "POST /x, PLAIN_HTTP",
    "PRI * HTTP/2.0, PLAIN_HTTP",
    "GET, MORE",
    "G, MORE",
    "GEX /, NOT_TLS",
    "SSH-2.0-x, NOT_TLS",
    "hello, NOT_TLS",
  })
  void whatIsNoTls_isToldFromIt(String text, TlsHello.State state) {
    assertThat(state(text.getBytes(StandardCharsets.US_ASCII))).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({
    "80 2e 01 03 01, NOT_TLS",
    "16, MORE",
    "16 03, MORE",
    "16 02, NOT_TLS",
    "16 03 01 00, MORE",
    "16 03 01 00 00, BROKEN",
    "16 03 01 40 01, BROKEN",
    "16 03 01 00 04 02 00 00 00, BROKEN",
    "16 03 01 00 04 01 01 00 00, BROKEN",
    "16 03 01 00 01 01 15, BROKEN",
    "16 03 01 00 01 01 16 02, BROKEN",
    "16 03 01 00 01 01 16 03, MORE",
    "15 03 01 00 02 02 28, NOT_TLS",
  })
  void whatBeginsAsTls_isFollowedToWhereItIsNone(String bytes, TlsHello.State state) {
    assertThat(state(hex(bytes))).isEqualTo(state);
  }

  /** One byte a record makes six of each: the bound is on what is kept, not on the message. */
  @Test
  void aHelloThatDoesNotEnd_isBrokenAtTheBound() {
    byte[] endless = records(join(hex("01 00 ff f0"), new byte[60_000]), 1);
    TlsHello hello = new TlsHello();
    assertThat(hello.look(endless, 0, TlsHello.MAX_BYTES - 1)).isEqualTo(TlsHello.State.MORE);
    assertThat(hello.look(endless, 0, TlsHello.MAX_BYTES)).isEqualTo(TlsHello.State.BROKEN);
  }

  @Test
  void aHelloOfSixtyThousandBytes_isWhole() {
    byte[] padding = join(u16(21), u16(60_000), new byte[60_000]);
    TlsHello hello = whole(message(padding, ALPN));
    assertThat(hello.alpn()).isEqualTo(List.of("h2", "http/1.1"));
  }
}
