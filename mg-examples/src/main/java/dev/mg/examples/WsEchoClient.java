package dev.mg.examples;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgLog;
import dev.mg.MgManager;
import dev.mg.examples.cli.Args;
import dev.mg.examples.cli.ClientTls;
import dev.mg.examples.cli.CommandLine;
import dev.mg.examples.cli.UsageException;
import dev.mg.ws.MgWs;
import dev.mg.ws.MgWsMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A WebSocket client that sends back every message until the server closes. */
public final class WsEchoClient {
  private static final String USAGE = "java -cp mg-examples-all.jar dev.mg.examples.WsEchoClient";

  private boolean opened;
  private boolean closed;
  private long messages;

  private WsEchoClient() {}

  /** Exit status 0 after the server's close, 1 if it was never reached, 2 for wrong words. */
  public static void main(String[] words) {
    System.exit(run(List.of(words)));
  }

  private static int run(List<String> words) {
    CommandLine commandLine =
        WsClientOptions.declare(
            new CommandLine(USAGE, "Sends back every message until the server closes.")
                .operand("URL"));
    try {
      Args args = commandLine.parse(words);
      if (args.has("help") || args.operand().isEmpty()) {
        System.out.print(commandLine.help());
        return args.has("help") ? 0 : 2;
      }
      return new WsEchoClient().run(args);
    } catch (UsageException e) {
      System.err.println(e.getMessage());
      return 2;
    }
  }

  private int run(Args args) {
    // What goes wrong is told below.
    MgLog.set(MgLog.NONE);
    try (MgManager mgr = MgManager.create(WsClientOptions.of(args))) {
      MgWs.connect(mgr, args.operand(), this::onEvent, null, "", ClientTls.of(args));
      while (!closed) {
        mgr.poll(1000);
      }
    }
    System.out.println(messages + " messages");
    return opened ? 0 : 1;
  }

  private void onEvent(MgConnection c, int ev, @Nullable Object evData, @Nullable Object fnData) {
    switch (ev) {
      case MgWs.EV_OPEN -> opened = true;
      case MgWs.EV_MSG -> {
        MgWsMessage wm = (MgWsMessage) evData;
        MgWs.send(c, wm.data, wm.op());
        messages++;
      }
      case MgEvent.ERROR -> System.err.println(((Throwable) evData).getMessage());
      case MgEvent.CLOSE -> closed = true;
      default -> {}
    }
  }
}
