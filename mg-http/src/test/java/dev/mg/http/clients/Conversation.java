package dev.mg.http.clients;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of the system that is talked with; what it prints on either stream is one text. */
final class Conversation implements AutoCloseable {
  private static final long WAIT_MS = 20_000;

  private final List<String> command;
  private final Process process;
  private final StringBuilder heard = new StringBuilder();
  private boolean isOver;

  Conversation(Path program, String... args) throws IOException {
    command = new ArrayList<>(List.of(args));
    command.add(0, program.toString());
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    Thread listening = new Thread(this::listen, "listening to " + program);
    listening.setDaemon(true);
    listening.start();
  }

  private void listen() {
    byte[] some = new byte[8_192];
    InputStream in = process.getInputStream();
    try {
      for (int n; (n = in.read(some)) >= 0; ) {
        hear(new String(some, 0, n, StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      // It is being ended.
    }
    over();
  }

  private synchronized void hear(String text) {
    heard.append(text);
    notifyAll();
  }

  private synchronized void over() {
    isOver = true;
    notifyAll();
  }

  /** Writes to its standard input. */
  Conversation say(String text) throws IOException {
    process.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    process.getOutputStream().flush();
    return this;
  }

  /** Waits until it has printed {@code text}; all it has printed. */
  synchronized String until(String text) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MS);
    while (heard.indexOf(text) < 0) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (isOver || left <= 0) {
        throw new AssertionError(command + " does not say '" + text + "' but:\n" + heard);
      }
      wait(left);
    }
    return heard.toString();
  }

  /** Ends its input and waits for its end; all it has printed. */
  String end() throws Exception {
    process.getOutputStream().close();
    return ended();
  }

  /** Waits for its end; all it has printed. */
  synchronized String ended() throws Exception {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MS);
    while (!isOver) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError(command + " does not end, and says:\n" + heard);
      }
      wait(left);
    }
    return heard.toString();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
