package dev.mg.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts load on a server with {@link HttpClients}.
 *
 * @param rate requests a second, 0 = as many as are answered
 * @param threads of its process, at most as many as a load has connections
 */
record HttpGenerator(int rate, int threads, Harness harness) implements Generator {
  @Override
  public Load on(Server server, Workload workload) {
    List<String> words = new ArrayList<>(List.of(HttpClients.COMMAND));
    words.addAll(workload.words());
    words.addAll(List.of("--rate", "" + rate, "--threads", "" + threads));
    if (server.isTls()) {
      words.add("--tls");
    }
    RemoteLoad.Job job =
        new RemoteLoad.Job(workload.name(), workload.warmRequests(), rate, threads);
    return RemoteLoad.start(server, job, words, harness);
  }
}
