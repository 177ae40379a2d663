package dev.mg.bench;

import java.util.List;

/**
 * Puts load on a server with an {@link HttpClient}.
 *
 * @param rate requests a second, 0 = as many as are answered
 */
record HttpGenerator(int rate, Harness harness) implements Generator {
  @Override
  public String noTlsBecause() {
    return "our own client speaks no TLS, wrk does";
  }

  @Override
  public Load on(Server server, Workload workload) {
    return RemoteLoad.start(
        server,
        workload.name(),
        workload.warmRequests(),
        rate,
        List.of(
            HttpClient.COMMAND,
            "--workload",
            workload.name(),
            "--connections",
            Integer.toString(workload.connections()),
            "--rate",
            Integer.toString(rate)),
        harness);
  }
}
