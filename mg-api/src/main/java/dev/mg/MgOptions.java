package dev.mg;

import dev.mg.spi.MgSocketOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Every limit and deadline of a manager. Set what you need, then give it to {@link
 * MgManager#create(MgOptions)}, which takes a copy.
 *
 * <p>Each number is also the system property {@code dev.mg.<name>}, read when the options are made;
 * a call wins over a property. Times are milliseconds, 0 = no deadline; sizes are bytes. A value
 * out of its range throws an {@link MgException} that names option and range. Not thread safe.
 */
public final class MgOptions {
  private enum Num {
    maxRecvBytes(3 << 20, 1, 1 << 30),
    readBytes(256 << 10, 512, 16 << 20),
    sendHighBytes(1 << 20, 1, 1 << 30),
    sendLowBytes(256 << 10, 0, 1 << 30),
    maxSendBytes(64 << 20, 1, 1 << 30),
    connectTimeoutMs(10_000, 0, Integer.MAX_VALUE),
    drainTimeoutMs(30_000, 0, Integer.MAX_VALUE),
    writeStallTimeoutMs(60_000, 0, Integer.MAX_VALUE),
    dnsTimeoutMs(3_000, 1, Integer.MAX_VALUE),
    tlsHandshakeTimeoutMs(10_000, 0, Integer.MAX_VALUE),
    pollEventMs(10, 0, Integer.MAX_VALUE),
    slowHandlerMs(500, 0, Integer.MAX_VALUE),
    httpHeadTimeoutMs(10_000, 0, Integer.MAX_VALUE),
    httpResponseTimeoutMs(60_000, 0, Integer.MAX_VALUE),
    httpBodyStallTimeoutMs(30_000, 0, Integer.MAX_VALUE),
    httpIdleTimeoutMs(60_000, 0, Integer.MAX_VALUE),
    httpMaxLineBytes(16 << 10, 64, 1 << 20),
    httpMaxHeadBytes(64 << 10, 128, 16 << 20),
    httpMaxFields(100, 1, 10_000),
    httpMaxBodyBytes(1 << 20, 0, 1 << 30),
    httpGzipMinBytes(0, 0, 1 << 30),
    httpSsePingMs(15_000, 0, Integer.MAX_VALUE),
    wsMaxMessageBytes(1 << 20, 0, 1 << 30),
    wsMaxFrameBytes(0, 0, 1 << 30),
    wsMaxFragments(1 << 24, 1, 1 << 30),
    wsMaxControlsPerSecond(100_000, 1, 1 << 30),
    wsCloseTimeoutMs(5_000, 0, Integer.MAX_VALUE),
    wsPingMs(30_000, 0, Integer.MAX_VALUE),
    wsDeflateLevel(0, 0, 9),
    wsDeflateMinBytes(256, 0, 1 << 30),
    backlog(1024, 1, 1 << 20),
    sendBufferBytes(0, 0, 1 << 30),
    receiveBufferBytes(0, 0, 1 << 30);

    final int standard;
    final int min;
    final int max;

    Num(int standard, int min, int max) {
      this.standard = standard;
      this.min = min;
      this.max = max;
    }

    int checked(String given) {
      try {
        return checked(Long.parseLong(given.trim()));
      } catch (NumberFormatException e) {
        throw new MgException("dev.mg." + name() + " is '" + given + "', not a number", e);
      }
    }

    int checked(long value) {
      if (value < min || value > max) {
        throw new MgException(
            "option " + name() + " is " + value + ", not within " + min + ".." + max);
      }
      return (int) value;
    }
  }

  private static final Num[] NUMS = Num.values();

  private final int[] values = new int[NUMS.length];
  private final Map<Class<?>, Object> extensions = new HashMap<>();
  private @Nullable String transport = System.getProperty("dev.mg.transport");
  private boolean reusePort;
  private boolean acceptInTurn;
  private boolean noDelay = true;
  private boolean keepAlive = true;
  private boolean broadcast;
  private boolean wsDeflateTakeover;
  private LongSupplier clock = System::nanoTime;

  /** The defaults, changed by what system properties say. */
  public MgOptions() {
    for (Num num : NUMS) {
      String given = System.getProperty("dev.mg." + num.name());
      values[num.ordinal()] = given == null ? num.standard : num.checked(given);
    }
  }

  /** A copy of {@code from}. */
  public MgOptions(MgOptions from) {
    System.arraycopy(from.values, 0, values, 0, values.length);
    extensions.putAll(from.extensions);
    transport = from.transport;
    reusePort = from.reusePort;
    acceptInTurn = from.acceptInTurn;
    noDelay = from.noDelay;
    keepAlive = from.keepAlive;
    broadcast = from.broadcast;
    wsDeflateTakeover = from.wsDeflateTakeover;
    clock = from.clock;
  }

  private MgOptions set(Num num, long value) {
    values[num.ordinal()] = num.checked(value);
    return this;
  }

  private int get(Num num) {
    return values[num.ordinal()];
  }

  /** Which transport: "nio", "netty", "netty-epoll" ...; null = the best there is. */
  public MgOptions transport(@Nullable String name) {
    transport = name;
    return this;
  }

  /** The transport named, null for the best there is. */
  public @Nullable String transport() {
    return transport;
  }

  /** Something for a transport or protocol under the key of its class; a later one replaces it. */
  public <T> MgOptions extension(Class<T> key, T value) {
    extensions.put(key, key.cast(value));
    return this;
  }

  /** What was given under {@code key}, or null. */
  public <T> @Nullable T extension(Class<T> key) {
    return key.cast(extensions.get(key));
  }

  /** The monotonic clock of the loop, in nanoseconds; tests give one they can set. */
  public MgOptions clock(LongSupplier nanos) {
    clock = nanos;
    return this;
  }

  /** The monotonic clock, in nanoseconds. */
  public LongSupplier clock() {
    return clock;
  }

  /** Limit: bytes {@code recv} may hold: reaching it is an ERROR and a close (3 MiB). */
  public MgOptions maxRecvBytes(int value) {
    return set(Num.maxRecvBytes, value);
  }

  /** As set by {@link #maxRecvBytes(int)}. */
  public int maxRecvBytes() {
    return get(Num.maxRecvBytes);
  }

  /** Limit: bytes one visit reads from a connection at most (256 KiB). */
  public MgOptions readBytes(int value) {
    return set(Num.readBytes, value);
  }

  /** As set by {@link #readBytes(int)}. */
  public int readBytes() {
    return get(Num.readBytes);
  }

  /**
   * Limit: bytes in {@code send} from which on it counts as full (1 MiB). More than {@link
   * #maxSendBytes} is refused when the manager is created.
   */
  public MgOptions sendHighBytes(int value) {
    return set(Num.sendHighBytes, value);
  }

  /** As set by {@link #sendHighBytes(int)}. */
  public int sendHighBytes() {
    return get(Num.sendHighBytes);
  }

  /**
   * Limit: bytes in {@code send} up to which it counts as not full any more (256 KiB). More than
   * {@link #sendHighBytes} is refused when the manager is created.
   */
  public MgOptions sendLowBytes(int value) {
    return set(Num.sendLowBytes, value);
  }

  /** As set by {@link #sendLowBytes(int)}. */
  public int sendLowBytes() {
    return get(Num.sendLowBytes);
  }

  /** Limit: bytes {@code send} may hold: more is an ERROR and a close (64 MiB). */
  public MgOptions maxSendBytes(int value) {
    return set(Num.maxSendBytes, value);
  }

  /** As set by {@link #maxSendBytes(int)}. */
  public int maxSendBytes() {
    return get(Num.maxSendBytes);
  }

  /** Milliseconds for connecting, from RESOLVE to CONNECT (10 s). */
  public MgOptions connectTimeoutMs(long value) {
    return set(Num.connectTimeoutMs, value);
  }

  /** As set by {@link #connectTimeoutMs(long)}. */
  public int connectTimeoutMs() {
    return get(Num.connectTimeoutMs);
  }

  /**
   * Milliseconds from {@link MgConnection#drain} to CLOSE; and how long a peer that has ended its
   * side may take no byte of what it is still sent, or get none (30 s).
   */
  public MgOptions drainTimeoutMs(long value) {
    return set(Num.drainTimeoutMs, value);
  }

  /** As set by {@link #drainTimeoutMs(long)}. */
  public int drainTimeoutMs() {
    return get(Num.drainTimeoutMs);
  }

  /** Milliseconds while {@code send} is not empty and the peer takes no byte (60 s). */
  public MgOptions writeStallTimeoutMs(long value) {
    return set(Num.writeStallTimeoutMs, value);
  }

  /** As set by {@link #writeStallTimeoutMs(long)}. */
  public int writeStallTimeoutMs() {
    return get(Num.writeStallTimeoutMs);
  }

  /** Milliseconds for looking a name up (3 s; at least 1). */
  public MgOptions dnsTimeoutMs(long value) {
    return set(Num.dnsTimeoutMs, value);
  }

  /** As set by {@link #dnsTimeoutMs(long)}. */
  public int dnsTimeoutMs() {
    return get(Num.dnsTimeoutMs);
  }

  /** Milliseconds for the TLS handshake, from its start to TLS_HS (10 s). */
  public MgOptions tlsHandshakeTimeoutMs(long value) {
    return set(Num.tlsHandshakeTimeoutMs, value);
  }

  /** As set by {@link #tlsHandshakeTimeoutMs(long)}. */
  public int tlsHandshakeTimeoutMs() {
    return get(Num.tlsHandshakeTimeoutMs);
  }

  /** Milliseconds between two rounds of POLL events at least (10); 0 = one each poll, as in C. */
  public MgOptions pollEventMs(long value) {
    return set(Num.pollEventMs, value);
  }

  /** As set by {@link #pollEventMs(long)}. */
  public int pollEventMs() {
    return get(Num.pollEventMs);
  }

  /** Milliseconds a visit of a connection may take before the log names it (500); 0 = any time. */
  public MgOptions slowHandlerMs(long value) {
    return set(Num.slowHandlerMs, value);
  }

  /** As set by {@link #slowHandlerMs(long)}. */
  public int slowHandlerMs() {
    return get(Num.slowHandlerMs);
  }

  /** Milliseconds from the first byte of a request's head to its last (10 s). */
  public MgOptions httpHeadTimeoutMs(long value) {
    return set(Num.httpHeadTimeoutMs, value);
  }

  /** As set by {@link #httpHeadTimeoutMs(long)}. */
  public int httpHeadTimeoutMs() {
    return get(Num.httpHeadTimeoutMs);
  }

  /** Milliseconds from a client's request sent whole to the response's head complete (60 s). */
  public MgOptions httpResponseTimeoutMs(long value) {
    return set(Num.httpResponseTimeoutMs, value);
  }

  /** As set by {@link #httpResponseTimeoutMs(long)}. */
  public int httpResponseTimeoutMs() {
    return get(Num.httpResponseTimeoutMs);
  }

  /** Milliseconds without a byte of an unfinished body (30 s). */
  public MgOptions httpBodyStallTimeoutMs(long value) {
    return set(Num.httpBodyStallTimeoutMs, value);
  }

  /** As set by {@link #httpBodyStallTimeoutMs(long)}. */
  public int httpBodyStallTimeoutMs() {
    return get(Num.httpBodyStallTimeoutMs);
  }

  /** Milliseconds between a response and the next request's first byte (60 s). */
  public MgOptions httpIdleTimeoutMs(long value) {
    return set(Num.httpIdleTimeoutMs, value);
  }

  /** As set by {@link #httpIdleTimeoutMs(long)}. */
  public int httpIdleTimeoutMs() {
    return get(Num.httpIdleTimeoutMs);
  }

  /** Limit: bytes of a request or status line; more is 414 (16 KiB). */
  public MgOptions httpMaxLineBytes(int value) {
    return set(Num.httpMaxLineBytes, value);
  }

  /** As set by {@link #httpMaxLineBytes(int)}. */
  public int httpMaxLineBytes() {
    return get(Num.httpMaxLineBytes);
  }

  /** Limit: bytes of a head, start line and fields; more is 431 (64 KiB). */
  public MgOptions httpMaxHeadBytes(int value) {
    return set(Num.httpMaxHeadBytes, value);
  }

  /** As set by {@link #httpMaxHeadBytes(int)}. */
  public int httpMaxHeadBytes() {
    return get(Num.httpMaxHeadBytes);
  }

  /** Number of field lines of a head; one more is 431 (100). */
  public MgOptions httpMaxFields(int value) {
    return set(Num.httpMaxFields, value);
  }

  /** As set by {@link #httpMaxFields(int)}. */
  public int httpMaxFields() {
    return get(Num.httpMaxFields);
  }

  /** Limit: bytes of a buffered body; more is 413 (1 MiB). */
  public MgOptions httpMaxBodyBytes(int value) {
    return set(Num.httpMaxBodyBytes, value);
  }

  /** As set by {@link #httpMaxBodyBytes(int)}. */
  public int httpMaxBodyBytes() {
    return get(Num.httpMaxBodyBytes);
  }

  /**
   * Bytes from which on the body of a response is sent with gzip to clients that want it; 0 = never
   * (0). Of whole responses up to 1 MiB; of those in chunks, whatever their length, up to 64 at a
   * time. Only types that shrink are: text, JSON, XML, scripts; never what has a Content-Encoding
   * or says {@code Cache-Control: no-transform}.
   *
   * <p>Do not compress pages that show a secret beside something the client sent: how much they
   * shrink tells an eavesdropper about the secret (the attack named BREACH).
   */
  public MgOptions httpGzipMinBytes(int value) {
    return set(Num.httpGzipMinBytes, value);
  }

  /** As set by {@link #httpGzipMinBytes(int)}. */
  public int httpGzipMinBytes() {
    return get(Num.httpGzipMinBytes);
  }

  /** Milliseconds after which a silent stream of server-sent events gets a comment (15 s). */
  public MgOptions httpSsePingMs(long value) {
    return set(Num.httpSsePingMs, value);
  }

  /** As set by {@link #httpSsePingMs(long)}. */
  public int httpSsePingMs() {
    return get(Num.httpSsePingMs);
  }

  /** Limit: bytes of a message; more is close code 1009 (1 MiB). */
  public MgOptions wsMaxMessageBytes(int value) {
    return set(Num.wsMaxMessageBytes, value);
  }

  /** As set by {@link #wsMaxMessageBytes(int)}. */
  public int wsMaxMessageBytes() {
    return get(Num.wsMaxMessageBytes);
  }

  /** Limit: bytes one frame may announce; more is close code 1009; 0 = no limit of its own (0). */
  public MgOptions wsMaxFrameBytes(int value) {
    return set(Num.wsMaxFrameBytes, value);
  }

  /** As set by {@link #wsMaxFrameBytes(int)}. */
  public int wsMaxFrameBytes() {
    return get(Num.wsMaxFrameBytes);
  }

  /** Number of frames of a message; one more is close code 1009 (16,777,216). */
  public MgOptions wsMaxFragments(int value) {
    return set(Num.wsMaxFragments, value);
  }

  /** As set by {@link #wsMaxFragments(int)}. */
  public int wsMaxFragments() {
    return get(Num.wsMaxFragments);
  }

  /** Number of control frames a peer may send a second; more is close code 1008 (100,000). */
  public MgOptions wsMaxControlsPerSecond(int value) {
    return set(Num.wsMaxControlsPerSecond, value);
  }

  /** As set by {@link #wsMaxControlsPerSecond(int)}. */
  public int wsMaxControlsPerSecond() {
    return get(Num.wsMaxControlsPerSecond);
  }

  /** Milliseconds from our close frame to the peer's (5 s). */
  public MgOptions wsCloseTimeoutMs(long value) {
    return set(Num.wsCloseTimeoutMs, value);
  }

  /** As set by {@link #wsCloseTimeoutMs(long)}. */
  public int wsCloseTimeoutMs() {
    return get(Num.wsCloseTimeoutMs);
  }

  /**
   * Milliseconds of silence after which a WebSocket peer gets a ping (30 s), late by up to a
   * quarter of it; one from which then nothing comes for as long again is gone: ERROR with kind
   * TIMEOUT.
   */
  public MgOptions wsPingMs(long value) {
    return set(Num.wsPingMs, value);
  }

  /** As set by {@link #wsPingMs(long)}. */
  public int wsPingMs() {
    return get(Num.wsPingMs);
  }

  /**
   * How hard permessage-deflate compresses, 1 fast to 9 small; 0 = it is neither offered nor
   * accepted (0).
   */
  public MgOptions wsDeflateLevel(int value) {
    return set(Num.wsDeflateLevel, value);
  }

  /** As set by {@link #wsDeflateLevel(int)}. */
  public int wsDeflateLevel() {
    return get(Num.wsDeflateLevel);
  }

  /** Limit: messages with fewer bytes are sent without compression (256). */
  public MgOptions wsDeflateMinBytes(int value) {
    return set(Num.wsDeflateMinBytes, value);
  }

  /** As set by {@link #wsDeflateMinBytes(int)}. */
  public int wsDeflateMinBytes() {
    return get(Num.wsDeflateMinBytes);
  }

  /** Number of connections the kernel may hold for accept (1024). */
  public MgOptions backlog(int value) {
    return set(Num.backlog, value);
  }

  /** As set by {@link #backlog(int)}. */
  public int backlog() {
    return get(Num.backlog);
  }

  /** SO_SNDBUF, 0 = the system's default. */
  public MgOptions sendBufferBytes(int value) {
    return set(Num.sendBufferBytes, value);
  }

  /** As set by {@link #sendBufferBytes(int)}. */
  public int sendBufferBytes() {
    return get(Num.sendBufferBytes);
  }

  /** SO_RCVBUF, 0 = the system's default. */
  public MgOptions receiveBufferBytes(int value) {
    return set(Num.receiveBufferBytes, value);
  }

  /** As set by {@link #receiveBufferBytes(int)}. */
  public int receiveBufferBytes() {
    return get(Num.receiveBufferBytes);
  }

  /** SO_REUSEPORT: several listeners share one address; refused by listen where unsupported. */
  public MgOptions reusePort(boolean on) {
    reusePort = on;
    return this;
  }

  /**
   * Whether in an {@link MgGroup} one thread accepts and hands connections out in turn (off). On
   * Linux the kernel spreads them otherwise, which costs nothing, but by chance: of a few that stay
   * long one manager may get most. Transports {@code nio} and {@code netty}.
   */
  public MgOptions acceptInTurn(boolean on) {
    acceptInTurn = on;
    return this;
  }

  /** As set by {@link #acceptInTurn(boolean)}. */
  public boolean acceptInTurn() {
    return acceptInTurn;
  }

  /** TCP_NODELAY (on). */
  public MgOptions noDelay(boolean on) {
    noDelay = on;
    return this;
  }

  /** SO_KEEPALIVE (on). */
  public MgOptions keepAlive(boolean on) {
    keepAlive = on;
    return this;
  }

  /** SO_BROADCAST for UDP (off). */
  public MgOptions broadcast(boolean on) {
    broadcast = on;
    return this;
  }

  /**
   * Whether compressed WebSocket messages may refer to those before them (off): smaller, but each
   * connection that has sent or received one keeps some 300 KiB of native memory.
   */
  public MgOptions wsDeflateTakeover(boolean on) {
    wsDeflateTakeover = on;
    return this;
  }

  /** As set by {@link #wsDeflateTakeover(boolean)}. */
  public boolean wsDeflateTakeover() {
    return wsDeflateTakeover;
  }

  /** What a transport is told of all this. */
  public MgSocketOptions socketOptions() {
    return new MgSocketOptions(
        backlog(),
        reusePort,
        noDelay,
        keepAlive,
        broadcast,
        sendBufferBytes(),
        receiveBufferBytes());
  }
}
