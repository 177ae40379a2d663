package dev.mg;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.jspecify.annotations.Nullable;

/** {@link MgPrintf} on any format with any arguments: MgException or the text, never half of it. */
class MgPrintfFuzzTest {
  private static final int MOST_ARGUMENTS = 4;
  private static final int LONGEST = 32;

  /** Each conversion may print a megabyte: a few are enough. */
  private static final int LONGEST_FORMAT = 48;

  @FuzzTest(maxDuration = "10m")
  void anyFormat(FuzzedDataProvider data) {
    boolean refuseExtra = data.consumeBoolean();
    @Nullable Object[] args = new Object[data.consumeInt(0, MOST_ARGUMENTS)];
    for (int i = 0; i < args.length; i++) {
      args[i] = argument(data);
    }
    String fmt = data.consumeString(LONGEST_FORMAT);
    MgIobuf out = new MgIobuf();
    out.add("before");
    String first = print(out, fmt, args, refuseExtra);
    assertThat(print(out, fmt, args, refuseExtra)).isEqualTo(first);
    if (fmt.indexOf('%') < 0 && args.length == 0) {
      assertThat(first).isEqualTo(MgStr.of(fmt).toString());
    }
  }

  /** What was appended, or null if it was refused; the buffer is then as it was. */
  private static @Nullable String print(
      MgIobuf out, String fmt, @Nullable Object[] args, boolean refuseExtra) {
    int n;
    try {
      n = MgPrintf.format(out, fmt, args, refuseExtra);
    } catch (MgException e) {
      assertThat(e.getMessage()).contains(fmt);
      assertThat(out.str().is("before")).isTrue();
      return null;
    }
    int before = "before".length();
    assertThat(out.len()).isEqualTo(before + n);
    String text = out.str().slice(before, out.len()).toString();
    out.truncate(before);
    assertThat(out.str().is("before")).isTrue();
    return text;
  }

  private static @Nullable Object argument(FuzzedDataProvider data) {
    return switch (data.consumeInt(0, 15)) {
      case 0 -> data.consumeInt();
      case 1 -> data.consumeLong();
      case 2 -> data.consumeShort();
      case 3 -> data.consumeByte();
      case 4 -> data.consumeChar();
      case 5 -> data.consumeDouble();
      case 6 -> data.consumeFloat();
      case 7 -> data.consumeBoolean();
      case 8 -> data.consumeString(LONGEST);
      case 9 -> data.consumeBytes(LONGEST);
      case 10 -> MgStr.of(data.consumeBytes(LONGEST));
      case 11 -> new MgLong(data.consumeLong());
      case 12 -> new MgAddr(data.consumeLong(), data.consumeLong(), 80, 0, null);
      case 13 -> (MgPrinter) o -> o.add("printed");
      case 14 -> data.consumeInt(-64, 64);
      default -> null;
    };
  }
}
