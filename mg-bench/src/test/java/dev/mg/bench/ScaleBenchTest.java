package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleBenchTest extends BenchCase {
  ScaleBenchTest() {
    super("scale", "--quick", "--connections", "8", "--load", "mg");
  }

  @Test
  void oneManagerAndTwo_areInTheReportWithTheirRatio() throws IOException {
    List<String> loads = some(ScaleBench.NAMES, Workload.HASH, "keep-alive");
    String names = String.join(",", loads);

    String markdown = report("--transports", "nio", "--hash-kib", "4", "--workloads", names);

    assertThat(rows(markdown, "mg nio, 1 manager")).hasSize(loads.size());
    assertThat(rows(markdown, "mg nio, 2 managers")).hasSize(loads.size());
    assertThat(markdown)
        .contains("## hash: GET /sha256?kib=4, 8 connections")
        .contains(
            "| CPU × 1 manager's | requests/s | × 1 manager's |",
            "load busy %",
            "- load generator: ours, one thread on a selector. ",
            "- cores: not pinned: server and load share all ");
  }

  @Test
  void aThreadOfTheLoad_isThereForEveryTwoManagers() throws IOException {
    String markdown = report("--transports", "nio", "--managers", "3", "--workloads", "keep-alive");

    assertThat(rows(markdown, "mg nio, 3 managers")).hasSize(1);
    assertThat(markdown).contains("- load generator: ours, 2 threads, each on a selector. ");
  }

  @Test
  void inTurn_isAskedOfTheServers() {
    String why = Choice.TRANSPORTS.unavailableBecause("netty-epoll");
    assumeTrue(why == null, () -> String.valueOf(why));

    int status =
        bench("--transports", "netty-epoll", "--managers", "2", "--workloads", "hash", "--in-turn");

    assertThat(status).isEqualTo(1);
    assertThat(said())
        .contains("mg-bench: mg-netty-epoll-2-managers ended before it printed")
        .contains("one thread is to accept for all managers");
  }

  @Test
  void aNumberOfManagersThatIsNone_isRefused() {
    assertThat(bench("--managers", "1,many")).isEqualTo(2);
    assertThat(said().strip())
        .isEqualTo("mg-bench: --managers takes numbers within 1..64, not 'many'");
  }
}
