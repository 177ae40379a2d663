package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.examples.cli.UsageException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpClientsTest {
  private static final Duration MAX = Duration.ofSeconds(30);

  @TempDir Path logs;

  @Test
  void shares_areAllOfIt_andDifferByOneAtMost() {
    assertThat(IntStream.range(0, 3).map(i -> HttpClients.share(8, 3, i))).containsExactly(3, 3, 2);
    assertThat(HttpClients.share(0, 3, 2)).isZero();
  }

  @Test
  void threads_areTogetherOneLoad() throws Exception {
    List<String> words = List.of("--connections", "5", "--threads", "2");
    try (RunningTarget server = new RunningTarget(null, null);
        Child client = Child.start("clients", logs, command(words, server.port()))) {
      client.await(Pattern.compile("^ready$"), MAX);
      client.send("run 0");

      // One exchange on each connection, the least there can be.
      assertThat(client.await(Pattern.compile("^done (\\d+) "), MAX).group(1)).isEqualTo("5");
    }
  }

  @Test
  void aServerThatGoesAway_endsAllOfThem() throws Exception {
    RunningTarget server = new RunningTarget(null, null);
    List<String> words = List.of("--connections", "4", "--threads", "2");
    try (Child client = Child.start("clients", logs, command(words, server.port()))) {
      client.await(Pattern.compile("^ready$"), MAX);
      server.close();
      client.send("run 10000");

      assertThatThrownBy(() -> client.await(Pattern.compile("^done "), MAX))
          .isInstanceOf(BenchException.class)
          .hasMessageContaining("mg-bench: keep-alive: ");
    } finally {
      server.close();
    }
  }

  @Test
  void moreThreadsThanConnections_areMisuse() {
    List<String> words = List.of("--port", "1", "--connections", "2", "--threads", "3");
    PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());

    assertThatThrownBy(() -> HttpClients.run(words, nowhere))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--threads");
  }

  private static List<String> command(List<String> words, int port) {
    List<String> command = new ArrayList<>(MgContender.java(List.of(HttpClients.COMMAND)));
    command.addAll(words);
    command.addAll(List.of("--port", "" + port));
    return command;
  }
}
