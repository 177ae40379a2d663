package dev.mg.examples;

import dev.mg.MgConnection;
import dev.mg.examples.cli.UsageException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The examples by name. */
enum Examples {
  HELLO("hello [PORT]", "the shortest HTTP server", Hello::main),
  TCP_ECHO("tcp-echo [PORT]", "sends back what comes, over plain TCP", TcpEcho::main),
  WS_ECHO("ws-echo [PORT]", "WebSocket echo beside an HTTP answer", WsEcho::main),
  WS_ECHO_CLIENT(
      "ws-echo-client URL", "the other end: sends back what a server sends", WsEchoClient::main),
  AUTOBAHN_CLIENT(
      "autobahn-client BASE AGENT", "runs the cases of a fuzzing server", AutobahnClient::main),
  MQTT_OVER_WS("mqtt-over-ws [PORT]", "a small MQTT broker inside of WebSocket", MqttOverWs::main),
  CHAT("chat [PORT]", "chat rooms, which are topics, with their page", Chat::main),
  CLOCK("clock [PORT]", "a timer that writes to all connections", Clock::main),
  UDP_ECHO("udp-echo [PORT]", "sends each datagram back", UdpEcho::main),
  UNIX_ECHO("unix-echo [PATH]", "sends back what comes, over a unix-domain socket", UnixEcho::main),
  WORKERS("workers [PORT]", "slow requests answered by a pool of threads", Workers::main),
  VIRTUAL_THREADS("virtual-threads [PORT]", "the same with virtual threads", VirtualThreads::main),
  PIPE("pipe [PORT]", "a thread with blocking streams behind the loop", Pipe::main),
  RESOLVE("resolve NAME [SERVER]", "looks a name up", Resolve::main),
  HTTP_GET("http-get URL", "one request, of a body of any length", HttpGet::main),
  JSON("json [PORT]", "JSON in, JSON out, over HTTP", Json::main),
  ROUTES("routes [PORT]", "answers chosen by method and path", Routes::main),
  FILES("files [PORT] [DIR]", "a folder with lists of what is in it", Files::main),
  UPLOAD("upload [PORT] [DIR]", "files of any length, stored as they arrive", Upload::main),
  LOGIN("login [PORT]", "a password once, a cookie from then on", Login::main),
  SSE("sse [PORT]", "a page that is told the time each second", Sse::main),
  GRACEFUL("graceful [PORT]", "finishes what it does when told to end", Graceful::main),
  CORES("cores [PORT]", "a manager a core, all on one port", Cores::main);

  private interface Program {
    void main(String[] args);
  }

  /** Those that read options by themselves, --help among them. */
  private static final Set<Examples> OWN_OPTIONS =
      EnumSet.of(WS_ECHO_CLIENT, AUTOBAHN_CLIENT, HTTP_GET);

  private final String usage;
  private final String about;
  private final Program program;

  Examples(String usage, String about, Program program) {
    this.usage = usage;
    this.about = about;
    this.program = program;
  }

  private String title() {
    return usage.split(" ")[0];
  }

  static void run(List<String> words, PrintStream out) {
    if (words.isEmpty()) {
      list(out);
      return;
    }
    for (Examples e : values()) {
      if (e.title().equals(words.get(0))) {
        e.start(words.subList(1, words.size()), out);
        return;
      }
    }
    throw new UsageException("no example '" + words.get(0) + "': ./mg example lists them");
  }

  private static void list(PrintStream out) {
    out.println("examples, each one file in mg-examples/src/main/java/dev/mg/examples:");
    int width = Arrays.stream(values()).mapToInt(e -> e.usage.length()).max().orElse(0);
    for (Examples e : values()) {
      out.println("  " + e.usage + " ".repeat(width - e.usage.length()) + "  " + e.about);
    }
  }

  private void start(List<String> words, PrintStream out) {
    for (String word : words) {
      if (word.startsWith("-") && !OWN_OPTIONS.contains(this)) {
        if (word.equals("--help") || word.equals("-h")) {
          out.println("usage: ./mg example " + usage + "\n\n" + about);
          return;
        }
        throw new UsageException("unknown option " + word + ": ./mg example " + usage);
      }
    }
    program.main(words.toArray(new String[0]));
  }

  /** Prints where an example listens: with port 0 that is not known before. */
  static void announce(MgConnection listener) {
    System.out.println("listening on " + listener.loc());
  }

  /** The first argument as a port, or {@code standard}. */
  static int port(String[] args, int standard) {
    if (args.length == 0) {
      return standard;
    }
    try {
      return Integer.parseInt(args[0]);
    } catch (NumberFormatException e) {
      throw new UsageException("port '" + args[0] + "' is not a number");
    }
  }
}
