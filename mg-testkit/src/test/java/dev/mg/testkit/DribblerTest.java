package dev.mg.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DribblerTest {
  private static final byte[] MESSAGE =
      "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /** Notes the sizes of the pieces and puts the bytes together. */
  private static final class Collector implements Dribbler.Subject {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final List<Integer> sizes = new ArrayList<>();
    int times;

    @Override
    public void feed(byte[] piece, int off, int len) {
      bytes.write(piece, off, len);
      sizes.add(len);
    }

    @Override
    public void end(int howOften) {
      times = howOften;
    }
  }

  @Test
  void everyWay_feedsTheSameBytesInDifferentPieces() {
    List<Collector> all = new ArrayList<>();
    Dribbler.everyWay(
        MESSAGE,
        () -> {
          all.add(new Collector());
          return all.get(all.size() - 1);
        });
    int n = MESSAGE.length;
    assertThat(all).hasSize(2 + (n - 1) + 3);
    for (Collector one : all) {
      String whole = new String(MESSAGE, StandardCharsets.US_ASCII);
      assertThat(one.bytes.toString(StandardCharsets.US_ASCII)).isEqualTo(whole.repeat(one.times));
    }
    assertThat(all.get(0).sizes).containsExactly(n);
    assertThat(all.get(1).sizes).hasSize(n).containsOnly(1);
    for (int at = 1; at < n; at++) {
      assertThat(all.get(1 + at).sizes).containsExactly(at, n - at);
    }
    assertThat(all.get(n + 1).sizes).containsExactly(2 * n);
    assertThat(all.subList(n + 1, n + 4)).allSatisfy(one -> assertThat(one.times).isEqualTo(2));
  }

  @Test
  void everyWay_namesTheWayThatFailed() {
    AssertionError bad = new AssertionError("two halves");
    assertThatThrownBy(
            () ->
                Dribbler.everyWay(
                    MESSAGE,
                    () ->
                        new Dribbler.Subject() {
                          @Override
                          public void feed(byte[] bytes, int off, int len) {
                            if (len == 7) {
                              throw bad;
                            }
                          }

                          @Override
                          public void end(int times) {}
                        }))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("split at 7")
        .hasMessageContaining("two halves")
        .hasCause(bad);
  }

  /** A parser that looks one byte too far must not find the next byte of the message there. */
  @Test
  void pieces_areSurroundedByOtherBytes() throws Exception {
    List<Byte> beyond = new ArrayList<>();
    Dribbler.byteByByte(new byte[] {'a', 'b'}, (bytes, off, len) -> beyond.add(bytes[off + len]));
    assertThat(beyond).containsExactly((byte) '\n', (byte) '\n');
  }

  @Test
  void into_writesToThePeerAndThenPolls() throws Exception {
    MemoryNetwork net = new MemoryNetwork();
    MemoryListener listener = net.listen(0);
    MemoryPeer near = net.connect(listener.address());
    MemoryPeer far = listener.accept();
    List<String> seen = new ArrayList<>();
    Dribbler.pieces(
        "abcde".getBytes(StandardCharsets.US_ASCII),
        2,
        Dribbler.into(near, () -> seen.add(far.receivedText())));
    assertThat(seen).containsExactly("ab", "cd", "e");
  }
}
