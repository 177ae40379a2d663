package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * {@link DnsMessage} on a name, the first line, and on what came back: bytes 2 to 12 of the header,
 * then the records.
 */
class DnsMessageFuzzTest {
  private static final int HEADER_BYTES = 12;
  private static final int ID_BYTES = 2;
  private static final int LONGEST_NAME = 253;

  @FuzzTest(maxDuration = "10m")
  void anyBytes(byte[] data) {
    int line = 0;
    while (line < data.length && data[line] != '\n') {
      line++;
    }
    String name = new String(data, 0, line, StandardCharsets.UTF_8);
    byte[] rest = Arrays.copyOfRange(data, Math.min(line + 1, data.length), data.length);
    boolean isName = DnsMessage.isName(name);
    if (isName) {
      assertThat(name).isNotEmpty().matches("[!-~]+");
      assertThat(DnsMessage.bare(name).length()).isBetween(1, LONGEST_NAME);
    }
    int type = data.length % 2 == 0 ? DnsMessage.TYPE_A : DnsMessage.TYPE_AAAA;
    String asked = isName ? name : "www.example.org";
    byte[] query = DnsMessage.query(0x1234, asked, type);
    DnsMessage.@Nullable Answer echo =
        parse(query, reply(query, new byte[] {(byte) 0x80, 0, 0, 1}));
    assertThat(echo).isNotNull();
    assertThat(echo.addresses()).isEmpty();
    parse(query, rest);
    parse(query, reply(query, rest));
  }

  /** The query's own id and question, with the header's rest and the records from {@code rest}. */
  private static byte[] reply(byte[] query, byte[] rest) {
    int header = Math.min(rest.length, HEADER_BYTES - ID_BYTES);
    byte[] reply = Arrays.copyOf(query, query.length + rest.length - header);
    Arrays.fill(reply, ID_BYTES, HEADER_BYTES, (byte) 0);
    System.arraycopy(rest, 0, reply, ID_BYTES, header);
    System.arraycopy(rest, header, reply, query.length, rest.length - header);
    return reply;
  }

  private static DnsMessage.@Nullable Answer parse(byte[] query, byte[] reply) {
    DnsMessage.Answer answer = DnsMessage.answer(query, reply, 0, reply.length);
    byte[] within = new byte[reply.length + 7];
    Arrays.fill(within, (byte) 0xC0);
    System.arraycopy(reply, 0, within, 3, reply.length);
    // What stands around a message has no part in it.
    assertThat(DnsMessage.answer(query, within, 3, reply.length)).isEqualTo(answer);
    if (answer != null) {
      assertThat(answer.code()).isBetween(0, 15);
      assertThat(answer.ttlSeconds()).isBetween(0L, 0xFFFF_FFFFL);
      assertThat(answer.alias() == null || answer.addresses().isEmpty()).isTrue();
      assertThat(answer.alias() == null || DnsMessage.isName(answer.alias())).isTrue();
      for (InetAddress address : answer.addresses()) {
        assertThat(address.getAddress().length).isIn(4, 16);
      }
    }
    return answer;
  }
}
