package dev.mg.http.clients;

import dev.mg.MgConnection;
import dev.mg.MgEvent;
import dev.mg.MgManager;
import dev.mg.MgOptions;
import dev.mg.MgTimer;
import dev.mg.MgTlsOptions;
import dev.mg.http.MgHttp;
import dev.mg.http.MgHttpMessage;
import dev.mg.http.MgSse;
import dev.mg.testkit.TestCertificates;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A server for clients that are not ours, on a thread of its own.
 *
 * <pre>
 * /bytes/N     {@link #body}, with its length                     /status/N  that status, no body
 * /chunked/N   the same in chunks                                  /gzip      {@link #TEXT}, for compressing
 * /echo        the body, collected                                 /head      the request's head
 * /count       bytes and CRC of the body, streamed                 /slow      after 50 ms, from a timer
 * /early       413 at the head                                     /hints     103, then 200
 * /thread      answered by another thread                          /sse       three events
 * /never       nothing
 * </pre>
 */
final class RealServer implements AutoCloseable {
  static final String TEXT = "All work and no play makes Jack a dull boy.\n".repeat(2_000);
  private static final long WAIT_S = 20;
  private static final byte[] PATTERN = pattern(1 << 16);

  private final CompletableFuture<MgManager> started = new CompletableFuture<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private final Thread thread;
  private final @Nullable MgTlsOptions tls;
  private int port;

  /** Listens on a free port of loopback. */
  RealServer(String transport) throws Exception {
    this(transport, "");
  }

  /** As the other, over TLS by that engine; "" = without. */
  RealServer(String transport, String engine) throws Exception {
    tls = engine.isEmpty() ? null : TestCertificates.server().engine(engine);
    thread = new Thread(() -> serve(transport), "server on " + transport);
    thread.setDaemon(true);
    thread.start();
    started.get(WAIT_S, TimeUnit.SECONDS);
  }

  private void serve(String transport) {
    try (MgManager mgr =
        MgManager.create(new MgOptions().transport(transport).httpGzipMinBytes(1_000))) {
      port = MgHttp.listen(mgr, scheme() + "127.0.0.1:0", this::onEvent, null, tls).loc().port();
      started.complete(mgr);
      while (mgr.poll(1_000)) {
        // Until it is closed.
      }
    } catch (RuntimeException e) {
      started.completeExceptionally(e);
    }
  }

  /**
   * In a process of its own: prints its URL, and ends with its standard input.
   *
   * @param args the transport
   */
  public static void main(String[] args) throws Exception {
    try (RealServer server = new RealServer(args[0])) {
      System.out.println(server.url(""));
      System.in.readAllBytes();
    }
  }

  private String scheme() {
    return tls == null ? "http://" : "https://";
  }

  String url(String path) {
    return scheme() + "127.0.0.1:" + port + path;
  }

  int port() {
    return port;
  }

  /** Connections accepted so far. */
  int accepted() {
    return accepted.get();
  }

  /** The body of /bytes/n and /chunked/n. */
  static byte[] body(int n) {
    byte[] body = new byte[n];
    for (int at = 0; at < n; at += PATTERN.length) {
      System.arraycopy(PATTERN, 0, body, at, Math.min(PATTERN.length, n - at));
    }
    return body;
  }

  /** Bytes that are not the same wherever one looks. */
  private static byte[] pattern(int n) {
    byte[] bytes = new byte[n];
    for (int i = 0; i < n; i++) {
      bytes[i] = (byte) (i * 31 ^ i >>> 7);
    }
    return bytes;
  }

  /** What /count answers to that body. */
  static String count(byte[] body) {
    CRC32 crc = new CRC32();
    crc.update(body);
    return body.length + " " + Long.toHexString(crc.getValue());
  }

  /** A body being produced. */
  private static final class Source {
    private long left;

    Source(long n) {
      left = n;
    }

    void produce(MgConnection c) {
      while (left > 0 && !c.isSendFull()) {
        // As the pattern is that of the whole, a piece is a whole turn of it but for the last.
        int n = (int) Math.min(left, PATTERN.length);
        MgHttp.writeChunk(c, n == PATTERN.length ? PATTERN : pattern(n));
        left -= n;
      }
      if (left == 0) {
        c.data(null);
        MgHttp.endResponse(c);
      }
    }
  }

  /** A body being counted. */
  private static final class Count {
    private final CRC32 crc = new CRC32();
    private long bytes;
  }

  private void onEvent(MgConnection c, int ev, @Nullable Object evData, @Nullable Object fnData) {
    switch (ev) {
      case MgEvent.ACCEPT -> accepted.incrementAndGet();
      case MgHttp.EV_HDRS -> headers(c, (MgHttpMessage) evData);
      case MgHttp.EV_CHUNK -> chunk(c, (MgHttpMessage) evData);
      case MgHttp.EV_MSG -> answer(c, (MgHttpMessage) evData);
      case MgEvent.WRITE -> {
        if (c.data() instanceof Source source) {
          source.produce(c);
        }
      }
      default -> {}
    }
  }

  private static void headers(MgConnection c, MgHttpMessage hm) {
    if (hm.uri.is("/count")) {
      MgHttp.stream(c);
      c.data(new Count());
    } else if (hm.uri.is("/early")) {
      MgHttp.reply(c, 413, "", "too much\n");
    }
  }

  private static void chunk(MgConnection c, MgHttpMessage hm) {
    Count count = (Count) c.data();
    count.crc.update(hm.chunk.buf(), hm.chunk.off(), hm.chunk.len());
    count.bytes += hm.chunk.len();
    if (hm.chunk.isEmpty()) {
      c.data(null);
      MgHttp.reply(c, 200, "", count.bytes + " " + Long.toHexString(count.crc.getValue()));
    }
  }

  private static void answer(MgConnection c, MgHttpMessage hm) {
    String path = hm.uri.toString();
    int slash = path.lastIndexOf('/');
    String last = path.substring(slash + 1);
    switch (path.substring(0, slash + 1)) {
      case "/bytes/" -> produce(c, Long.parseLong(last), false);
      case "/chunked/" -> produce(c, Long.parseLong(last), true);
      case "/status/" -> MgHttp.reply(c, Integer.parseInt(last), "ETag: \"a\"\r\n", "");
      default -> named(c, hm, last);
    }
  }

  private static void named(MgConnection c, MgHttpMessage hm, String name) {
    switch (name) {
      case "echo" -> MgHttp.reply(c, 200, "", hm.body);
      case "head" -> MgHttp.reply(c, 200, "", hm.head);
      case "gzip" -> MgHttp.reply(c, 200, "Content-Type: text/plain\r\n", TEXT);
      case "slow" ->
          c.mgr().timerAdd(50, MgTimer.ONCE, () -> MgHttp.reply(c, 200, "", "at last\n"));
      case "thread" -> byAnother(c.mgr(), c.id());
      case "never" -> {
        // Until the client has had enough.
      }
      case "hints" -> {
        MgHttp.interim(c, 103, "Link: </a.css>; rel=preload\r\n");
        MgHttp.reply(c, 200, "", "hinted\n");
      }
      case "sse" -> {
        if (MgSse.start(c, "Access-Control-Allow-Origin: *\r\n")) {
          for (int i = 1; i <= 3; i++) {
            MgSse.send(c, "tick", Integer.toString(i), "tick " + i + "\nof 3");
          }
          MgSse.end(c);
        }
      }
      default -> MgHttp.reply(c, 404, "", "no such page\n");
    }
  }

  /** Answers as a worker does that may finish when the connection is long gone. */
  private static void byAnother(MgManager mgr, long id) {
    Thread worker =
        new Thread(
            () ->
                mgr.execute(
                    () -> {
                      MgConnection c = mgr.connection(id);
                      if (c != null) {
                        MgHttp.reply(c, 200, "", "by another\n");
                      }
                    }));
    worker.start();
  }

  private static void produce(MgConnection c, long n, boolean chunked) {
    if (chunked) {
      MgHttp.replyChunked(c, 200, "");
    } else if (!MgHttp.replyLength(c, 200, "", n)) {
      MgHttp.endResponse(c);
      return;
    }
    Source source = new Source(n);
    c.data(source);
    source.produce(c);
  }

  @Override
  public void close() {
    MgManager mgr = started.join();
    mgr.execute(mgr::close);
    try {
      thread.join(TimeUnit.SECONDS.toMillis(WAIT_S));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      throw new AssertionError("the server does not end");
    }
  }
}
