package dev.mg;

import dev.mg.spi.MgManagerFactory;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One event loop and its connections.
 *
 * <p><b>It belongs to the thread that created it: every call but {@link #wakeup} and {@link
 * #execute} is for that thread.</b> Another thread, and a {@link #poll} inside a poll, get an
 * IllegalStateException that names both threads and the remedy.
 *
 * <p>URLs are {@code tcp://host:port}, {@code tls://host:port}, {@code udp://host:port} or {@code
 * unix:/path}; no scheme is tcp; protocols bring schemes of their own. An IPv6 address stands in
 * brackets; a listener on port 0 takes any free one ({@link MgConnection#loc}).
 */
public interface MgManager extends AutoCloseable {
  /** A manager with the default options. */
  static MgManager create() {
    return create(new MgOptions());
  }

  /**
   * A manager on the transport that {@code options} name, or else on the best available one.
   *
   * @throws MgException if there is no core or no transport on the class path, or none of that
   *     name; the message names what to add, or what is there
   */
  static MgManager create(MgOptions options) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return ServiceLoader.load(MgManagerFactory.class, context)
        .findFirst()
        .or(
            () ->
                ServiceLoader.load(MgManagerFactory.class, MgManager.class.getClassLoader())
                    .findFirst())
        .orElseThrow(
            () ->
                new MgException(
                    "no event loop on the class path: add a transport, dev.mg:mg-backend-nio or"
                        + " dev.mg:mg-backend-netty, which bring dev.mg:mg-core with them"))
        .create(new MgOptions(options));
  }

  /**
   * One iteration: sends what is waiting, waits for something to happen, serves it, runs timers and
   * tasks, closes what is to be closed.
   *
   * <p>{@code while (mgr.poll(1000)) {}} serves until {@link #stop} has done its work.
   *
   * @param ms how long to wait at most if nothing happens: 0 = not at all, negative = for ever
   * @return false once the manager has stopped or was closed by a handler
   */
  boolean poll(long ms);

  /**
   * Ends the manager without cutting anybody short: listeners close, every other connection gets
   * {@link MgEvent#STOP}. Protocols finish what they are doing, then drain; a connection without
   * one drains at once. The polls that follow serve on; the one that finds no connection left, or
   * {@code atMost} over, closes the manager and returns false. Those cut then have the reason
   * STOPPED. Called again it can only shorten the time.
   */
  void stop(Duration atMost);

  /** Whether {@link #stop} was called. */
  boolean isStopping();

  /**
   * Ends the manager: every connection, listeners too, gets POLL, then CLOSE with reason STOPPED.
   * From a handler, the running poll ends first. Idempotent; any other call afterwards throws
   * IllegalStateException.
   */
  @Override
  void close();

  /** As {@link #listen(String, MgHandler, Object, MgHandler, Object)} without a protocol. */
  default MgConnection listen(String url, MgHandler fn, @Nullable Object fnData) {
    return listen(url, fn, fnData, null, null);
  }

  /** As {@link #listen(String, MgHandler, Object, MgHandler, Object, MgTlsOptions)} without TLS. */
  default MgConnection listen(
      String url,
      MgHandler fn,
      @Nullable Object fnData,
      @Nullable MgHandler pfn,
      @Nullable Object pfnData) {
    return listen(url, fn, fnData, pfn, pfnData, null);
  }

  /**
   * A listener. Accepted connections inherit both handlers with their data.
   *
   * @param pfn the protocol's handler, run before {@code fn}; null = none
   * @param tls for a scheme of TLS, see {@link MgUrl#isSsl}, with a certificate; null for the
   *     others
   * @throws MgException if the URL is wrong or the address cannot be had, the cause tells the kind;
   *     if scheme and {@code tls} do not go together, or the options cannot be used
   */
  MgConnection listen(
      String url,
      MgHandler fn,
      @Nullable Object fnData,
      @Nullable MgHandler pfn,
      @Nullable Object pfnData,
      @Nullable MgTlsOptions tls);

  /** As {@link #connect(String, MgHandler, Object, MgHandler, Object)} without a protocol. */
  default MgConnection connect(String url, MgHandler fn, @Nullable Object fnData) {
    return connect(url, fn, fnData, null, null);
  }

  /** As {@link #connect(String, MgHandler, Object, MgHandler, Object, MgTlsOptions)} with null. */
  default MgConnection connect(
      String url,
      MgHandler fn,
      @Nullable Object fnData,
      @Nullable MgHandler pfn,
      @Nullable Object pfnData) {
    return connect(url, fn, fnData, pfn, pfnData, null);
  }

  /**
   * Starts a connection to {@code url}; OPEN is fired inside this call, all else from poll. What
   * the network refuses comes as ERROR, then CLOSE.
   *
   * @param tls for a scheme of TLS, see {@link MgUrl#isSsl}; null = the defaults, which trust whom
   *     the system trusts and verify the host
   * @throws MgException if the URL is wrong, if options of TLS are given for a scheme without, or
   *     if they cannot be used
   */
  MgConnection connect(
      String url,
      MgHandler fn,
      @Nullable Object fnData,
      @Nullable MgHandler pfn,
      @Nullable Object pfnData,
      @Nullable MgTlsOptions tls);

  /**
   * A connection on a socket that is connected already; it must be non-blocking, and is the
   * connection's from now on. OPEN is fired inside this call; there is no RESOLVE and no CONNECT.
   *
   * @throws MgException if the socket is not as it must be, or the transport cannot adopt one
   */
  MgConnection wrap(SocketChannel socket, MgHandler fn, @Nullable Object fnData);

  /**
   * A connection whose other end is a blocking channel for another thread: what that thread writes
   * is READ here, what is sent here it reads. The pair is made over loopback on any transport, and
   * the end accepted is checked to be our own.
   *
   * @param udp datagrams in place of a stream
   * @return the other end, the caller's to close
   * @throws MgException if the transport is not one of the kernel's sockets
   */
  ByteChannel mkpipe(MgHandler fn, @Nullable Object fnData, boolean udp);

  /** The connections, listeners included, newest first; those closed meanwhile are left out. */
  Iterable<MgConnection> connections();

  /** The connection with that id, or null; ids start at 1 and are never used again. */
  @Nullable MgConnection connection(long id);

  /**
   * Queues {@code bytes} for {@link MgEvent#WAKEUP} on the connection with that id. <b>Any
   * thread.</b> An id nobody has is dropped on the loop.
   *
   * @param bytes not copied: do not change them afterwards
   * @return whether it was queued; false once the manager is closed
   */
  boolean wakeup(long id, byte[] bytes);

  /**
   * Queues {@code task} for the next poll, which does not wait then. <b>Any thread.</b>
   *
   * @return whether it was queued; false once the manager is closed
   */
  boolean execute(Runnable task);

  /**
   * Starts a timer.
   *
   * @param ms period, at least 1 for {@link MgTimer#REPEAT}, at least 0 else
   * @param flags {@link MgTimer#ONCE}, or {@link MgTimer#REPEAT}, with {@link MgTimer#RUN_NOW}
   */
  MgTimer timerAdd(long ms, int flags, Runnable fn);

  /** Monotonic milliseconds since the manager was created, taken once a poll. */
  long nowMs();

  /**
   * The DNS server to ask for IPv4 addresses, {@code udp://8.8.8.8:53}; null = none. While neither
   * this nor {@link #dns6} is set, names are looked up by the system's resolver, off the loop.
   *
   * @throws MgException unless it is a udp URL with an IP address; the port is 53 if left out
   */
  void dns4(@Nullable String url);

  /** As {@link #dns4}, for IPv6 addresses. */
  void dns6(@Nullable String url);

  /** How long looking up a name may take; as {@link MgOptions#dnsTimeoutMs(long)}. */
  void dnsTimeoutMs(long ms);

  /** The name of the transport in use. */
  String transport();

  /** The options in force; not to be changed. */
  MgOptions options();

  /** Counters; a copy. */
  MgStats stats();

  /**
   * The one object of class {@code key} that belongs to this manager, made at the first call: where
   * a protocol keeps what its connections share. One that is AutoCloseable is closed with the
   * manager, on its thread, when every connection has had its CLOSE.
   */
  <T> T local(Class<T> key, Supplier<? extends T> make);

  /** The program's own. */
  @Nullable Object userData();

  /** Replaces the program's own. */
  void userData(@Nullable Object data);
}
