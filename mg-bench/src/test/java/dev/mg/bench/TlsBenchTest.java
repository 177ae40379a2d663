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
class TlsBenchTest {
  private static final List<String> SMALL = List.of("bench", "tls", "--quick");

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
    words.addAll(List.of("--out", out.toString(), "--connections", "4"));
    words.addAll(List.of(more));
    PrintStream to = new PrintStream(said, true, StandardCharsets.UTF_8);
    return Main.run(words, to, to);
  }

  private static String serve(String more) {
    String classes = System.getProperty("java.class.path");
    String main = Tools.java() + " -cp " + classes + " " + Main.class.getName();
    return main + " serve --port 0 --control --transport nio " + more;
  }

  @Test
  void bothEngines_areInTheReportUnderEveryWorkload() throws IOException {
    String why = Choice.ENGINES.unavailableBecause("openssl");
    assumeTrue(why == null, () -> String.valueOf(why));

    assertThat(bench("--transports", "nio", "--no-floor"))
        .as(said.toString(StandardCharsets.UTF_8))
        .isZero();

    String markdown = Files.readString(out.resolve("tls.md"));
    assertThat(markdown.lines().filter(line -> line.startsWith("| mg nio jdk |"))).hasSize(4);
    assertThat(markdown.lines().filter(line -> line.startsWith("| mg nio openssl |"))).hasSize(4);
    assertThat(markdown)
        .contains("## handshake", "## keep-alive", "## post-16k", "## pipelined")
        .contains("CPU µs a request");
  }

  @Test
  void nginx_isTheFloorWhereItCanBe() throws IOException {
    String why = new NginxContender(new Identity(out, out)).unavailableBecause();
    assumeTrue(why == null, () -> String.valueOf(why));

    assertThat(bench("--transports=", "--workloads", "handshake,post-16k"))
        .as(said.toString(StandardCharsets.UTF_8))
        .isZero();

    String markdown = Files.readString(out.resolve("tls.md"));
    assertThat(markdown.lines().filter(line -> line.startsWith("| nginx (floor) |"))).hasSize(1);
    assertThat(markdown)
        .contains("× floor", "- left out: nginx (floor), post-16k: it does not send a body back");
  }

  @Test
  void aServerThatTakesSessionsUpAgain_failsTheRun() {
    Identity self = Identity.in(out);
    String tls = "--tls --engine jdk --cert " + self.cert() + " --key " + self.key();
    String resuming = "resuming=" + serve(tls);

    int status = bench("--transports=", "--no-floor", "--server", resuming);

    assertThat(status).isEqualTo(1);
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("mg-bench: resuming, handshake: it takes TLS sessions up again");
  }
}
