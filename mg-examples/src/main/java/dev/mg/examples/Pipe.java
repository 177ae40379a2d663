package dev.mg.examples;

import dev.mg.MgConnection;
import dev.mg.MgEventType;
import dev.mg.MgManager;
import dev.mg.MgOn;
import dev.mg.MgStr;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.ByteChannel;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Lines of TCP clients answered by a thread that only knows blocking streams: {@code nc 127.0.0.1
 * 8006}. The loop and the thread talk over a pipe, in lines of a connection's id and text.
 */
public final class Pipe {
  private Pipe() {}

  /** Serves until it is killed; the argument is the port. */
  public static void main(String[] args) {
    try (MgManager mgr = MgManager.create()) {
      ByteChannel otherEnd =
          mgr.mkpipe(MgOn.on(MgEventType.READ, (c, n) -> answers(c)), null, false);
      // Made by mkpipe just now, so it is the newest.
      MgConnection pipe = mgr.connections().iterator().next();
      Thread worker = new Thread(() -> work(otherEnd), "worker");
      worker.setDaemon(true);
      worker.start();
      int port = Examples.port(args, 8006);
      Examples.announce(
          mgr.listen(
              "tcp://127.0.0.1:" + port,
              MgOn.on(MgEventType.READ, (c, n) -> questions(c, pipe)),
              null));
      for (; ; ) {
        mgr.poll(1000);
      }
    }
  }

  private static void questions(MgConnection c, MgConnection pipe) {
    MgStr line = new MgStr(c.recv.buf(), 0, 0);
    while (takeLine(c, line)) {
      pipe.printf("%d %s\n", c.id(), line);
      c.recv.del(line.len() + 1);
    }
  }

  private static void answers(MgConnection pipe) {
    MgStr line = new MgStr(pipe.recv.buf(), 0, 0);
    MgStr id = new MgStr(pipe.recv.buf(), 0, 0);
    MgStr text = new MgStr(pipe.recv.buf(), 0, 0);
    while (takeLine(pipe, line)) {
      line.span(' ', id, text);
      MgConnection c = pipe.mgr().connection(id.toLong(0));
      if (c != null) {
        c.printf("%s\n", text);
      }
      pipe.recv.del(line.len() + 1);
    }
  }

  /** Shows the first line in {@code recv} without its end, if a whole one is there. */
  private static boolean takeLine(MgConnection c, MgStr line) {
    int end = c.recv.str().indexOf('\n', 0);
    if (end >= 0) {
      line.wrap(c.recv.buf(), c.recv.head(), end);
    }
    return end >= 0;
  }

  private static void work(ByteChannel otherEnd) {
    try (BufferedReader in =
            new BufferedReader(Channels.newReader(otherEnd, StandardCharsets.UTF_8));
        PrintWriter out =
            new PrintWriter(Channels.newWriter(otherEnd, StandardCharsets.UTF_8), true)) {
      for (String line; (line = in.readLine()) != null; ) {
        out.print(line.toUpperCase(Locale.ROOT) + "\n");
        out.flush();
      }
    } catch (IOException e) {
      // The loop has ended.
    }
  }
}
