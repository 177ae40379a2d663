package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TlsBenchTest extends BenchCase {
  TlsBenchTest() {
    super("tls", "--quick", "--connections", "4");
  }

  @Test
  void bothEngines_areInTheReport() throws IOException {
    String why = Choice.ENGINES.unavailableBecause("openssl");
    assumeTrue(why == null, () -> String.valueOf(why));

    List<String> loads = some(TlsBench.NAMES, Workload.HANDSHAKE, "post-16k");
    String names = String.join(",", loads);

    String markdown =
        report("--load", "mg", "--transports", "nio", "--no-floor", "--workloads", names);

    assertThat(rows(markdown, "mg nio jdk")).hasSize(loads.size());
    assertThat(rows(markdown, "mg nio openssl")).hasSize(loads.size());
    loads.forEach(load -> assertThat(markdown).contains("## " + load));
    assertThat(markdown)
        .contains("CPU µs a request", "load's ceiling /s")
        .contains("- load generator: ours, one thread on a selector. Closed loop: ")
        .contains("TLS is by the engine openssl; the floor is ");
  }

  /** The report of one contender under one workload, put on by that. */
  private String keepAliveBy(String option, String value) throws IOException {
    String markdown =
        report(
            "--transports",
            "nio",
            "--engines",
            "jdk",
            "--no-floor",
            "--workloads",
            "keep-alive",
            option,
            value);
    assertThat(rows(markdown, "mg nio jdk")).hasSize(1);
    return markdown;
  }

  @Test
  void wrk_loadsHttpsWhereItIsInstalled() throws IOException {
    assumeTrue(Wrk.isInstalled(), "no wrk");

    assertThat(keepAliveBy("--load", "wrk")).contains("- load generator: wrk ");
  }

  @Test
  void aRate_isAnOpenLoopOverTlsToo() throws IOException {
    assertThat(keepAliveBy("--rate", "50"))
        .contains("50 requests a second are asked for. Open loop: ");
  }

  @Test
  void nginx_isTheFloorWhereItCanBe() throws IOException {
    String why = new NginxContender(new Identity(out, out)).unavailableBecause();
    assumeTrue(why == null, () -> String.valueOf(why));

    String markdown = report("--load", "mg", "--transports=", "--workloads", "handshake,post-16k");

    assertThat(rows(markdown, "nginx (floor)")).hasSize(1);
    assertThat(markdown)
        .contains("× floor", "- left out: nginx (floor), post-16k: it does not send a body back");
  }

  @Test
  void aServerThatTakesSessionsUpAgain_failsTheRun() {
    Identity self = Identity.in(out);
    String tls = "--tls --engine jdk --cert " + self.cert() + " --key " + self.key();
    String serve = java(Main.class) + " serve --port 0 --control --transport nio " + tls;

    int status =
        bench("--load", "mg", "--transports=", "--no-floor", "--server", "resuming=" + serve);

    assertThat(status).isEqualTo(1);
    assertThat(said()).contains("mg-bench: resuming, handshake: it takes TLS sessions up again");
  }
}
