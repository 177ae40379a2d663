package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mg.MgIobuf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@link FrameParser} on any bytes, in either role: messages or a violation, the same ones however
 * the bytes are cut, and never more of them than the limit allows.
 */
class FrameFuzzTest {
  private static final int MAX = 300;

  /** Longer ones are cut at the step that they ask for alone, which may be one byte too. */
  private static final int SHORT = 64;

  @FuzzTest(maxDuration = "10m")
  void anyBytes(byte[] data) {
    if (data.length < 2) {
      return;
    }
    int kind = data[0];
    int step = 1 + (data[1] & 0x3F);
    byte[] stream = Arrays.copyOfRange(data, 2, data.length);
    List<String> whole = run(kind, stream, stream.length + 1);
    assertThat(run(kind, stream, step)).isEqualTo(whole);
    if (stream.length <= SHORT) {
      assertThat(run(kind, stream, 1)).isEqualTo(whole);
    }
  }

  private static List<String> run(int kind, byte[] stream, int step) {
    DeflatePool pool = (kind & 2) == 0 ? null : new DeflatePool(1, 0);
    boolean streams = (kind & 8) != 0;
    FrameParser parser = new FrameParser(rules(kind, pool));
    parser.stream(streams);
    if (pool != null) {
      pool.join();
    }
    MgIobuf in = new MgIobuf();
    List<String> events = new ArrayList<>();
    StringBuilder parts = new StringBuilder();
    boolean ended = false;
    for (int at = 0; at < stream.length && !ended; at += step) {
      in.add(stream, at, Math.min(step, stream.length - at));
      int answer = parser.next(in);
      while (answer > 0) {
        note(parser, in, answer, events, parts);
        answer = parser.next(in);
      }
      ended = answer < 0;
      if (ended) {
        // Data that are neither deflate nor text are told as one or the other: both are 1007.
        events.add("VIOLATION " + Violation.of(answer).code);
      } else {
        parser.settle(in);
        check(in.len() <= MAX + FrameHeader.SHORT, "more is kept than a message can be");
      }
    }
    parser.free();
    if (pool != null) {
      pool.leave();
      assertThat(pool.natives()).isZero();
    }
    return events;
  }

  private static FrameRules rules(int kind, @Nullable DeflatePool pool) {
    return new FrameRules((kind & 1) == 0, MAX, 1 << 20, 20, pool, (kind & 4) != 0);
  }

  /** Parts are joined, since where they are cut is the stream's doing. */
  private static void note(
      FrameParser parser, MgIobuf in, int answer, List<String> events, StringBuilder parts) {
    if (answer == FrameParser.FRAGMENT) {
      return;
    }
    MgIobuf at = parser.where(in);
    int from = at.head() + parser.at();
    String hex = HexFormat.of().formatHex(at.buf(), from, from + parser.len());
    boolean isLast = (parser.flags() & FrameHeader.FIN) != 0;
    if (answer == FrameParser.PART) {
      parts.append(hex);
      if (isLast) {
        events.add("PARTS " + (parser.flags() & 0x0F) + " " + parts);
        parts.setLength(0);
      }
      return;
    }
    check(isLast, "told before it has ended");
    int max = answer == FrameParser.CONTROL ? FrameHeader.SHORT : MAX;
    check(parser.len() <= max, "longer than the limit");
    events.add((answer == FrameParser.CONTROL ? "CONTROL " : "MESSAGE ") + parser.flags() + hex);
  }

  /** As assertThat, which took more time a byte than the parser. */
  private static void check(boolean holds, String broken) {
    if (!holds) {
      throw new AssertionError(broken);
    }
  }
}
