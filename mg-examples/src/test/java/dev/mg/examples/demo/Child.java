package dev.mg.examples.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A process of the test's own. All it prints is read as it comes, so that it never has to wait. */
public final class Child implements AutoCloseable {
  private static final long PATIENCE_S = 60;
  private static final long END_S = 10;

  private final Process process;
  private final List<String> output = new ArrayList<>();
  private final CompletableFuture<Matcher> ready = new CompletableFuture<>();
  private final CompletableFuture<Void> drained;

  private Child(Process process, Pattern sign) {
    this.process = process;
    drained = CompletableFuture.runAsync(() -> read(sign), task -> new Thread(task).start());
  }

  /**
   * Starts a process and waits until a line of its output matches {@code sign}.
   *
   * @throws AssertionError with all it printed, if it ends before that or takes a minute
   */
  public static Child start(List<String> command, Pattern sign) throws IOException {
    Child child = new Child(new ProcessBuilder(command).redirectErrorStream(true).start(), sign);
    try {
      child.sign();
    } catch (AssertionError e) {
      child.close();
      throw e;
    }
    return child;
  }

  /** The match of the line that said it is up. */
  public Matcher sign() {
    try {
      return ready.get(PATIENCE_S, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("not up: " + process.info().command() + "\n" + output(), e);
    }
  }

  /** What it printed so far. */
  public String output() {
    synchronized (output) {
      return String.join("\n", output);
    }
  }

  /** Asks it to end, and waits until it and all that it started are gone. */
  @Override
  public void close() {
    end();
  }

  /** As {@link #close}, before the block that closes it is left. */
  public void end() {
    end(process::destroy);
  }

  /** Ends it in a way of its own, and waits as {@link #close}; those that stay are killed. */
  public void end(Runnable way) {
    List<ProcessHandle> all =
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    way.run();
    for (ProcessHandle each : all) {
      try {
        each.onExit().get(END_S, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        each.destroyForcibly();
        each.onExit().join();
      } catch (Exception e) {
        throw new AssertionError("while waiting for the end of process " + each.pid(), e);
      }
    }
    drained.orTimeout(END_S, TimeUnit.SECONDS).join();
  }

  private void read(Pattern sign) {
    try (BufferedReader in = process.inputReader()) {
      for (String line; (line = in.readLine()) != null; ) {
        synchronized (output) {
          output.add(line);
        }
        Matcher match = sign.matcher(line);
        if (match.find()) {
          ready.complete(match);
        }
      }
      ready.completeExceptionally(new IOException("it ended without the line " + sign));
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
  }
}
