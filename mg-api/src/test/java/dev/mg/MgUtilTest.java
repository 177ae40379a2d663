package dev.mg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MgUtilTest {
  private static String hex(byte[] b) {
    return MgStr.of(b).hex();
  }

  @Test
  void digests_areThoseOfTheRfcs() {
    MgStr abc = MgStr.of("xabcx").slice(1, 4);
    assertThat(hex(MgUtil.md5(abc))).isEqualTo("900150983cd24fb0d6963f7d28e17f72");
    assertThat(hex(MgUtil.sha1(abc))).isEqualTo("a9993e364706816aba3e25717850c26c9cd0d89d");
    assertThat(hex(MgUtil.sha256(abc)))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(hex(MgUtil.md5(MgStr.EMPTY))).isEqualTo("d41d8cd98f00b204e9800998ecf8427e");
  }

  @Test
  void digestInPieces_isThatOfTheWhole() {
    for (MessageDigest running :
        new MessageDigest[] {MgUtil.md5Init(), MgUtil.sha1Init(), MgUtil.sha256Init()}) {
      byte[] whole = running.digest("abc".getBytes(StandardCharsets.US_ASCII));
      running.update((byte) 'a');
      running.update(new byte[] {'b', 'c'});
      assertThat(running.digest()).isEqualTo(whole);
    }
  }

  @Test
  void hmac_isThatOfRfc4231AndTakesAnyKey() throws Exception {
    assertThat(hex(MgUtil.hmacSha256(MgStr.of("Jefe"), MgStr.of("what do ya want for nothing?"))))
        .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    assertThat(hex(MgUtil.hmacSha256(MgStr.EMPTY, MgStr.EMPTY)))
        .isEqualTo("b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
    byte[] key = new byte[200];
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    assertThat(MgUtil.hmacSha256(MgStr.of(key), MgStr.of("x")))
        .isEqualTo(mac.doFinal(new byte[] {'x'}));
  }

  @Test
  void crc32_isThatOfZipInPiecesToo() {
    assertThat(MgUtil.crc32(0, MgStr.of("123456789"))).isEqualTo(0xCBF43926);
    Seeded.runs(
        1_000,
        random -> {
          byte[] b = Seeded.bytes(random, 100);
          CRC32 zip = new CRC32();
          zip.update(b);
          int cut = random.nextInt(b.length + 1);
          int crc = MgUtil.crc32(0, new MgStr(b, 0, cut));
          assertThat(MgUtil.crc32(crc, new MgStr(b, cut, b.length - cut)))
              .isEqualTo((int) zip.getValue());
        });
  }

  @Test
  void randomText_isOfTheAlphabetAndDiffers() {
    Set<String> seen = new HashSet<>();
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      String s = MgUtil.randomStr(20);
      assertThat(s).matches("[A-Za-z0-9]{20}");
      assertThat(seen.add(s)).isTrue();
      all.append(s);
    }
    assertThat(all.chars().distinct().count()).isEqualTo(62);
    assertThat(MgUtil.randomStr(0)).isEmpty();
    byte[] a = new byte[32];
    byte[] b = new byte[32];
    MgUtil.random(a);
    MgUtil.random(b);
    assertThat(a).isNotEqualTo(b).isNotEqualTo(new byte[32]);
  }

  @Test
  void networkOrder_isBigEndianAndUnsigned() {
    byte[] b = new byte[6];
    MgUtil.htons(0xFEDC, b, 1);
    assertThat(b).containsExactly(0, 0xFE, 0xDC, 0, 0, 0);
    assertThat(MgUtil.ntohs(b, 1)).isEqualTo(0xFEDC);
    MgUtil.htonl(0xFEDCBA98L, b, 2);
    assertThat(b).containsExactly(0, 0xFE, 0xFE, 0xDC, 0xBA, 0x98);
    assertThat(MgUtil.ntohl(b, 2)).isEqualTo(0xFEDCBA98L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "''; 1.2.3.4; true",
        "''; ::1; true",
        "+1.2.3.0/24; 1.2.3.4; true",
        "+1.2.3.0/24; 1.2.4.4; false",
        "-0.0.0.0/0,+1.2.3.0/24; 1.2.3.255; true",
        "+1.2.3.0/24,-0.0.0.0/0; 1.2.3.4; false",
        "-1.2.3.4; 1.2.3.5; false",
        "+0.0.0.0/0,-1.2.3.4; 1.2.3.5; true",
        "+0.0.0.0/0,-1.2.3.4; 1.2.3.4; false",
        "+1.2.3.4/32; 1.2.3.4; true",
        "+128.0.0.0/1; 200.0.0.1; true",
        "+128.0.0.0/1; 100.0.0.1; false",
        "+0.0.0.0/0; ::1; false",
        "+::/0; ::1; true",
        "+::/0; 1.2.3.4; false",
        "+::1; ::1; true",
        "+::1; ::2; false",
        "+fd00::/8; fdff:1::2; true",
        "+fd00::/8; fe00::; false",
        "+2001:db8::/64; 2001:db8::ffff:0:0:1; true",
        "+2001:db8::/64; 2001:db8:0:1::; false",
        "+2001:db8::/65; 2001:db8::7fff:0:0:1; true",
        "+2001:db8::/65; 2001:db8::8000:0:0:1; false",
        "+2001:db8::1/128; 2001:db8::1; true",
        "+0.0.0.0/0; ::ffff:9.9.9.9; true",
        "+[::1]/128; ::1; true",
        "-::/0,+0.0.0.0/0; 1.1.1.1; true"
      })
  void lastMatchingNetwork_decides(String acl, String addr, boolean allowed) {
    assertThat(MgUtil.checkIpAcl(acl, MgAddr.parse(addr, 0))).isEqualTo(allowed);
  }

  @Test
  void unixSockets_matchNoNetwork() {
    MgAddr unix = new MgAddr(0, 0, 0, 0, "/run/x");
    assertThat(MgUtil.checkIpAcl("", unix)).isTrue();
    assertThat(MgUtil.checkIpAcl("+::/0,+0.0.0.0/0", unix)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",",
        "+1.2.3.4,",
        ",+1.2.3.4",
        "1.2.3.4",
        " +1.2.3.4",
        "+1.2.3.4, +1.2.3.5",
        "+",
        "+/8",
        "+1.2.3.0/",
        "+1.2.3.0/33",
        "+1.2.3.0/-1",
        "+1.2.3.0/24x",
        "+1.2.3.0/4294967296",
        "+1.2.3.4/24",
        "+1.2.3",
        "+256.0.0.0",
        "+host/8",
        "+host",
        "+::1/129",
        "+fd01::/8",
        "+::1/0",
        "+fe80::1%1/128",
        "+::ffff:1.2.3.4/128",
        "*1.2.3.4",
        "+1.2.3.4/24/24",
        "+-1.2.3.4",
        "+1.2.3.4 "
      })
  void badLists_areRefusedWhoeverAsks(String acl) {
    for (MgAddr addr : new MgAddr[] {MgAddr.NONE, MgAddr.parse("::1", 0)}) {
      assertThatThrownBy(() -> MgUtil.checkIpAcl(acl, addr))
          .isInstanceOf(MgException.class)
          .hasMessageContaining("in the ACL '" + acl);
    }
  }

  @Test
  void percentEncoding_goesBothWays() {
    assertThat(MgUtil.urlEncode("a b/c?d=\u00e9&-._~AZaz09+@[`{"))
        .isEqualTo("a%20b%2Fc%3Fd%3D%C3%A9%26-._~AZaz09%2B%40%5B%60%7B");
    Seeded.runs(
        2_000,
        random -> {
          MgStr bytes = MgStr.of(Seeded.bytes(random, 50));
          MgIobuf out = new MgIobuf();
          out.add("x");
          assertThat(MgUtil.urlEncode(bytes, out)).isEqualTo(out.len() - 1);
          MgStr encoded = out.str().slice(1, out.len());
          for (boolean form : new boolean[] {false, true}) {
            assertThat(MgUtil.urlDecode(encoded, form)).isEqualTo(bytes);
          }
          String text = encoded.toString();
          assertThat(URLDecoder.decode(text, StandardCharsets.ISO_8859_1))
              .isEqualTo(bytes.latin1());
        });
  }

  @Test
  void plus_isASpaceInFormsAlone() {
    assertThat(MgUtil.urlDecode(MgStr.of("a+b%2bc%00"), true)).hasToString("a b+c\u0000");
    assertThat(MgUtil.urlDecode(MgStr.of("a+b%2Bc"), false)).hasToString("a+b+c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"%", "a%", "%1", "a%1", "%g0", "%0g", "%%41", "%-1", "% 1", "a%4", "%u0041"})
  void badEscapes_areRefusedAndAppendNothing(String text) {
    MgStr src = MgStr.of("__" + text + "41").slice(2, 2 + text.length());
    MgIobuf out = new MgIobuf();
    out.add("before");
    assertThat(MgUtil.urlDecode(src, false, out)).isEqualTo(-1);
    assertThat(out.toString()).isEqualTo("before");
    assertThat(MgUtil.urlDecode(src, true)).isNull();
  }
}
