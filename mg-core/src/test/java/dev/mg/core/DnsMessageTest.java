package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DnsMessageTest {
  private static final byte[] QUERY = DnsMessage.query(0x1234, "www.Example.org", 1);

  /** An answer put together record by record. */
  static final class Reply {
    private final ByteArrayOutputStream records = new ByteArrayOutputStream();
    private final byte[] query;
    private int answers;
    private int authorities;
    int flags = 0x8180;

    Reply(byte[] query) {
      this.query = query;
    }

    Reply record(byte[] name, int type, long ttl, byte[] data) {
      answers++;
      return write(name, type, ttl, data);
    }

    Reply authority(byte[] name, int type, long ttl, byte[] data) {
      authorities++;
      return write(name, type, ttl, data);
    }

    private Reply write(byte[] name, int type, long ttl, byte[] data) {
      records.writeBytes(name);
      records.writeBytes(new byte[] {0, (byte) type, 0, 1});
      records.writeBytes(
          new byte[] {(byte) (ttl >> 24), (byte) (ttl >> 16), (byte) (ttl >> 8), (byte) ttl});
      records.writeBytes(new byte[] {(byte) (data.length >> 8), (byte) data.length});
      records.writeBytes(data);
      return this;
    }

    byte[] bytes() {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(query);
      out.writeBytes(records.toByteArray());
      byte[] b = out.toByteArray();
      b[2] = (byte) (flags >> 8);
      b[3] = (byte) flags;
      b[6] = (byte) (answers >> 8);
      b[7] = (byte) answers;
      b[9] = (byte) authorities;
      return b;
    }
  }

  static final byte[] ASKED = {(byte) 0xC0, 12};

  static byte[] name(String name) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String label : name.split("\\.")) {
      out.write(label.length());
      out.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
    }
    out.write(0);
    return out.toByteArray();
  }

  private static DnsMessage.Answer read(byte[] b) {
    return DnsMessage.answer(QUERY, b, 0, b.length);
  }

  @Test
  void query_isOneQuestionInLowerCase() {
    assertThat(QUERY)
        .startsWith(0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0)
        .endsWith(
            3, 'w', 'w', 'w', 7, 'e', 'x', 'a', 'm', 'p', 'l', 'e', 3, 'o', 'r', 'g', 0, 0, 1, 0,
            1);
  }

  @Test
  void addressesBehindAliases_areFoundWithTheLeastTtl() throws Exception {
    Reply r =
        new Reply(QUERY)
            .record(ASKED, 5, 300, name("a.example.net"))
            .record(name("A.EXAMPLE.net"), 5, 60, name("b.example.net"))
            .record(name("b.example.net"), 1, 600, new byte[] {10, 0, 0, 1})
            .record(name("b.example.net"), 1, 600, new byte[] {10, 0, 0, 2})
            .record(name("other.example.net"), 1, 1, new byte[] {10, 6, 6, 6});
    DnsMessage.Answer a = read(r.bytes());
    assertThat(a.addresses())
        .containsExactly(
            InetAddress.getByAddress(new byte[] {10, 0, 0, 1}),
            InetAddress.getByAddress(new byte[] {10, 0, 0, 2}));
    assertThat(a.alias()).isNull();
    assertThat(a.ttlSeconds()).isEqualTo(1);
  }

  @Test
  void aliasWithoutAddress_isToldSoThatItCanBeAsked() {
    DnsMessage.Answer a =
        read(new Reply(QUERY).record(ASKED, 5, 300, name("elsewhere.example")).bytes());
    assertThat(a.addresses()).isEmpty();
    assertThat(a.alias()).isEqualTo("elsewhere.example");
  }

  @Test
  void aliasesInACircle_end() {
    Reply r =
        new Reply(QUERY)
            .record(ASKED, 5, 300, name("a.example"))
            .record(name("a.example"), 5, 300, name("www.example.org"));
    assertThat(read(r.bytes()).addresses()).isEmpty();
  }

  @Test
  void noSuchName_holdsForTheMinimumOfTheZone() {
    byte[] soa = new byte[] {0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 77};
    Reply r = new Reply(QUERY).authority(ASKED, 6, 900, soa);
    r.flags |= 3;
    DnsMessage.Answer a = read(r.bytes());
    assertThat(a.code()).isEqualTo(DnsMessage.NAME_ERROR);
    assertThat(a.ttlSeconds()).isEqualTo(77);
  }

  @Test
  void truncated_isToldAndNothingElseIsRead() {
    Reply r = new Reply(QUERY).record(ASKED, 1, 300, new byte[] {10, 0, 0, 1});
    r.flags |= 0x0200;
    assertThat(read(r.bytes()).truncated()).isTrue();
    assertThat(read(r.bytes()).addresses()).isEmpty();
  }

  @Test
  void whatIsNotTheAnswerToTheQuestion_isIgnored() {
    byte[] good = new Reply(QUERY).record(ASKED, 1, 9, new byte[] {10, 0, 0, 1}).bytes();
    assertThat(read(good)).isNotNull();
    byte[] wrongId = good.clone();
    wrongId[1]++;
    byte[] aQuery = good.clone();
    aQuery[2] &= 0x7F;
    byte[] wrongName = good.clone();
    wrongName[14]++;
    byte[] wrongType = good.clone();
    wrongType[QUERY.length - 3] = 28;
    byte[] twoQuestions = good.clone();
    twoQuestions[5] = 2;
    for (byte[] b : List.of(wrongId, aQuery, wrongName, wrongType, twoQuestions, new byte[0])) {
      assertThat(read(b)).isNull();
    }
  }

  @Test
  void malformedRecords_areIgnoredAsAWhole() {
    byte[] self = {(byte) 0xC0, (byte) QUERY.length};
    byte[] forward = {(byte) 0xC0, (byte) (QUERY.length + 40)};
    byte[] label64 = new byte[70];
    label64[0] = 64;
    byte[] ip = {10, 0, 0, 1};
    assertThat(read(new Reply(QUERY).record(self, 1, 9, ip).bytes())).isNull();
    assertThat(read(new Reply(QUERY).record(forward, 1, 9, ip).bytes())).isNull();
    assertThat(read(new Reply(QUERY).record(label64, 1, 9, ip).bytes())).isNull();
    assertThat(read(new Reply(QUERY).record(ASKED, 1, 9, new byte[] {10, 0, 0}).bytes())).isNull();
    assertThat(read(new Reply(QUERY).record(ASKED, 5, 9, new byte[] {1}).bytes())).isNull();
  }

  @Test
  void everyPrefixOfAnAnswer_isIgnoredOrRead_neverThrown() {
    byte[] good =
        new Reply(QUERY)
            .record(ASKED, 5, 300, name("a.example.net"))
            .record(name("a.example.net"), 1, 600, new byte[] {10, 0, 0, 1})
            .bytes();
    for (int n = 0; n < good.length; n++) {
      assertThat(DnsMessage.answer(QUERY, good, 0, n)).as("%d bytes", n).isNull();
    }
  }

  @Test
  void randomDamage_isNeverThrown() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    byte[] good =
        new Reply(QUERY)
            .record(ASKED, 5, 300, name("a.example.net"))
            .record(name("a.example.net"), 1, 600, new byte[] {10, 0, 0, 1})
            .bytes();
    int read = 0;
    for (int round = 0; round < 50_000; round++) {
      byte[] b = good.clone();
      for (int k = random.nextInt(4); k >= 0; k--) {
        b[QUERY.length + random.nextInt(b.length - QUERY.length)] = (byte) random.nextInt();
      }
      try {
        read += read(b) == null ? 0 : 1;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + " round " + round, e);
      }
    }
    assertThat(read).as("some survive, seed %d", seed).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "example.org", "example.org.", "xn--bcher-kva.example", "_srv.a-b"})
  void namesThatCanBeAsked(String name) {
    assertThat(DnsMessage.isName(name)).isTrue();
  }

  @Test
  void namesThatCannotBeAsked() {
    String label64 = "a".repeat(64);
    for (String name :
        List.of(
            "", ".", "..", "a..b", ".a", "a b", "b\u00FCcher", label64, "a.".repeat(127) + "ab")) {
      assertThat(DnsMessage.isName(name)).as("'%s'", name).isFalse();
    }
  }
}
