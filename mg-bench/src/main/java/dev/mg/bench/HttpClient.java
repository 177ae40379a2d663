package dev.mg.bench;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The far end of a {@link Workload}: one thread and one selector, requests made beforehand, and
 * answers compared with the one before. A request on a connection that stays allocates nothing.
 *
 * <p>Without a rate it is a closed loop: a connection sends as soon as it has been answered. With
 * one it sends when a request is due, or as soon as it can from then on, and latencies count from
 * when it was due; between two of them it does not sleep.
 */
final class HttpClient implements LoadClient {
  static final int MAX_RATE = 1_000_000;

  private static final int READ_BYTES = 256 * 1024;

  private final Workload load;
  private final InetSocketAddress server;

  /** Null = without TLS. */
  private final @Nullable ClientTls tls;

  /** Requests a second; 0 = a closed loop. */
  private final int rate;

  private final int stallMs;

  private final HttpSocket[] sockets;
  private final Selector selector = Selector.open();
  private final Consumer<SelectionKey> onReady = this::ready;
  private final ByteBuffer in = ByteBuffer.allocateDirect(READ_BYTES);
  private final ByteBuffer requests;
  private final Latencies latencies = new Latencies();
  private Pace pace = new Pace(0, 1, 1);
  private long endNs;
  private long answers;

  /** Connections on which something is due. */
  private int waiting;

  /** The first write of the pace that nobody has looked at. */
  private long cursor;

  /**
   * Connects, and makes one exchange on each connection.
   *
   * @param tls null = without TLS
   * @param rate requests a second, 0 = as many as are answered
   * @param stallMs without any answer, after which the load has failed
   */
  HttpClient(Workload load, int port, @Nullable ClientTls tls, int rate, int stallMs)
      throws IOException {
    this.load = load;
    this.tls = tls;
    this.rate = rate;
    this.stallMs = stallMs;
    server = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    byte[] one = load.request("127.0.0.1:" + port).getBytes(StandardCharsets.US_ASCII);
    requests = ByteBuffer.allocateDirect(load.depth() * one.length);
    IntStream.range(0, load.depth()).forEach(i -> requests.put(one));
    ExpectedAnswer answer = load.expected();
    sockets = new HttpSocket[load.connections()];
    for (int i = 0; i < sockets.length; i++) {
      sockets[i] = new HttpSocket(answer);
      if (!load.closing()) {
        connect(sockets[i]);
      }
    }
    endNs = System.nanoTime();
    closedLoop(endNs);
  }

  @Override
  public LoadResult load(int ms) throws IOException {
    return run(ms).result();
  }

  /** The same, to be put together with others'. */
  Tally run(int ms) throws IOException {
    answers = 0;
    latencies.clear();
    reopen();
    long startNs = System.nanoTime();
    endNs = startNs + TimeUnit.MILLISECONDS.toNanos(ms);
    if (rate > 0) {
      openLoop(startNs);
      return new Tally(answers, System.nanoTime() - startNs, latencies);
    }
    closedLoop(startNs);
    long ns = System.nanoTime() - startNs;
    return Tally.ofClosedLoop(answers, ns, sockets.length, latencies);
  }

  /** Servers may end connections that were idle between two runs, with or without a word. */
  private void reopen() throws IOException {
    for (HttpSocket s : sockets) {
      if (s.channel != null && s.read(in.clear()) != 0) {
        s.close();
        connect(s);
      }
    }
  }

  private void closedLoop(long startNs) throws IOException {
    waiting = sockets.length;
    for (HttpSocket s : sockets) {
      ask(s, startNs);
    }
    drain();
  }

  /** Until all that is due has come. */
  private void drain() throws IOException {
    while (waiting > 0) {
      if (select(stallMs) == 0) {
        throw stalled();
      }
    }
  }

  private IOException stalled() {
    long unanswered = Arrays.stream(sockets).filter(s -> s.missing > 0).count();
    return new IOException(
        unanswered == 0
            ? waiting + " connections were answered and, within " + stallMs + " ms, not closed"
            : "no answer within " + stallMs + " ms, " + unanswered + " connections wait for one");
  }

  private void openLoop(long startNs) throws IOException {
    pace = new Pace(startNs, rate, load.depth());
    waiting = 0;
    cursor = 0;
    for (int i = 0; i < sockets.length; i++) {
      sockets[i].next = i;
    }
    long progressNs = startNs;
    for (long nowNs = startNs; nowNs - endNs < 0; nowNs = System.nanoTime()) {
      askAllDue(nowNs);
      if (select(0) > 0 || waiting == 0) {
        progressNs = nowNs;
      } else if (nowNs - progressNs > 1_000_000L * stallMs) {
        throw stalled();
      }
    }
    countUnsent();
    drain();
  }

  private void askAllDue(long nowNs) throws IOException {
    for (long due = pace.due(nowNs); cursor < due; cursor++) {
      HttpSocket s = sockets[(int) (cursor % sockets.length)];
      // One that is busy sees to its next write when it has been answered.
      if (s.next == cursor && s.isIdle(load.closing())) {
        waiting++;
        askPaced(s);
      }
    }
  }

  private void askPaced(HttpSocket s) throws IOException {
    long dueNs = pace.dueNs(s.next);
    s.next += sockets.length;
    ask(s, dueNs);
  }

  /** What is still unsent at the end has waited at least until then. */
  private void countUnsent() {
    long due = pace.due(endNs - 1);
    for (HttpSocket s : sockets) {
      for (long number = s.next; number < due; number += sockets.length) {
        latencies.add(endNs - pace.dueNs(number));
      }
    }
  }

  /**
   * Serves those that are ready.
   *
   * @param maxMs to wait for one; 0 = not at all
   */
  private int select(int maxMs) throws IOException {
    try {
      return maxMs == 0 ? selector.selectNow(onReady) : selector.select(onReady, maxMs);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void ready(SelectionKey key) {
    HttpSocket s = (HttpSocket) key.attachment();
    try {
      if (key.isReadable()) {
        read(s);
      } else {
        goOn(s);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(HttpSocket s) throws IOException {
    int n = s.read(in.clear());
    if (n < 0) {
      closed(s);
      return;
    }
    if (n == 0) {
      // With a step of the handshake the request's turn may have come.
      goOn(s);
      return;
    }
    int whole = s.framer.take(in.flip());
    if (whole == 0) {
      return;
    }
    answers += whole;
    s.missing -= whole;
    if (s.missing < 0 || (s.missing == 0 && s.written < requests.capacity())) {
      throw new IOException("more answers came than requests were sent");
    }
    if (s.missing == 0) {
      long nowNs = System.nanoTime();
      latencies.add(nowNs - s.sinceNs);
      if (!load.closing()) {
        next(s, nowNs);
      }
    }
  }

  private void closed(HttpSocket s) throws IOException {
    if (!load.closing() || s.missing > 0) {
      throw new IOException(
          "closed by the server "
              + (s.framer.isWithin() ? "within an answer" : "with no answer begun")
              + ", "
              + s.missing
              + " are due");
    }
    s.close();
    next(s, System.nanoTime());
  }

  /** The next write of a connection, or of its successor, if it is time for one. */
  private void next(HttpSocket s, long nowNs) throws IOException {
    if (nowNs - endNs >= 0) {
      waiting--;
    } else if (rate == 0) {
      ask(s, nowNs);
    } else if (s.next < cursor) {
      askPaced(s);
    } else {
      waiting--;
    }
  }

  private void ask(HttpSocket s, long sinceNs) throws IOException {
    s.missing = load.depth();
    s.written = 0;
    s.sinceNs = sinceNs;
    if (s.channel == null) {
      connect(s);
    }
    goOn(s);
  }

  /** On this machine a connection is there at once, but for those that a full backlog drops. */
  private void connect(HttpSocket s) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.INET);
    channel.configureBlocking(false);
    s.open(channel, tls);
    boolean connected = channel.connect(server);
    if (!load.closing()) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
    s.key =
        channel.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, s);
  }

  /** Writes what is unwritten as far as there is room for it. */
  private void goOn(HttpSocket s) throws IOException {
    SocketChannel channel = requireNonNull(s.channel);
    if (!channel.isConnected() && !channel.finishConnect()) {
      return;
    }
    s.written += s.write(requests.position(s.written));
    int ops = SelectionKey.OP_READ | (s.isFull(requests) ? SelectionKey.OP_WRITE : 0);
    SelectionKey key = requireNonNull(s.key);
    if (key.interestOps() != ops) {
      key.interestOps(ops);
    }
  }
}
