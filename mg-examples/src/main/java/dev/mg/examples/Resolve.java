package dev.mg.examples;

import dev.mg.MgEvent;
import dev.mg.MgException;
import dev.mg.MgManager;
import dev.mg.MgPrintf;
import dev.mg.examples.cli.UsageException;

/** Looks a name up, at a DNS server of one's choice: {@code resolve localhost udp://9.9.9.9}. */
public final class Resolve {
  private Resolve() {}

  /** Ends with the answer; the arguments are a name and, if you like, a server. */
  public static void main(String[] args) {
    if (args.length == 0) {
      throw new UsageException("a name is missing: resolve NAME [udp://SERVER[:PORT]]");
    }
    boolean[] done = {false};
    String[] failure = {""};
    try (MgManager mgr = MgManager.create()) {
      if (args.length > 1) {
        mgr.dns4(args[1]);
      }
      // A name is looked up by connecting to it; over UDP that sends the peer nothing.
      mgr.connect(
          "udp://" + args[0] + ":9",
          (c, ev, evData, fnData) -> {
            switch (ev) {
              case MgEvent.RESOLVE -> {
                System.out.println(MgPrintf.format("%s is %I", args[0], c.rem()));
                c.close();
              }
              case MgEvent.ERROR -> failure[0] = ((Throwable) evData).getMessage();
              case MgEvent.CLOSE -> done[0] = true;
              default -> {}
            }
          },
          null);
      while (!done[0]) {
        mgr.poll(1000);
      }
    }
    if (!failure[0].isEmpty()) {
      throw new MgException(failure[0]);
    }
  }
}
