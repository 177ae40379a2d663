package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgIobuf;
import dev.mg.testkit.Dribbler;
import dev.mg.testkit.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FrameParserTest {
  private static final int MAX = 1000;

  /** A parser with its buffer, and what it delivered. */
  private static final class Fed implements Dribbler.Subject {
    final MgIobuf in = new MgIobuf();
    final FrameParser parser;
    final List<String> events = new ArrayList<>();
    private final List<String> expected;
    private boolean broken;

    Fed(int max, String... expected) {
      parser = new FrameParser(rules(max));
      this.expected = List.of(expected);
    }

    @Override
    public void feed(byte[] bytes, int off, int len) {
      if (!broken) {
        in.add(bytes, off, len);
        run(Integer.MAX_VALUE);
      }
    }

    /** Takes that many frames at most; whether all was looked at. */
    boolean run(int frames) {
      for (int i = 0; i < frames && !broken; i++) {
        int answer = parser.next(in);
        if (answer == FrameParser.MORE) {
          parser.settle(in);
          return true;
        }
        if (answer < 0) {
          events.add(Violation.of(answer).name());
          broken = true;
        } else if (answer != FrameParser.FRAGMENT) {
          int from = in.head() + parser.at();
          byte[] payload = Arrays.copyOfRange(in.buf(), from, from + parser.len());
          events.add(Frames.describe(parser.flags(), payload));
        }
      }
      if (!broken) {
        parser.settle(in);
      }
      return broken;
    }

    @Override
    public void end(int times) {
      List<String> all = new ArrayList<>();
      for (int i = 0; i < times && all.size() + expected.size() > 0; i++) {
        all.addAll(expected);
        if (broken) {
          break;
        }
      }
      assertThat(events).isEqualTo(all);
    }
  }

  private static FrameRules rules(int max) {
    return new FrameRules(true, max, Long.MAX_VALUE, Integer.MAX_VALUE, null, false);
  }

  private static void everyWay(byte[] bytes, String... expected) {
    Dribbler.everyWay(bytes, () -> new Fed(MAX, expected));
  }

  @Test
  void messages() {
    everyWay(Frames.text(""), "TEXT");
    everyWay(Frames.text("hello"), "TEXT hello");
    everyWay(Frames.text("aé€😀"), "TEXT aé€😀");
    everyWay(Frames.binary(Frames.hex("00ff80")), "BINARY 00ff80");
    everyWay(Frames.binary(new byte[126]), "BINARY 126 bytes");
    everyWay(Frames.binary(new byte[MAX]), "BINARY 1000 bytes");
  }

  @Test
  void aLengthInEightOctets() throws Exception {
    byte[] bytes = Frames.binary(new byte[70_000]);
    for (int pieces : new int[] {1, 7, 65_536, bytes.length}) {
      Fed fed = new Fed(70_000, "BINARY 70000 bytes");
      Dribbler.pieces(bytes, pieces, fed);
      fed.end(1);
    }
    for (int at = 1; at < 20; at++) {
      Fed fed = new Fed(70_000, "BINARY 70000 bytes");
      Dribbler.splitAt(bytes, at, fed);
      fed.end(1);
    }
  }

  @Test
  void fragments_areOneMessageWithTheFlagsOfTheFirst() {
    everyWay(
        Frames.cat(
            Frames.client(1, Frames.utf8("he")),
            Frames.client(0, Frames.utf8("")),
            Frames.client(0, Frames.utf8("ll")),
            Frames.client(Frames.FIN, Frames.utf8("o"))),
        "TEXT hello");
    everyWay(
        Frames.cat(
            Frames.client(2, new byte[0]),
            Frames.client(0, Frames.hex("01")),
            Frames.client(Frames.FIN, new byte[0])),
        "BINARY 01");
  }

  @Test
  void controlFramesBetweenFragments_areDeliveredFirst() {
    everyWay(
        Frames.cat(
            Frames.ping("0"),
            Frames.client(1, Frames.utf8("he")),
            Frames.ping("a longer ping"),
            Frames.client(0, Frames.utf8("l")),
            Frames.pong(""),
            Frames.ping("3"),
            Frames.client(Frames.FIN, Frames.utf8("lo")),
            Frames.text("next")),
        "PING 0",
        "PING a longer ping",
        "PONG",
        "PING 3",
        "TEXT hello",
        "TEXT next");
  }

  @Test
  void aCharacterSplitBetweenFragments_isWhole() {
    byte[] euro = Frames.utf8("€");
    everyWay(
        Frames.cat(
            Frames.client(1, Arrays.copyOf(euro, 1)),
            Frames.ping(""),
            Frames.client(0, Arrays.copyOfRange(euro, 1, 2)),
            Frames.client(Frames.FIN, Arrays.copyOfRange(euro, 2, 3))),
        "PING",
        "TEXT €");
  }

  @Test
  void violations() {
    everyWay(Frames.cut(Frames.client(0x80 | 0x40 | 1, new byte[0]), 1), "RESERVED_BITS");
    everyWay(Frames.client(0x80 | 3, new byte[0]), "OPCODE");
    everyWay(Frames.client(0x80 | 11, new byte[0]), "OPCODE");
    everyWay(Frames.client(9, new byte[0]), "CONTROL_FRAGMENTED");
    everyWay(Frames.client(0x80 | 9, new byte[126]), "CONTROL_TOO_LONG");
    everyWay(Frames.client(0x80, new byte[0]), "NOTHING_TO_CONTINUE");
    everyWay(Frames.cat(Frames.client(1, new byte[0]), Frames.text("")), "MESSAGE_NOT_FINISHED");
    everyWay(Frames.server(0x81, Frames.utf8("plain")), "NOT_MASKED");
    everyWay(Frames.announce(0x82, 125, 2), "LENGTH_NOT_MINIMAL");
    everyWay(Frames.announce(0x82, 65_535, 8), "LENGTH_NOT_MINIMAL");
    everyWay(Frames.announce(0x82, Long.MIN_VALUE, 8), "LENGTH_NEGATIVE");
    everyWay(Frames.announce(0x82, -1, 8), "LENGTH_NEGATIVE");
    everyWay(Frames.announce(0x82, MAX + 1, 2), "TOO_BIG");
    everyWay(Frames.announce(0x82, 65_536, 8), "TOO_BIG");
    everyWay(Frames.announce(0x82, Long.MAX_VALUE, 8), "TOO_BIG");
    everyWay(
        Frames.cat(Frames.client(2, new byte[MAX - 1]), Frames.announce(0x80, 2, 1)), "TOO_BIG");
    everyWay(Frames.client(0x81, Frames.hex("c0")), "TEXT");
    everyWay(Frames.client(0x81, Frames.hex("c3")), "TEXT");
    everyWay(
        Frames.cat(Frames.text("ok"), Frames.client(0x81, Frames.hex("c3"))), "TEXT ok", "TEXT");
  }

  /** As early as can be: each violation is told by the byte that makes it one. */
  @Test
  void theByteThatBreaksTheRule_isTheOneThatIsRefused() {
    assertThat(bytesUntilRefused(Frames.client(0xC1, new byte[9]))).isEqualTo(1);
    assertThat(bytesUntilRefused(Frames.client(0x83, new byte[9]))).isEqualTo(1);
    assertThat(bytesUntilRefused(Frames.client(0x09, new byte[9]))).isEqualTo(1);
    assertThat(bytesUntilRefused(Frames.client(0x80, new byte[9]))).isEqualTo(1);
    assertThat(bytesUntilRefused(Frames.server(0x81, new byte[9]))).isEqualTo(2);
    assertThat(bytesUntilRefused(Frames.client(0x88, new byte[126]))).isEqualTo(2);
    assertThat(bytesUntilRefused(Frames.announce(0x82, 125, 2))).isEqualTo(4);
    assertThat(bytesUntilRefused(Frames.announce(0x82, MAX + 1, 2))).isEqualTo(4);
    assertThat(bytesUntilRefused(Frames.announce(0x82, -1, 8))).isEqualTo(3);
    assertThat(bytesUntilRefused(Frames.announce(0x82, Long.MAX_VALUE, 8))).isEqualTo(10);
    // U+D800 in three bytes: the second is the one that cannot be.
    assertThat(bytesUntilRefused(Frames.client(0x81, Frames.hex("61eda080")))).isEqualTo(6 + 3);
    assertThat(bytesUntilRefused(Frames.client(0x01, Frames.hex("61f4908080")))).isEqualTo(6 + 3);
  }

  private static int bytesUntilRefused(byte[] bytes) {
    Fed fed = new Fed(MAX);
    for (int i = 0; i < bytes.length; i++) {
      fed.feed(bytes, i, 1);
      if (fed.broken) {
        return i + 1;
      }
    }
    throw new AssertionError("not refused");
  }

  /** What was looked at is not looked at again: heads are gone, payloads may have changed since. */
  @Test
  void noByteIsLookedAtTwice() {
    byte[] payload = Frames.utf8("some text to send");
    byte[] bytes = Frames.client(0x81, payload);
    Fed fed = new Fed(MAX);
    for (int i = 0; i < bytes.length - 1; i++) {
      fed.feed(bytes, i, 1);
      assertThat(fed.in.len()).as("after byte %d", i).isEqualTo(Math.max(0, i + 1 - 6));
      Arrays.fill(fed.in.buf(), fed.in.head(), fed.in.tail(), (byte) 0xFF);
    }
    fed.feed(bytes, bytes.length - 1, 1);
    assertThat(fed.events).hasSize(1);
    assertThat(fed.in.isEmpty()).isTrue();
  }

  @Test
  void aMessageOfOneFrame_staysWhereItArrived() {
    MgIobuf in = new MgIobuf();
    in.add(Frames.cat(Frames.text("one"), Frames.text("two")));
    FrameParser parser = new FrameParser(rules(MAX));
    assertThat(parser.next(in)).isEqualTo(FrameParser.MESSAGE);
    assertThat(parser.at()).isEqualTo(6);
    assertThat(parser.next(in)).isEqualTo(FrameParser.MESSAGE);
    assertThat(parser.at()).isEqualTo(9 + 6);
    assertThat(parser.next(in)).isEqualTo(FrameParser.MORE);
    parser.settle(in);
    assertThat(in.isEmpty()).isTrue();
  }

  @Test
  void aBigMessageByteByByte_growsItsBufferGeometrically() {
    int n = Scale.of(1 << 20, 16 << 20);
    byte[] payload = new byte[n];
    new Random(2).nextBytes(payload);
    byte[] bytes = Frames.binary(payload);
    MgIobuf in = new MgIobuf();
    FrameParser parser = new FrameParser(rules(n));
    TreeSet<Integer> capacities = new TreeSet<>();
    for (int i = 0; i < bytes.length - 1; i++) {
      in.addByte(bytes[i]);
      if (parser.next(in) != FrameParser.MORE) {
        throw new AssertionError("an answer after byte " + i);
      }
      parser.settle(in);
      capacities.add(in.capacity());
    }
    in.addByte(bytes[bytes.length - 1]);
    assertThat(parser.next(in)).isEqualTo(FrameParser.MESSAGE);
    int from = in.head() + parser.at();
    assertThat(Arrays.equals(in.buf(), from, from + parser.len(), payload, 0, n)).isTrue();
    assertThat(capacities).hasSizeLessThan(30);
  }

  @Test
  void randomStreams_inRandomPieces_withRandomStops_giveTheMessagesThatWereSent() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 400; round++) {
      List<String> sent = new ArrayList<>();
      byte[] bytes = randomStream(random, sent);
      Fed fed = new Fed(1 << 20);
      int at = 0;
      boolean caughtUp = true;
      while (at < bytes.length || !caughtUp) {
        // A caller that has stopped reads no more until it has caught up.
        if (caughtUp) {
          int n = Math.min(1 + random.nextInt(random.nextBoolean() ? 8 : 700), bytes.length - at);
          fed.in.add(bytes, at, n);
          at += n;
        }
        caughtUp = fed.run(random.nextInt(4));
      }
      assertThat(fed.events).as("seed %d, round %d", seed, round).isEqualTo(sent);
      assertThat(fed.in.isEmpty()).as("seed %d, round %d", seed, round).isTrue();
    }
  }

  /** Whatever comes: an answer and no exception, and never more kept than a message. */
  @Test
  void garbage_andDamagedStreams_areAnswered() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 3_000; round++) {
      byte[] bytes;
      if (random.nextBoolean()) {
        bytes = new byte[random.nextInt(100)];
        random.nextBytes(bytes);
      } else {
        bytes = randomStream(random, new ArrayList<>());
        for (int i = random.nextInt(3); i >= 0; i--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
      }
      Fed fed = new Fed(MAX);
      try {
        for (int at = 0; at < bytes.length && !fed.broken; ) {
          int n = Math.min(1 + random.nextInt(400), bytes.length - at);
          fed.feed(bytes, at, n);
          at += n;
          assertThat(fed.broken || fed.in.len() <= MAX + FrameHeader.SHORT).isTrue();
        }
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", round " + round, e);
      }
    }
  }

  private static byte[] randomStream(Random random, List<String> sent) {
    List<byte[]> frames = new ArrayList<>();
    for (int m = random.nextInt(12); m >= 0; m--) {
      boolean text = random.nextBoolean();
      byte[] payload =
          text
              ? Frames.utf8(String.join("", Collections.nCopies(random.nextInt(90), "aß€😀")))
              : new byte[random.nextInt(random.nextInt(10) == 0 ? 70_000 : 300)];
      int at = 0;
      int flags = text ? 1 : 2;
      boolean last;
      do {
        while (random.nextInt(3) == 0) {
          byte[] control = Frames.utf8("x".repeat(random.nextInt(126)));
          int op = random.nextBoolean() ? 0x89 : 0x8A;
          frames.add(Frames.client(op, control, randomKey(random)));
          sent.add(Frames.describe(op, control));
        }
        last = random.nextInt(3) == 0;
        int n = last ? payload.length - at : random.nextInt(payload.length - at + 1);
        byte[] part = Arrays.copyOfRange(payload, at, at + n);
        frames.add(Frames.client(flags | (last ? 0x80 : 0), part, randomKey(random)));
        at += n;
        flags = 0;
      } while (!last);
      sent.add(Frames.describe(text ? 0x81 : 0x82, payload));
    }
    return Frames.cat(frames.toArray(new byte[0][]));
  }

  private static byte[] randomKey(Random random) {
    byte[] key = new byte[4];
    random.nextBytes(key);
    return key;
  }
}
