package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole harness, with the smallest sizes. */
class ScaleBenchTest {
  private static final List<String> SMALL = List.of("bench", "scale", "--quick");

  @TempDir Path out;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @BeforeEach
  void needsLoad() {
    assumeTrue(Wrk.isInstalled(), "no wrk");
  }

  @AfterEach
  void nothingIsLeftRunning() {
    assertThat(ProcessHandle.current().children().map(ProcessHandle::info)).isEmpty();
  }

  private int bench(String... more) {
    List<String> words = new ArrayList<>(SMALL);
    words.addAll(List.of("--out", out.toString(), "--connections", "8"));
    words.addAll(List.of(more));
    PrintStream to = new PrintStream(said, true, StandardCharsets.UTF_8);
    return Main.run(words, to, to);
  }

  @Test
  void oneManagerAndTwo_areInTheReportWithTheirRatio() throws IOException {
    assertThat(bench("--transports", "nio", "--hash-kib", "4"))
        .as(said.toString(StandardCharsets.UTF_8))
        .isZero();

    String markdown = Files.readString(out.resolve("scale.md"));
    assertThat(markdown.lines().filter(line -> line.startsWith("| mg nio, 1 manager | ")))
        .hasSize(3);
    assertThat(markdown.lines().filter(line -> line.startsWith("| mg nio, 2 managers | ")))
        .hasSize(3);
    assertThat(markdown)
        .contains("## hash: GET /sha256?kib=4, 8 connections", "## keep-alive", "## connection")
        .contains(
            "| CPU × 1 manager's | requests/s | × 1 manager's |",
            "load busy %",
            "- cores: not pinned: server and load share all ");
  }

  @Test
  void inTurn_isAskedOfTheServers() {
    String why = Choice.TRANSPORTS.unavailableBecause("netty-epoll");
    assumeTrue(why == null, () -> String.valueOf(why));

    int status =
        bench("--transports", "netty-epoll", "--managers", "2", "--workloads", "hash", "--in-turn");

    assertThat(status).isEqualTo(1);
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("mg-bench: mg-netty-epoll-2-managers ended before it printed")
        .contains("one thread is to accept for all managers");
  }

  @Test
  void aNumberOfManagersThatIsNone_isRefused() {
    assertThat(bench("--managers", "1,many")).isEqualTo(2);
    assertThat(said.toString(StandardCharsets.UTF_8).strip())
        .isEqualTo("mg-bench: --managers takes numbers within 1..64, not 'many'");
  }
}
