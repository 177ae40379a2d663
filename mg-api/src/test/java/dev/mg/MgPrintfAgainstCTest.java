package dev.mg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link MgPrintf} beside the C library's own printf, on a machine that has a C compiler. */
class MgPrintfAgainstCTest {
  /** Reads lines of type, format and argument, tabs between; prints a line for each. */
  private static final String PROGRAM =
      """
      #include <stdio.h>
      #include <stdlib.h>
      #include <string.h>
      int main(void) {
        static char line[65536];
        while (fgets(line, sizeof(line), stdin) != NULL) {
          line[strcspn(line, "\\n")] = 0;
          char *fmt = strchr(line, '\\t') + 1;
          char *arg = strchr(fmt, '\\t') + 1;
          arg[-1] = 0;
          switch (line[0]) {
            case 'i': printf(fmt, (int) strtoll(arg, NULL, 10)); break;
            case 'l': printf(fmt, strtoll(arg, NULL, 10)); break;
            case 's': printf(fmt, arg); break;
            case '*': printf(fmt, 3, arg); break;
            default: {
              unsigned long long bits = strtoull(arg, NULL, 16);
              double d;
              memcpy(&d, &bits, sizeof(d));
              printf(fmt, d);
            }
          }
          putchar('\\n');
        }
        return 0;
      }
      """;

  private record Case(char type, String fmt, String arg, String ours) {}

  @TempDir private Path dir;

  @Test
  void everyConversionBothHave_printsTheSame() throws Exception {
    Path program = compile();
    List<Case> cases = new ArrayList<>();
    Seeded.runs(200, random -> batch(random, cases));
    List<String> theirs = run(program, cases);
    assertThat(theirs).hasSameSizeAs(cases);
    for (int i = 0; i < cases.size(); i++) {
      Case c = cases.get(i);
      if (theirs.get(i).matches("<[-+ 0]*1\\.[eE][-+].*") && c.fmt.matches(".*#.*[gG]>")) {
        // glibc drops the zeros that # keeps when rounding carries into another power of ten.
        continue;
      }
      assertThat(c.ours).as("%s", c).isEqualTo(theirs.get(i));
    }
  }

  private static void batch(Random random, List<Case> cases) {
    for (int i = 0; i < 100; i++) {
      cases.add(
          switch (random.nextInt(6)) {
            case 0 -> integer(random);
            case 1 -> text(random);
            default -> real(random);
          });
    }
  }

  private static Case integer(Random random) {
    String letter = Seeded.oneOf(random, "d", "i", "u", "x", "X", "o", "c");
    String flags = flags(random, letter.equals("c") ? "-" : "-+ 0");
    if ("xXo".contains(letter) && random.nextInt(3) == 0) {
      flags += "#";
    }
    String precision = letter.equals("c") ? "" : precision(random, 30);
    if (letter.equals("c")) {
      int ch = ' ' + random.nextInt(95);
      return made('i', "%" + flags + width(random) + "c", Integer.toString(ch), ch);
    }
    String start = "<%" + flags + width(random) + precision;
    long v = Seeded.anyLong(random);
    return switch (random.nextInt(3)) {
      case 0 -> made('l', start + "ll" + letter + ">", Long.toString(v), v);
      case 1 -> made('i', start + "hh" + letter + ">", Integer.toString((int) v), (int) v);
      default -> made('i', start + letter + ">", Integer.toString((int) v), (int) v);
    };
  }

  private static Case text(Random random) {
    String s = "some text".substring(random.nextInt(10));
    String flags = flags(random, "-+ ");
    return random.nextInt(4) == 0
        ? made('*', "<%" + flags + ".*s>", s, 3, s)
        : made('s', "<%" + flags + width(random) + precision(random, 12) + "s>", s, s);
  }

  private static Case real(Random random) {
    String letter = Seeded.oneOf(random, "e", "E", "f", "F", "g", "G", "lf");
    double d = Seeded.anyDouble(random);
    d = random.nextInt(50) == 0 ? Seeded.oneOf(random, 0.0, -0.0, 1 / 0.0, -1 / 0.0, 0.0 / 0) : d;
    String fmt =
        "<%" + flags(random, "-+ 0#") + width(random) + precision(random, 40) + letter + ">";
    return made('f', fmt, Long.toHexString(Double.doubleToLongBits(d)), d);
  }

  private static Case made(char type, String fmt, String arg, Object... args) {
    return new Case(type, fmt, arg, MgPrintf.format(fmt, args));
  }

  private static String flags(Random random, String from) {
    StringBuilder flags = new StringBuilder();
    for (char flag : from.toCharArray()) {
      if (random.nextInt(3) == 0) {
        flags.append(flag);
      }
    }
    return flags.toString();
  }

  private static String width(Random random) {
    return random.nextBoolean() ? "" : Integer.toString(1 + random.nextInt(40));
  }

  private static String precision(Random random, int most) {
    return switch (random.nextInt(4)) {
      case 0, 1 -> "";
      case 2 -> ".";
      default -> "." + random.nextInt(most);
    };
  }

  private Path compile() throws IOException, InterruptedException {
    Path source = Files.writeString(dir.resolve("print.c"), PROGRAM);
    Path program = dir.resolve("print");
    Process cc;
    try {
      cc =
          new ProcessBuilder("cc", "-w", "-o", program.toString(), source.toString())
              .redirectErrorStream(true)
              .redirectOutput(dir.resolve("cc.log").toFile())
              .start();
    } catch (IOException e) {
      return Assumptions.abort("no C compiler: " + e.getMessage());
    }
    assertThat(cc.waitFor(60, TimeUnit.SECONDS)).as("cc ends within 60 s").isTrue();
    assertThat(cc.exitValue()).as(Files.readString(dir.resolve("cc.log"))).isZero();
    return program;
  }

  private List<String> run(Path program, List<Case> cases) throws Exception {
    StringBuilder input = new StringBuilder();
    for (Case c : cases) {
      input.append(c.type).append('\t').append(c.fmt).append('\t').append(c.arg).append('\n');
    }
    Path in = Files.writeString(dir.resolve("in"), input);
    Path out = dir.resolve("out");
    Process process =
        new ProcessBuilder(program.toString())
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("printf ends within 60 s").isTrue();
    return Files.readAllLines(out, StandardCharsets.US_ASCII);
  }
}
