package dev.mg.examples;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgException;
import dev.mg.MgLog;
import dev.mg.MgManager;
import dev.mg.MgTlsOptions;
import dev.mg.MgUtil;
import dev.mg.examples.cli.Args;
import dev.mg.examples.cli.ClientTls;
import dev.mg.examples.cli.CommandLine;
import dev.mg.examples.cli.UsageException;
import dev.mg.ws.MgWs;
import dev.mg.ws.MgWsMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the cases of a fuzzing server: asks it how many there are, echoes in each until the
 * server ends it, and has the report written.
 */
public final class AutobahnClient {
  private static final String USAGE = "java -cp mg-examples-all.jar dev.mg.examples.AutobahnClient";

  private final MgManager mgr;
  private final String base;
  private final String agent;
  private final @Nullable MgTlsOptions tls;

  /** What the server said last, or why it did not. */
  private String said = "";

  /** Whether its connection has ended. */
  private boolean closed;

  private AutobahnClient(MgManager mgr, Args args) {
    this.mgr = mgr;
    base = args.operands().get(0);
    agent = MgUtil.urlEncode(args.operands().get(1));
    tls = ClientTls.of(args);
  }

  /** Exit status 0 when all cases were run, 1 if the server does not say how many, 2 for words. */
  public static void main(String[] words) {
    System.exit(run(List.of(words)));
  }

  private static int run(List<String> words) {
    CommandLine commandLine =
        WsClientOptions.declare(
            new CommandLine(USAGE, "Runs the cases of a fuzzing server at BASE as AGENT.")
                .operands("BASE AGENT", 2));
    try {
      Args args = commandLine.parse(words);
      if (args.has("help") || args.operands().size() < 2) {
        System.out.print(commandLine.help());
        return args.has("help") ? 0 : 2;
      }
      // A handshake that fails is the end of a case, and no news.
      MgLog.set(MgLog.NONE);
      try (MgManager mgr = MgManager.create(WsClientOptions.of(args))) {
        return new AutobahnClient(mgr, args).runCases();
      }
    } catch (UsageException | MgException e) {
      System.err.println(e.getMessage());
      return 2;
    }
  }

  private int runCases() {
    connect("/getCaseCount", false);
    if (!said.matches("[0-9]{1,6}")) {
      System.err.println("no number of cases: '" + said + "'");
      return 1;
    }
    int cases = Integer.parseInt(said);
    for (int i = 1; i <= cases; i++) {
      connect("/runCase?case=" + i + "&agent=" + agent, true);
    }
    connect("/updateReports?agent=" + agent, false);
    System.out.println(cases + " cases");
    return 0;
  }

  /** One connection, until it has ended. A handshake that fails is an end as good as any. */
  private void connect(String target, boolean echoes) {
    closed = false;
    MgWs.connect(mgr, base + target, this::onEvent, echoes, "", tls);
    while (!closed) {
      mgr.poll(1000);
    }
  }

  private void onEvent(MgConnection c, int ev, @Nullable Object evData, @Nullable Object echoes) {
    switch (ev) {
      case MgWs.EV_MSG -> {
        MgWsMessage wm = (MgWsMessage) evData;
        if (Boolean.TRUE.equals(echoes)) {
          MgWs.send(c, wm.data, wm.op());
        } else {
          said = wm.data.toString();
        }
      }
      case MgEvent.ERROR -> said = String.valueOf(((Throwable) evData).getMessage());
      case MgEvent.CLOSE -> closed = true;
      default -> {}
    }
  }
}
