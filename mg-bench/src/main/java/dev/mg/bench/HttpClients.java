package dev.mg.bench;

import dev.mg.examples.cli.Args;
import dev.mg.examples.cli.CommandLine;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * {@link HttpClient}s that put one load on together, each on a thread of its own, with its share of
 * the connections and of the rate. {@link HttpGenerator} starts their process.
 */
final class HttpClients implements LoadClient {
  static final String COMMAND = "http-client";

  private static final int STALL_MS = 10_000;
  private static final int MOST_THREADS = 64;

  private final List<HttpClient> clients;
  private final ExecutorService threads;

  /** Takes them over. */
  private HttpClients(List<HttpClient> clients) {
    this.clients = List.copyOf(clients);
    threads = Executors.newFixedThreadPool(clients.size(), HttpClients::thread);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, COMMAND);
    // The input's end is that of the process.
    thread.setDaemon(true);
    return thread;
  }

  static void run(List<String> words, PrintStream out) {
    Args args =
        Workload.options(
                new CommandLine(COMMAND, "The far end of HTTP connections; bench http starts it."))
            .value("port", "N", "0", "of the server")
            .flag("tls", "speak https")
            .value("threads", "N", "1", "that share the connections")
            .value("rate", "N", "0", "requests a second; 0 = as many as are answered")
            .parse(words);
    Workload load = Workload.of(args);
    try {
      LoadClient.obey(open(load, args), out);
    } catch (IOException e) {
      throw new BenchException(load.name() + ": " + e.getMessage(), e);
    }
  }

  private static LoadClient open(Workload load, Args args) throws IOException {
    int port = args.number("port", 1, 65535);
    int rate = args.number("rate", 0, HttpClient.MAX_RATE);
    int threads = args.number("threads", 1, Math.min(MOST_THREADS, load.connections()));
    int paced = rate == 0 ? threads : Math.min(threads, rate);
    List<HttpClient> clients = new ArrayList<>();
    for (int i = 0; i < paced; i++) {
      clients.add(
          new HttpClient(
              load.withConnections(share(load.connections(), paced, i)),
              port,
              args.has("tls") ? new ClientTls(ClientTls.engines(), port) : null,
              share(rate, paced, i),
              STALL_MS));
    }
    return paced == 1 ? clients.get(0) : new HttpClients(clients);
  }

  /** Of the thread of that number, from 0. */
  static int share(int all, int threads, int number) {
    return all / threads + (number < all % threads ? 1 : 0);
  }

  @Override
  public LoadResult load(int ms) throws IOException {
    List<Future<Tally>> runs = new ArrayList<>();
    for (HttpClient client : clients) {
      runs.add(threads.submit(() -> client.run(ms)));
    }
    Tally all = tally(runs.get(0));
    for (Future<Tally> run : runs.subList(1, runs.size())) {
      all = all.plus(tally(run));
    }
    return all.result();
  }

  /** Ends by itself: a client gives up on a server that is silent. */
  private static Tally tally(Future<Tally> run) throws IOException {
    try {
      return run.get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
