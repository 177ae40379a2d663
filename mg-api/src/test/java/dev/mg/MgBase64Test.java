package dev.mg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MgBase64Test {
  @Test
  void anyPieces_encodeAsTheWholeAndDecodeAgain() {
    Seeded.runs(
        5_000,
        random -> {
          byte[] bytes = Seeded.bytes(random, 60);
          byte[] text = Base64.getEncoder().encode(bytes);
          MgIobuf out = new MgIobuf();
          out.add("x");
          MgBase64Encoder encoder = new MgBase64Encoder(out);
          pieces(random, bytes, encoder::update);
          encoder.finish();
          assertThat(out.toString()).isEqualTo("x" + new String(text, StandardCharsets.US_ASCII));
          assertThat(MgUtil.base64Encode(MgStr.of(bytes))).isEqualTo(out.toString().substring(1));

          out.clear();
          out.add("y");
          MgBase64Decoder decoder = new MgBase64Decoder(out);
          pieces(random, text, piece -> assertThat(decoder.update(piece)).isTrue());
          assertThat(decoder.finish()).isTrue();
          out.del(1);
          assertThat(out.str().toBytes()).isEqualTo(bytes);
        });
  }

  private static void pieces(Random random, byte[] whole, Consumer<byte[]> each) {
    for (int from = 0; from < whole.length; ) {
      int to = Math.min(whole.length, from + random.nextInt(9));
      each.accept(Arrays.copyOfRange(whole, from, to));
      from = to;
    }
  }

  @Test
  void onlyWhatAnEncoderWrites_isDecoded() {
    Seeded.runs(
        20_000,
        random -> {
          byte[] text = new byte[random.nextInt(10)];
          for (int i = 0; i < text.length; i++) {
            text[i] = (byte) "ABQgw/+9=".charAt(random.nextInt(i < 2 ? 8 : 9));
          }
          byte[] expected;
          try {
            expected = Base64.getDecoder().decode(text);
            expected = Arrays.equals(Base64.getEncoder().encode(expected), text) ? expected : null;
          } catch (IllegalArgumentException e) {
            expected = null;
          }
          assertThat(MgUtil.base64Decode(MgStr.of(text)))
              .as(new String(text, StandardCharsets.US_ASCII))
              .isEqualTo(expected);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A",
        "AA",
        "AAA",
        "AA=",
        "=",
        "==",
        "A===",
        "====",
        "AAAA=",
        "AA==AA==",
        "AA=A",
        "AAA=A",
        "AA==A",
        "AB==",
        "AAB=",
        "A A=",
        "AAAA\n",
        "AA-_",
        "\u00e9AA="
      })
  void badText_isRefused(String text) {
    assertThat(MgUtil.base64Decode(MgStr.of(text))).isNull();
  }

  @Test
  void decoder_staysFailedUntilItsEnd() {
    MgIobuf out = new MgIobuf();
    MgBase64Decoder decoder = new MgBase64Decoder(out);
    assertThat(decoder.update("QUJD*".getBytes(StandardCharsets.US_ASCII))).isFalse();
    assertThat(decoder.update("QUJD".getBytes(StandardCharsets.US_ASCII))).isFalse();
    assertThat(out.toString()).isEqualTo("ABC");
    assertThat(decoder.finish()).isFalse();
    assertThat(decoder.update("QUJD".getBytes(StandardCharsets.US_ASCII))).isTrue();
    assertThat(decoder.finish()).isTrue();
  }
}
