package dev.mg.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineTest {
  private final CommandLine line =
      new CommandLine("tool", "What it does.")
          .value("port", "N", "8000", "where")
          .value("root", "DIR", "", "what")
          .flag("loud", "how");

  private void assertRefused(String message, String... words) {
    assertThatThrownBy(() -> line.parse(List.of(words)))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }

  @Test
  void values_standBehindASpaceOrAnEqualsSign() {
    assertThat(line.parse(List.of("--root", "a=b")).text("root")).isEqualTo("a=b");
    assertThat(line.parse(List.of("--root=a=b")).text("root")).isEqualTo("a=b");
    assertThat(line.parse(List.of("--root=")).text("root")).isEmpty();
  }

  @Test
  void whatIsNotGiven_hasItsDefault() {
    Args args = line.parse(List.of());

    assertThat(args.number("port", 0, 65535)).isEqualTo(8000);
    assertThat(args.has("port")).isFalse();
    assertThat(args.has("loud")).isFalse();
  }

  @Test
  void whatIsNotDeclared_isRefused() {
    assertRefused("unknown option --prot: see tool --help", "--prot", "1");
    assertRefused("unknown option -p: see tool --help", "-p");
    assertRefused("unexpected word 'more': see tool --help", "more");
    assertRefused("unexpected word '-': see tool --help", "-");
  }

  @Test
  void help_isAskedForInTwoWays() {
    assertThat(line.parse(List.of("--help")).has("help")).isTrue();
    assertThat(line.parse(List.of("-h")).has("help")).isTrue();
  }

  @Test
  void anOptionHalfGivenOrTwice_isRefused() {
    assertRefused("--port needs a value, N: see tool --help", "--port");
    assertRefused("--port is given twice: see tool --help", "--port", "1", "--port=2");
    assertRefused("--loud takes no value: see tool --help", "--loud=yes");
  }

  @Test
  void anOperand_isTakenOnce() {
    line.operand("NAME");

    assertThat(line.parse(List.of("one")).operand()).isEqualTo("one");
    assertThat(line.parse(List.of()).operand()).isEmpty();
    assertRefused("unexpected word 'two': see tool --help", "one", "two");
  }

  @Test
  void aNumber_isWithinItsRange() {
    String message = "--port must be within 0..65535, not ";
    for (String wrong : List.of("65536", "-1", "x", "", "99999999999", "1.5")) {
      Args args = line.parse(List.of("--port=" + wrong));
      assertThatThrownBy(() -> args.number("port", 0, 65535))
          .isInstanceOf(UsageException.class)
          .hasMessage(message + wrong);
    }
    assertThat(line.parse(List.of("--port=65535")).number("port", 0, 65535)).isEqualTo(65535);
  }

  @Test
  void names_areThoseAllowed() {
    assertThat(line.parse(List.of("--root=a, b")).names("root", List.of("a", "b")))
        .containsExactly("a", "b");
    assertThat(line.parse(List.of("--root= ")).names("root", List.of("a", "b"))).isEmpty();
    assertThatThrownBy(() -> line.parse(List.of("--root=a,c")).names("root", List.of("a", "b")))
        .isInstanceOf(UsageException.class)
        .hasMessage("--root: no 'c', there is a, b");
  }

  @Test
  void help_listsEveryOptionWithItsDefault() {
    assertThat(line.help())
        .isEqualTo(
            """
            usage: tool [options]

            What it does.

              --help      this text
              --port N    where (8000)
              --root DIR  what
              --loud      how
            """);
  }
}
