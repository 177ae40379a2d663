package dev.mg.bench;

import dev.mg.MgException;
import dev.mg.MgNetException;
import dev.mg.MgOptions;
import dev.mg.examples.cli.Args;
import dev.mg.examples.cli.CommandLine;
import dev.mg.examples.cli.OrderlyEnd;
import dev.mg.examples.cli.ServerTls;
import dev.mg.http.MgServeOptions;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * {@code serve}: runs the {@link TargetServer} until SIGTERM, and then to the end of what it does.
 */
final class ServeCommand {
  private static final int STANDARD_BODY_BYTES = 1 << 20;
  private static final int WS_MESSAGE_BYTES = 16 << 20;
  private static final int DEFLATE_LEVEL = 6;
  private static final int RECV_ROOM_BYTES = 1 << 20;
  private static final int MOST_MANAGERS = 64;

  private ServeCommand() {}

  private static CommandLine commandLine() {
    return ServerTls.declare(
            new CommandLine(
                "serve",
                "The server that load generators and conformance tools are pointed at, on"
                    + " 127.0.0.1."))
        .value("transport", "T", "", "nio, netty or netty-epoll; the best there is if not given")
        .value("port", "N", "8000", "0 = any free one")
        .value("managers", "N", "1", "loops, each on a thread of its own, that share the port")
        .flag("in-turn", "one thread accepts for the managers, in place of the kernel")
        .value("root", "DIR", "", "the folder that /static/ serves")
        .value("max-body", "BYTES", Integer.toString(STANDARD_BODY_BYTES), "more is answered 413")
        .value(
            "deadline-ms",
            "MS",
            "5000",
            "for a head, a stalled body, an idle connection and a" + " stalled write; 0 = none")
        .flag("deflate", "agree on permessage-deflate with WebSocket clients that offer it")
        .flag(
            "control",
            "end with standard input; 'heap' there prints the bytes in use after GC, 'allocated'"
                + " those allocated since it was said before");
  }

  static void run(List<String> words, PrintStream out) {
    CommandLine line = commandLine();
    Args args = line.parse(words);
    if (args.has("help")) {
      out.print(line.help());
      return;
    }
    int port = args.number("port", 0, 65535);
    ServerTls tls = tls(args);
    int managers = args.number("managers", 1, MOST_MANAGERS);
    try (OrderlyEnd end = new OrderlyEnd();
        Target server = open(managers, options(args), port, args.text("root"), tls)) {
      end.arm(server::stop);
      out.println(
          "listening on "
              + tls.scheme()
              + "://127.0.0.1:"
              + server.port()
              + " ("
              + server.about()
              + ")");
      if (!tls.about().isEmpty()) {
        out.println(tls.about());
      }
      out.flush();
      if (args.has("control")) {
        Thread control = new Thread(new Control(out, () -> server.stop(Duration.ZERO)), "control");
        control.setDaemon(true);
        control.start();
      }
      server.run();
    }
  }

  private static MgOptions options(Args args) {
    int body = args.number("max-body", 0, (1 << 30) - RECV_ROOM_BYTES);
    int deadline = args.number("deadline-ms", 0, Integer.MAX_VALUE);
    MgOptions options =
        new MgOptions()
            .httpMaxBodyBytes(body)
            .wsMaxMessageBytes(WS_MESSAGE_BYTES)
            .wsPingMs(0)
            .acceptInTurn(args.has("in-turn"))
            .wsDeflateLevel(args.has("deflate") ? DEFLATE_LEVEL : 0)
            .maxRecvBytes(Math.max(body, WS_MESSAGE_BYTES) + RECV_ROOM_BYTES)
            .httpHeadTimeoutMs(deadline)
            .httpBodyStallTimeoutMs(deadline)
            .httpIdleTimeoutMs(deadline)
            .writeStallTimeoutMs(deadline);
    return args.text("transport").isEmpty() ? options : options.transport(args.text("transport"));
  }

  private static ServerTls tls(Args args) {
    try {
      return ServerTls.of(args);
    } catch (MgException e) {
      throw new BenchException(e.getMessage(), e);
    }
  }

  private static Target open(
      int managers, MgOptions options, int port, String root, ServerTls tls) {
    try {
      MgServeOptions files =
          root.isEmpty() ? null : new MgServeOptions().root("/static", Path.of(root));
      return managers == 1
          ? new TargetServer(options, port, files, tls.options())
          : new TargetGroup(managers, options, port, files, tls.options());
    } catch (MgException e) {
      // Of a group it is the cause of the cause.
      Throwable why = e.getCause() instanceof MgException its ? its.getCause() : e.getCause();
      if (why instanceof MgNetException net && net.kind() == MgNetException.Kind.ADDRESS_IN_USE) {
        throw new BenchException(
            "port " + port + " is in use: choose another with --port, 0 for any free one", e);
      }
      throw new BenchException(e.getMessage(), e);
    }
  }
}
