package dev.mg.bench;

import dev.mg.examples.cli.Args;
import dev.mg.examples.cli.CommandLine;
import java.io.PrintStream;
import java.util.List;

/** {@code bench tls}: https requests and handshakes. */
final class TlsBench implements SideBySide.Kind {
  static final List<String> NAMES =
      List.of(Workload.HANDSHAKE, "keep-alive", "post-16k", "pipelined");

  private TlsBench() {}

  static void run(List<String> words, PrintStream out, PrintStream err) {
    SideBySide.run(new TlsBench(), words, out, err);
  }

  @Override
  public String name() {
    return "tls";
  }

  @Override
  public String about() {
    return "Servers side by side over https under load, each a process on a core of its own. All"
        + " show the same\ncertificate, on curve P-256; no session is taken up again.";
  }

  @Override
  public String title() {
    return "TLS servers side by side";
  }

  @Override
  public String scheme() {
    return "https";
  }

  @Override
  public String serverMust() {
    return "answers GET /plaintext and POST /echo";
  }

  @Override
  public CommandLine options(CommandLine line) {
    return Generator.options(line)
        .value("engines", "A,B", Choice.ENGINES.all(), "with these engines");
  }

  @Override
  public List<Contender> ours(String transport, Args args, Harness harness) {
    MgContender plain = new MgContender(transport, List.of());
    return args.names("engines", Choice.ENGINES.names).stream()
        .map(engine -> (Contender) plain.overTls(engine, harness.identity()))
        .toList();
  }

  @Override
  public List<String> forPeers(Harness harness) {
    Identity identity = harness.identity();
    return List.of(identity.cert().toString(), identity.key().toString());
  }

  @Override
  public Unit unit() {
    return Unit.REQUEST;
  }

  @Override
  public String floorName() {
    return NginxContender.NAME;
  }

  @Override
  public Contender floor(Harness harness) {
    return new NginxContender(harness.identity());
  }

  @Override
  public String loadGenerator(Args args) {
    String load = Generator.about(args);
    if (Generator.isOurs(args)) {
      load += ". TLS is by the engine " + ClientTls.engines().name();
    }
    return load + "; the floor is " + NginxContender.version();
  }

  @Override
  public List<String> scenarios() {
    return NAMES;
  }

  @Override
  public Scenario scenario(String name, int connections, Args args, Harness harness) {
    return new ByRequests(Workload.of(name, connections), Generator.of(args, harness));
  }
}
