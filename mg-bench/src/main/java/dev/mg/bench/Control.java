package dev.mg.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Commands to a server on its standard input, one a line, for {@code serve --control}: {@code heap}
 * collects all garbage and prints {@code heap BYTES}; the end of the input ends the server, so that
 * it does not outlive the benchmark that started it. Runs in a thread of its own.
 */
final class Control implements Runnable {
  static final String HEAP = "heap";

  private final PrintStream out;
  private final Runnable stop;

  /**
   * @param stop called at the end of the input
   */
  Control(PrintStream out, Runnable stop) {
    this.out = out;
    this.stop = stop;
  }

  @Override
  public void run() {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.equals(HEAP)) {
          out.println("heap " + LiveHeap.bytes());
        } else {
          out.println("unknown command " + line);
        }
      }
    } catch (IOException e) {
      out.println("standard input failed: " + e.getMessage());
    }
    stop.run();
  }
}
