package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... words) {
    return Main.run(List.of(words), print(out), print(err));
  }

  private static PrintStream print(ByteArrayOutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }

  @Test
  void nothing_showsTheHelp() {
    assertThat(run()).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("usage:")
        .contains("serve", "bench");
  }

  @Test
  void help_isThereForEveryCommand() {
    for (String[] words :
        new String[][] {
          {"serve", "--help"},
          {"bench", "--help"},
          {"bench", "http", "--help"},
          {"bench", "ws", "--help"},
          {"bench", "tls", "--help"},
          {"bench", "idle", "--help"},
          {"bench", "scale", "--help"},
          {"bench", "micro", "--help"}
        }) {
      out.reset();
      assertThat(run(words)).as(String.join(" ", words)).isZero();
      assertThat(out.toString(StandardCharsets.UTF_8))
          .startsWith("usage: " + String.join(" ", words).replace(" --help", ""));
    }
  }

  @Test
  void misuse_isOneLineAndStatus2() {
    for (String[] words :
        new String[][] {
          {"frob"}, {"serve", "--prot", "1"}, {"bench", "frob"}, {"bench", "http", "--rounds", "0"}
        }) {
      err.reset();
      assertThat(run(words)).as(String.join(" ", words)).isEqualTo(2);
      assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("mg-bench: ").hasLineCount(1);
    }
  }
}
