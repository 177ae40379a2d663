package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8ValidatorTest {
  private final CharsetDecoder jdk = StandardCharsets.UTF_8.newDecoder();
  private final CharBuffer chars = CharBuffer.allocate(256);

  private static int feed(byte... bytes) {
    return Utf8Validator.feed(Utf8Validator.DONE, bytes, 0, bytes.length);
  }

  /**
   * What is to be said of bytes that may go on: BAD, DONE, or -1 for inside a character. The JDK
   * sometimes wants another byte before it calls a character bad; then all are tried.
   */
  private int judge(byte[] bytes) {
    chars.clear();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CoderResult result = jdk.reset().decode(in, chars, false);
    if (result.isError()) {
      return Utf8Validator.BAD;
    }
    if (!in.hasRemaining()) {
      return Utf8Validator.DONE;
    }
    byte[] more = Arrays.copyOf(bytes, bytes.length + 1);
    for (int next = 0x80; next < 0xC0; next++) {
      more[bytes.length] = (byte) next;
      if (judge(more) != Utf8Validator.BAD) {
        return -1;
      }
    }
    return Utf8Validator.BAD;
  }

  private void check(byte[] bytes) {
    int mine = feed(bytes);
    int seen = mine == Utf8Validator.BAD || mine == Utf8Validator.DONE ? mine : -1;
    int expected = judge(bytes);
    if (seen != expected) {
      assertThat(seen).as(Arrays.toString(bytes)).isEqualTo(expected);
    }
  }

  @Test
  void everySequenceOfUpToThreeBytes_isJudgedAsTheJdkDoes() {
    byte[] one = new byte[1];
    byte[] two = new byte[2];
    byte[] three = new byte[3];
    for (int a = 0; a < 256; a++) {
      one[0] = two[0] = three[0] = (byte) a;
      check(one);
      for (int b = 0; b < 256; b++) {
        two[1] = three[1] = (byte) b;
        check(two);
        if (a >= 0xC0) {
          for (int c = 0x70; c < 256; c += c < 0xC8 ? 1 : 9) {
            three[2] = (byte) c;
            check(three);
          }
        }
      }
    }
  }

  @Test
  void everySequenceOfFourBytes_isJudgedAsTheJdkDoes_atTheBordersOfEachRange() {
    int[] borders = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF};
    byte[] four = new byte[4];
    for (int a = 0xE0; a < 256; a++) {
      for (int b = 0; b < 256; b++) {
        for (int c : borders) {
          for (int d : borders) {
            four[0] = (byte) a;
            four[1] = (byte) b;
            four[2] = (byte) c;
            four[3] = (byte) d;
            check(four);
          }
        }
      }
    }
  }

  @Test
  void everyCharacter_isAccepted() {
    for (int cp = 0; cp <= 0x10FFFF; cp++) {
      if (cp < 0xD800 || cp > 0xDFFF) {
        if (feed(Character.toString(cp).getBytes(StandardCharsets.UTF_8)) != Utf8Validator.DONE) {
          assertThat(cp).as("refused").isNegative();
        }
      }
    }
  }

  @Test
  void splitAnywhere_theVerdictIsTheSame() {
    byte[] text =
        "aé€😀 plain ascii of some length ß\u07FF\u0800\uFFFD\uD800\uDC00 end"
            .getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i <= text.length; i++) {
      for (int j = i; j <= text.length; j++) {
        int state = Utf8Validator.feed(Utf8Validator.DONE, text, 0, i);
        state = Utf8Validator.feed(state, text, i, j);
        state = Utf8Validator.feed(state, text, j, text.length);
        assertThat(state).as("split at %d and %d", i, j).isEqualTo(Utf8Validator.DONE);
      }
    }
  }

  @Test
  void aBadByteAnywhereInAscii_isFound() {
    for (int len = 1; len < 40; len++) {
      for (int at = 0; at < len; at++) {
        byte[] text = new byte[len];
        Arrays.fill(text, (byte) 'a');
        text[at] = (byte) 0xFF;
        assertThat(feed(text)).as("byte %d of %d", at, len).isEqualTo(Utf8Validator.BAD);
      }
    }
  }

  @Test
  void whatFollowsABadByte_cannotMendIt() {
    int state = feed((byte) 0xC0);
    assertThat(state).isEqualTo(Utf8Validator.BAD);
    byte[] good = {'a', 'b'};
    assertThat(Utf8Validator.feed(state, good, 0, 2)).isEqualTo(Utf8Validator.BAD);
  }

  @Test
  void randomMixes_areJudgedAsTheJdkDoes() {
    Random random = new Random();
    String[] pieces = {"a", "12345678", "ß", "€", "😀", "\u0000", "\uFFFF"};
    for (int round = 0; round < 3_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(20); i >= 0; i--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      if (random.nextBoolean()) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      check(bytes);
    }
  }
}
