package dev.mg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MgIobufTest {
  /** The plainest thing that behaves like one: a new array for every change. */
  private static final class Model {
    byte[] bytes = new byte[0];

    void replace(int at, int n, byte[] with) {
      byte[] to = new byte[bytes.length - n + with.length];
      System.arraycopy(bytes, 0, to, 0, at);
      System.arraycopy(with, 0, to, at, with.length);
      System.arraycopy(bytes, at + n, to, at + with.length, bytes.length - at - n);
      bytes = to;
    }
  }

  @Test
  void anyOperations_doWhatTheModelDoes() {
    Seeded.runs(
        500,
        random -> {
          MgIobuf buf = random.nextBoolean() ? new MgIobuf() : new MgIobuf(random.nextInt(100));
          Model model = new Model();
          for (int i = 0; i < 100; i++) {
            String did = step(random, buf, model);
            assertThat(buf.str().toBytes()).as(did).isEqualTo(model.bytes);
            assertThat(buf.len()).as(did).isEqualTo(model.bytes.length);
            assertThat(buf.isEmpty()).as(did).isEqualTo(model.bytes.length == 0);
            assertThat(buf.capacity()).as(did).isGreaterThanOrEqualTo(buf.tail());
            assertThat(buf.tail() - buf.head()).as(did).isEqualTo(buf.len());
          }
        });
  }

  private static String step(Random random, MgIobuf buf, Model model) {
    int len = model.bytes.length;
    byte[] bytes = Seeded.bytes(random, random.nextInt(10) == 0 ? 300 : 20);
    int at = random.nextInt(len + 1);
    int n = random.nextInt(len - at + 1);
    int op = random.nextInt(14);
    switch (op) {
      case 0 -> assertThat(buf.add(bytes)).isEqualTo(bytes.length);
      case 1 -> assertThat(buf.add(MgStr.of(bytes))).isEqualTo(bytes.length);
      case 2 -> {
        String s = Seeded.oneOf(random, "", "ascii", "h\u00e9\u20ac\ud83d\ude00", "\ud800x");
        bytes = s.getBytes(StandardCharsets.UTF_8);
        assertThat(buf.add(s)).isEqualTo(bytes.length);
      }
      case 3 -> {
        buf.reserve(bytes.length + random.nextInt(10));
        System.arraycopy(bytes, 0, buf.buf(), buf.tail(), bytes.length);
        buf.commit(bytes.length);
      }
      case 4 -> {
        bytes = model.bytes;
        // Its own content, by way of a view.
        assertThat(random.nextBoolean() ? buf.add(buf) : buf.add(buf.str())).isEqualTo(len);
      }
      case 5 -> {
        bytes = new byte[] {(byte) random.nextInt()};
        buf.addByte(bytes[0]);
      }
      default -> {}
    }
    if (op < 6) {
      model.replace(len, 0, bytes);
      return "append by " + op;
    }
    switch (op) {
      case 6, 7 -> {
        buf.insert(at, bytes, 0, bytes.length);
        model.replace(at, 0, bytes);
      }
      case 8, 9 -> {
        buf.del(n);
        model.replace(0, n, new byte[0]);
      }
      case 10 -> {
        buf.del(at, n);
        model.replace(at, n, new byte[0]);
      }
      case 11 -> {
        buf.truncate(at);
        model.replace(at, len - at, new byte[0]);
      }
      case 12 -> {
        int size = random.nextInt(200);
        buf.resize(size);
        assertThat(buf.capacity()).isEqualTo(Math.max(size, len));
      }
      default -> {
        if (random.nextBoolean()) {
          buf.clear();
        } else {
          buf.free();
          assertThat(buf.capacity()).isZero();
        }
        model.bytes = new byte[0];
      }
    }
    return "op " + op + " at " + at + " n " + n;
  }

  @Test
  void appending_copiesInProportionToWhatIsAppended() {
    for (int kept : new int[] {0, 1, 1000, 100_000}) {
      long[] moved = new long[1];
      MgIobuf buf =
          new MgIobuf() {
            @Override
            protected void grow(int need) {
              moved[0] += len();
              super.grow(need);
            }
          };
      long appended = 0;
      byte[] piece = new byte[100];
      while (appended < 2_000_000) {
        appended += buf.add(piece);
        if (buf.len() > kept) {
          buf.del(buf.len() - kept);
        }
      }
      assertThat(moved[0]).as("moved with %s kept", kept).isLessThan(2 * appended);
      assertThat(buf.capacity()).as("storage with %s kept", kept).isLessThan(4 * (kept + 200));
    }
  }

  @Test
  void drainedBuffer_keepsItsArrayAndStartsAtItsBeginning() {
    MgIobuf buf = new MgIobuf(16);
    byte[] array = buf.buf();
    for (int i = 0; i < 100; i++) {
      buf.add(new byte[15]);
      buf.del(15);
    }
    assertThat(buf.buf()).isSameAs(array);
    assertThat(buf.head()).isZero();
  }

  @Test
  void outOfRange_isRefusedAndChangesNothing() {
    MgIobuf buf = new MgIobuf();
    buf.add("abcd");
    buf.del(1);
    byte[] five = new byte[5];
    Runnable[] calls = {
      () -> buf.at(3),
      () -> buf.at(-1),
      () -> buf.del(4),
      () -> buf.del(-1),
      () -> buf.del(2, 2),
      () -> buf.del(-1, 1),
      () -> buf.del(1, -1),
      () -> buf.del(1, Integer.MAX_VALUE),
      () -> buf.truncate(4),
      () -> buf.truncate(-1),
      () -> buf.insert(4, five, 0, 1),
      () -> buf.insert(-1, five, 0, 1),
      () -> buf.insert(0, five, 4, 2),
      () -> buf.insert(1, five, 3, 3),
      () -> buf.insert(1, five, -1, 2),
      () -> buf.add(five, 3, 3),
      () -> buf.add(five, -1, 1),
    };
    for (int i = 0; i < calls.length; i++) {
      assertThatThrownBy(calls[i]::run)
          .as("call %s", i)
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThat(buf.toString()).as("call %s", i).isEqualTo("bcd");
    }
    Runnable[] sizes = {
      () -> buf.add(five, 0, -1), () -> buf.insert(0, five, 0, -1), () -> buf.reserve(-1),
          () -> buf.reserve(Integer.MAX_VALUE),
      () -> buf.resize(-1), () -> buf.resize(Integer.MAX_VALUE), () -> buf.commit(-1),
          () -> buf.commit(buf.capacity()),
    };
    for (int i = 0; i < sizes.length; i++) {
      assertThatThrownBy(sizes[i]::run).as("size %s", i).isInstanceOf(MgException.class);
      assertThat(buf.toString()).as("size %s", i).isEqualTo("bcd");
    }
  }

  @Test
  void emptyBuffer_holdsNoArray() {
    MgIobuf buf = new MgIobuf();
    buf.add("");
    buf.add(new byte[0]);
    buf.insert(0, new byte[0], 0, 0);
    buf.reserve(0);
    assertThat(buf.capacity()).isZero();
    assertThat(Arrays.copyOf(buf.buf(), 0)).isEmpty();
  }
}
