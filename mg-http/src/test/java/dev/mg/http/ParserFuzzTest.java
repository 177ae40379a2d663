package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Broken messages, from seeds: the parsers agree with the grammar and with themselves. */
class ParserFuzzTest {
  private static final boolean FULL = Boolean.getBoolean("dev.mg.full");
  private static final int ROUNDS = FULL ? 3_000_000 : 60_000;

  private static final String[] SEEDS = {
    "GET /a?b=c HTTP/1.1\r\nHost: a\r\nX-Long-Name: value with spaces, and more of it\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: [::1]:80\r\nContent-Length: 5\r\nConnection: keep-alive, x\r\n\r\nhello",
    "\r\nPUT http://b/c HTTP/1.0\r\nTransfer-Encoding: chunked\r\nA:\r\nB: \t c \t\r\n\r\n5\r\n",
    "OPTIONS * HTTP/1.1\r\nhost:x\r\nExpect: 100-continue\r\n\r\n",
  };

  private static Object fieldsOf(String s) {
    List<String> fields = HeadGrammar.fields(s);
    return fields == null ? "none" : fields;
  }

  private static Object syntax(byte[] b, int[] lengths) {
    RequestLineParser line = new RequestLineParser(1_000_000);
    FieldParser fields = new FieldParser(1_000);
    line.reset();
    int n = 0;
    int i = 0;
    while (n == 0 && i < lengths.length) {
      n = line.parse(b, 0, lengths[i++]);
    }
    if (n <= 0) {
      return "none";
    }
    fields.begin(n, 1_000_000);
    n = 0;
    i--;
    while (n == 0 && i < lengths.length) {
      n = fields.parse(b, 0, lengths[i++]);
    }
    if (n <= 0) {
      return "none";
    }
    List<String> out = new ArrayList<>();
    FieldIndex in = fields.index;
    for (int f = 0; f < in.count(); f++) {
      out.add(
          text(b, in.nameFrom(f), in.nameEnd(f)) + ": " + text(b, in.valueFrom(f), in.valueEnd(f)));
    }
    return out;
  }

  private static String text(byte[] b, int from, int end) {
    return new String(b, from, end - from, StandardCharsets.ISO_8859_1);
  }

  private static int[] cuts(int length, Random r) {
    int[] cuts = new int[1 + r.nextInt(5)];
    for (int i = 0; i < cuts.length - 1; i++) {
      cuts[i] = r.nextInt(length + 1);
    }
    cuts[cuts.length - 1] = length;
    Arrays.sort(cuts);
    return cuts;
  }

  @Test
  void heads_areTakenIfAndOnlyIfTheGrammarHasThem_howeverCut() {
    int taken = 0;
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random r = new Random(seed);
      String s = Mutant.of(SEEDS[r.nextInt(SEEDS.length)], r);
      byte[] b = s.getBytes(StandardCharsets.ISO_8859_1);
      Object expected = fieldsOf(s);
      Object whole = syntax(b, new int[] {b.length});
      if (!whole.equals(expected) || !syntax(b, cuts(b.length, r)).equals(expected)) {
        assertThat(whole).as("seed %d: %s", seed, RequestCases.escape(s)).isEqualTo(expected);
        throw new AssertionError("seed " + seed + " differs when cut: " + RequestCases.escape(s));
      }
      taken += expected instanceof List ? 1 : 0;
    }
    assertThat(taken).as("heads that were well formed").isBetween(ROUNDS / 10, ROUNDS * 9 / 10);
  }

  @Test
  void verdicts_doNotDependOnTheCuts() {
    RequestHead whole = new RequestHead(1_000, 2_000, 10);
    RequestHead cut = new RequestHead(1_000, 2_000, 10);
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random r = new Random(seed);
      String s = Mutant.of(SEEDS[r.nextInt(SEEDS.length)], r);
      byte[] b = s.getBytes(StandardCharsets.ISO_8859_1);
      whole.reset();
      cut.reset();
      int n = whole.parse(b, 0, b.length);
      int m = 0;
      for (int end : cuts(b.length, r)) {
        m = m == 0 ? cut.parse(b, 0, end) : m;
      }
      if (m != n
          || whole.refusal != cut.refusal
          || n > 0 && whole.framing.contentLength != cut.framing.contentLength) {
        throw new AssertionError(
            "seed " + seed + ": " + n + " whole, " + m + " cut: " + RequestCases.escape(s));
      }
    }
  }

  @Test
  void chunks_comeOutAsTheyWentIn_howeverCut() {
    String[] extensions = {"", ";a", ";a=b", " ; a=\"b;\\\"\"", ";a;b=c"};
    for (int seed = 0; seed < ROUNDS / 10; seed++) {
      Random r = new Random(seed);
      StringBuilder wire = new StringBuilder("head");
      StringBuilder data = new StringBuilder("head");
      for (int n = r.nextInt(6); n > 0; n--) {
        String chunk = "0\r\nab;\n".repeat(5).substring(0, 1 + r.nextInt(34));
        wire.append("0".repeat(r.nextInt(3))).append(Integer.toHexString(chunk.length()));
        wire.append(extensions[r.nextInt(extensions.length)]).append("\r\n");
        wire.append(chunk).append("\r\n");
        data.append(chunk);
      }
      wire.append("0\r\n");
      int end = wire.length();
      byte[] b = (wire + "rest").getBytes(StandardCharsets.ISO_8859_1);
      ChunkedDecoder decoder = new ChunkedDecoder();
      decoder.begin(4, 1_000);
      int was = 0;
      for (int cut : cuts(b.length, r)) {
        was = was == 0 && cut >= 4 ? decoder.decode(b, 0, cut) : was;
      }
      assertThat(was).as("seed %d", seed).isEqualTo(ChunkedDecoder.LAST);
      assertThat(decoder.in()).isEqualTo(end);
      assertThat(text(b, 0, decoder.out())).isEqualTo(data.toString());
    }
  }

  @Test
  void brokenChunks_getTheSameVerdictHoweverCut() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random r = new Random(seed);
      String s = Mutant.of("5;a=b\r\nhello\r\n00a ; c=\"d\\e\"\r\n0123456789\r\n0\r\n\r\n", r);
      byte[] b = s.getBytes(StandardCharsets.ISO_8859_1);
      byte[] b2 = b.clone();
      ChunkedDecoder whole = new ChunkedDecoder();
      ChunkedDecoder cut = new ChunkedDecoder();
      whole.begin(0, 100);
      cut.begin(0, 100);
      int n = whole.decode(b, 0, b.length);
      int m = 0;
      for (int end : cuts(b.length, r)) {
        m = m == 0 ? cut.decode(b2, 0, end) : m;
      }
      if (m != n
          || whole.refusal != cut.refusal
          || n >= 0 && !text(b, 0, whole.out()).equals(text(b2, 0, cut.out()))) {
        throw new AssertionError(
            "seed " + seed + ": " + n + " whole, " + m + " cut: " + RequestCases.escape(s));
      }
    }
  }
}
