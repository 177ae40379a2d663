package dev.mg.examples;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgException;
import dev.mg.MgLog;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.MgTimer;
import dev.mg.MgUrl;
import dev.mg.examples.cli.Args;
import dev.mg.examples.cli.ClientTls;
import dev.mg.examples.cli.CommandLine;
import dev.mg.examples.cli.UsageException;
import dev.mg.http.MgHttp;
import dev.mg.http.MgHttpFields;
import dev.mg.http.MgHttpMessage;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Makes one request and prints {@code STATUS LENGTH}, or {@code ERROR why}; a body of any length
 * passes through without being held.
 */
public final class HttpGet {
  private static final int DEADLINE_MS = 8_000;

  private final String url;
  private final String method;
  private final List<String> shown;
  private final List<String> lines = new ArrayList<>();
  private long length;
  private @Nullable String result;

  private HttpGet(String url, String method, List<String> shown) {
    this.url = url;
    this.method = method;
    this.shown = shown;
  }

  private static CommandLine commandLine() {
    return ClientTls.declare(
            new CommandLine(
                "java -cp mg-examples-all.jar dev.mg.examples.HttpGet",
                "Makes one request. Prints STATUS LENGTH and the fields asked for, or ERROR why."))
        .flag("head", "ask for the head only")
        .value("show", "NAMES", "", "print these fields too, beside set-cookie: a,b")
        .value("transport", "NAME", "", "nio, netty or netty-epoll; the best there is if not given")
        .operand("URL");
  }

  /** Exit status 0 after a response, 1 after ERROR, 2 if the command line is wrong. */
  public static void main(String[] words) {
    MgLog.set(MgLog.NONE);
    // One char a byte: a field is printed as it came.
    System.exit(
        run(List.of(words), new PrintStream(System.out, true, StandardCharsets.ISO_8859_1)));
  }

  static int run(List<String> words, PrintStream out) {
    CommandLine commandLine = commandLine();
    try {
      Args args = commandLine.parse(words);
      if (args.has("help") || args.operand().isEmpty()) {
        out.print(commandLine.help());
        return args.has("help") ? 0 : 2;
      }
      List<String> shown = new ArrayList<>(List.of("set-cookie"));
      for (String name : args.text("show").split(",")) {
        shown.add(name.strip().toLowerCase(Locale.ROOT));
      }
      HttpGet get = new HttpGet(args.operand(), args.has("head") ? "HEAD" : "GET", shown);
      return get.run(args, out);
    } catch (UsageException e) {
      System.err.println(e.getMessage());
      return 2;
    }
  }

  private int run(Args args, PrintStream out) {
    String transport = args.text("transport");
    MgOptions options = new MgOptions();
    try (MgManager mgr =
        MgManager.create(transport.isEmpty() ? options : options.transport(transport))) {
      mgr.timerAdd(
          DEADLINE_MS,
          MgTimer.ONCE,
          () -> end("ERROR no whole response in " + DEADLINE_MS + " ms"));
      MgHttp.connect(mgr, url, this::onEvent, null, ClientTls.of(args));
      while (result == null) {
        mgr.poll(1_000);
      }
    } catch (MgException e) {
      end("ERROR " + e.getMessage());
    }
    out.println(result);
    if (result == null || result.startsWith("ERROR")) {
      return 1;
    }
    lines.forEach(out::println);
    return 0;
  }

  private void onEvent(MgConnection c, int ev, @Nullable Object evData, @Nullable Object fnData) {
    switch (ev) {
      case MgEvent.CONNECT ->
          MgHttp.request(c, method, MgUrl.uri(url), "Connection: close\r\n", "");
      case MgHttp.EV_HDRS -> {
        keep(((MgHttpMessage) evData).headers);
        MgHttp.stream(c);
      }
      case MgHttp.EV_CHUNK -> {
        MgHttpMessage hm = (MgHttpMessage) evData;
        length += hm.chunk.len();
        if (hm.chunk.isEmpty()) {
          end(hm.uri + " " + length);
        }
      }
      case MgEvent.ERROR -> end("ERROR " + ((Throwable) evData).getMessage());
      case MgEvent.CLOSE -> end("ERROR the connection closed: " + c.closeReason());
      default -> {}
    }
  }

  private void keep(MgHttpFields fields) {
    for (int i = 0; i < fields.count(); i++) {
      String name = fields.name(i).latin1().toLowerCase(Locale.ROOT);
      if (shown.contains(name)) {
        lines.add("HEADER " + name + "=" + fields.value(i).latin1());
      }
    }
  }

  /** The first end is the one that counts. */
  private void end(String line) {
    if (result == null) {
      result = line;
    }
  }
}
