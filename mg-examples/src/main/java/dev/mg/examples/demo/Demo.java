package dev.mg.examples.demo;

import dev.mg.MgConnection;
import dev.mg.MgEventType;
import dev.mg.MgException;
import dev.mg.MgHandler;
import dev.mg.MgManager;
import dev.mg.MgNetException;
import dev.mg.MgOn;
import dev.mg.MgOptions;
import dev.mg.examples.cli.Args;
import dev.mg.examples.cli.CommandLine;
import dev.mg.examples.cli.OrderlyEnd;
import dev.mg.examples.cli.ServerTls;
import dev.mg.examples.cli.UsageException;
import dev.mg.http.MgHttp;
import dev.mg.http.MgHttpMessage;
import dev.mg.http.MgServeOptions;
import dev.mg.ws.MgWs;
import dev.mg.ws.MgWsMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The demo server: the page on /, its live data on /live, a WebSocket echo on /ws, and a folder on
 * /files/ if one is given.
 */
public final class Demo {
  private static final String PAGE_HEADERS =
      "Content-Type: text/html; charset=utf-8\r\nCache-Control: no-cache\r\n";

  private final byte[] page = page();
  private final LiveRoom room;
  private final @Nullable MgServeOptions files;

  private Demo(MgManager mgr, String root) {
    room = new LiveRoom(mgr);
    files =
        root.isEmpty() ? null : new MgServeOptions().root("/files", Path.of(root)).listing(true);
  }

  /**
   * Serves until the process is told to end, and then until those are served who are there.
   *
   * @throws UsageException if the words are not understood, or the port is taken
   */
  public static void run(List<String> words, PrintStream out) {
    CommandLine line =
        ServerTls.declare(
            new CommandLine("./mg run", "Starts the demo: a page that shows its own event loop.")
                .value("transport", "NAME", "", "nio, netty, netty-epoll; the best if left out")
                .value(
                    "host", "ADDRESS", "127.0.0.1", "where to listen; 0.0.0.0 = on all interfaces")
                .value("port", "N", "8000", "where to listen; 0 = any free port")
                .value("root", "DIR", "", "a folder to serve on /files/"));
    Args args = line.parse(words);
    if (args.has("help")) {
      out.print(line.help());
      return;
    }
    MgOptions options = new MgOptions();
    if (args.has("transport")) {
      options.transport(args.text("transport"));
    }
    int port = args.number("port", 0, 65535);
    String root = args.text("root");
    ServerTls tls = ServerTls.of(args);
    try (OrderlyEnd end = new OrderlyEnd();
        MgManager mgr = MgManager.create(options)) {
      MgConnection listener = listen(mgr, args.text("host"), port, root, tls);
      String at = tls.scheme() + "://" + listener.loc();
      out.printf("mg demo on %s  (transport %s; Ctrl-C ends it)%n", at, mgr.transport());
      if (!root.isEmpty()) {
        out.printf("%s on %s/files/%n", root, at);
      }
      if (!tls.about().isEmpty()) {
        out.println(tls.about());
      }
      out.flush();
      end.arm(atMost -> mgr.execute(() -> mgr.stop(atMost)));
      while (mgr.poll(1000)) {
        // Until it is told to end, and has served those who are there.
      }
    }
  }

  private static MgConnection listen(
      MgManager mgr, String host, int port, String root, ServerTls tls) {
    Demo demo = new Demo(mgr, root);
    try {
      // Who names an IPv6 address need not know how URLs write one.
      String at = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
      String url = tls.scheme() + "://" + at + ":" + port;
      return MgHttp.listen(mgr, url, demo.handler(), null, tls.options());
    } catch (MgException e) {
      if (e.getCause() instanceof MgNetException net
          && net.kind() == MgNetException.Kind.ADDRESS_IN_USE) {
        throw new UsageException("port " + port + " is in use: choose another with --port");
      }
      throw e;
    }
  }

  private MgHandler handler() {
    return MgOn.on(MgHttp.MSG, this::request)
        .on(MgWs.OPEN, (c, hm) -> opened(c, hm))
        .on(MgWs.MSG, this::message)
        .on(MgEventType.CLOSE, (c, none) -> room.leave(c));
  }

  private void request(MgConnection c, MgHttpMessage hm) {
    if (hm.uri.is("/live") || hm.uri.is("/ws")) {
      MgWs.upgrade(c, hm, "");
    } else if (files != null && (hm.uri.is("/files") || hm.uri.startsWith("/files/"))) {
      MgHttp.serveDir(c, hm, files);
    } else if (!hm.uri.is("/")) {
      MgHttp.reply(c, 404, "", "not here; the page is at /\n");
    } else if (!hm.method.is("GET") && !hm.method.is("HEAD")) {
      MgHttp.reply(c, 405, "Allow: GET, HEAD\r\n", "");
    } else {
      MgHttp.reply(c, 200, PAGE_HEADERS, page);
    }
  }

  private void opened(MgConnection c, MgHttpMessage hm) {
    if (hm.uri.is("/live")) {
      room.join(c);
    }
  }

  private void message(MgConnection c, MgWsMessage wm) {
    if (room.has(c)) {
      room.message(c, wm.data);
    } else {
      MgWs.send(c, wm.data, wm.op());
    }
  }

  private static byte[] page() {
    try (InputStream in = Demo.class.getResourceAsStream("/dev/mg/examples/demo.html")) {
      return Objects.requireNonNull(in, "demo.html is not in the jar").readAllBytes();
    } catch (IOException e) {
      throw new MgException("demo.html cannot be read: " + e.getMessage(), e);
    }
  }
}
