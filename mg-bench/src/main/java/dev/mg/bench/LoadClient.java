package dev.mg.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The far end of a load, in a process of its own, and how that is told what to do: it prints {@code
 * ready}; to {@code run MS} on its standard input it answers {@code done COUNT SECONDS}, and the
 * latencies of a {@link LoadResult}; at the end of the input it ends. {@link RemoteLoad} starts it.
 */
interface LoadClient {
  String READY = "ready";
  String RUN = "run ";
  String DONE = "done ";

  /** Loads the server for some time. */
  LoadResult load(int ms) throws IOException;

  /** Does what standard input says, to its end. */
  static void obey(LoadClient client, PrintStream out) throws IOException {
    out.println(READY);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.startsWith(RUN)) {
        LoadResult r = client.load(Integer.parseInt(line.substring(RUN.length())));
        StringBuilder done = new StringBuilder(DONE).append(r.count()).append(' ');
        done.append(r.seconds());
        r.latencyUs().forEach(us -> done.append(' ').append(us));
        out.println(done);
      }
    }
  }
}
