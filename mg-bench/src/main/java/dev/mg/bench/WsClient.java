package dev.mg.bench;

import dev.mg.examples.cli.Args;
import dev.mg.examples.cli.CommandLine;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The far end of a {@link WsWorkload}: one thread and one selector, frames made and masked
 * beforehand, and of what comes back the bytes counted; what they are was looked at before.
 */
final class WsClient implements LoadClient {
  static final String COMMAND = "ws-client";

  private static final int READ_BYTES = 256 * 1024;
  private static final int STALL_MS = 10_000;

  private final WsWorkload load;
  private final List<WsSocket> sockets = new ArrayList<>();
  private final Selector selector;
  private final Consumer<SelectionKey> onReady = this::ready;
  private final ByteBuffer in = ByteBuffer.allocateDirect(READ_BYTES);
  private final ByteBuffer request;
  private final int answerBytes;
  private final Latencies latencies = new Latencies();
  private long endNs;
  private long delivered;

  /** Connections whose answer is due. */
  private int waiting;

  private WsClient(WsWorkload load, int port) throws IOException {
    this.load = load;
    byte[] bytes = load.request();
    byte[] answer = load.answer();
    request = ByteBuffer.allocateDirect(bytes.length).put(bytes);
    answerBytes = answer.length;
    selector = Selector.open();
    InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    for (int i = 0; i < load.connections(); i++) {
      sockets.add(WsSocket.open(server, load.path()));
    }
    // Whoever answers the last one on a topic has subscribed it, and those before it.
    int askers = load.toAll() ? 1 : sockets.size();
    for (WsSocket s : sockets.subList(sockets.size() - askers, sockets.size())) {
      s.write(bytes);
    }
    for (WsSocket s : sockets) {
      s.expect(answer);
      s.channel.configureBlocking(false);
      s.channel.register(selector, SelectionKey.OP_READ, s);
    }
  }

  static void run(List<String> words, PrintStream out) {
    Args args =
        new CommandLine(COMMAND, "The far end of WebSocket connections; bench ws starts it.")
            .value("port", "N", "0", "of the server")
            .value("workload", "NAME", WsWorkload.NAMES.get(0), "what to do")
            .value("connections", "N", "64", "how many, where the workload does not say")
            .parse(words);
    WsWorkload load =
        WsWorkload.of(
            args.names("workload", WsWorkload.NAMES).get(0), args.number("connections", 1, 10_000));
    try {
      LoadClient.obey(new WsClient(load, args.number("port", 1, 65535)), out);
    } catch (IOException | UncheckedIOException e) {
      throw new BenchException(load.name() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public LoadResult load(int ms) throws IOException {
    delivered = 0;
    latencies.clear();
    long startNs = System.nanoTime();
    endNs = startNs + TimeUnit.MILLISECONDS.toNanos(ms);
    if (load.toAll()) {
      publish(startNs);
    } else {
      waiting = sockets.size();
      for (WsSocket s : sockets) {
        ask(s, startNs);
      }
    }
    while (waiting > 0) {
      if (selector.select(onReady, STALL_MS) == 0) {
        throw new IOException("no answer within " + STALL_MS + " ms, " + waiting + " are due");
      }
    }
    long ns = System.nanoTime() - startNs;
    return Tally.ofClosedLoop(delivered, ns, sockets.size(), latencies).result();
  }

  private void ready(SelectionKey key) {
    try {
      read((WsSocket) key.attachment());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(WsSocket s) throws IOException {
    int n = s.channel.read(in.clear());
    if (n < 0 || n > s.missing) {
      throw new IOException(n < 0 ? "closed by the server" : "more came back than was sent");
    }
    s.missing -= n;
    if (s.missing > 0) {
      return;
    }
    long nowNs = System.nanoTime();
    latencies.add(nowNs - s.sentNs);
    delivered += load.depth();
    if (load.toAll()) {
      if (--waiting == 0 && nowNs < endNs) {
        publish(nowNs);
      }
    } else if (nowNs < endNs) {
      ask(s, nowNs);
    } else {
      waiting--;
    }
  }

  private void ask(WsSocket s, long nowNs) throws IOException {
    s.missing = answerBytes;
    s.sentNs = nowNs;
    write(s);
  }

  private void publish(long nowNs) throws IOException {
    waiting = sockets.size();
    for (WsSocket s : sockets) {
      s.missing = answerBytes;
      s.sentNs = nowNs;
    }
    write(sockets.get(0));
  }

  /** Never more than a server has answered everything before, so there is room for it soon. */
  private void write(WsSocket s) throws IOException {
    request.rewind();
    while (request.hasRemaining()) {
      if (s.channel.write(request) == 0 && System.nanoTime() > endNs + 1_000_000L * STALL_MS) {
        throw new IOException("the server does not take what is sent");
      }
    }
  }
}
