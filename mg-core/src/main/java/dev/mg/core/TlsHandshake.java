package dev.mg.core;

import dev.mg.MgAddr;
import dev.mg.MgIobuf;
import dev.mg.MgNetException;
import dev.mg.spi.MgTlsContext;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A connection's handshake, step by step: one read, one long computation a step, since others wait
 * for their turn. A server has no engine before the ClientHello is whole, which decides about it.
 */
final class TlsHandshake {
  private final TlsStream stream;
  private final TlsSide side;
  private final TlsInput input;
  private final TlsOutput out;

  /** Tells the loop, from any thread, that there is a step to be made. */
  private final Runnable resume;

  /** A client's: whom it wants. */
  private final @Nullable String host;

  private final int port;

  /** A server's, until it is whole. */
  private @Nullable TlsHello hello;

  private @Nullable TlsEngine engine;
  private @Nullable TlsTask task;

  /** A step can be made without anything new from the peer. */
  private boolean isDue = true;

  /** {@code host} null: the server's side. */
  TlsHandshake(
      TlsStream stream,
      TlsSide side,
      @Nullable String host,
      int port,
      TlsInput input,
      TlsOutput out,
      Runnable resume) {
    this.stream = stream;
    this.side = side;
    this.host = host;
    this.port = port;
    this.input = input;
    this.out = out;
    this.resume = resume;
    hello = host == null ? new TlsHello() : null;
    if (host != null && MgAddr.parse(host, port) == null) {
      stream.sni(host);
    }
  }

  boolean isDue() {
    return isDue;
  }

  /** Whether bytes of the peer would help. */
  boolean wantsInput() {
    return task == null;
  }

  /**
   * Goes as far as it can.
   *
   * @param mayRead whether the stream below may have something
   * @return whether the handshake is complete
   */
  boolean step(boolean mayRead) throws IOException {
    isDue = false;
    if (task != null && !isTaskOver()) {
      return false;
    }
    MgIobuf from = input.held();
    boolean read = mayRead;
    if (engine == null) {
      if (hello != null) {
        TlsHello.State state = look(hello, from);
        if (state == TlsHello.State.MORE && read) {
          read = false;
          from = input.fill(TlsHello.MAX_BYTES - from.len());
          state = look(hello, from);
        }
        if (!isWhole(state, from)) {
          return false;
        }
      }
      begin();
    }
    return advance(from, read);
  }

  private boolean isTaskOver() throws IOException {
    TlsTask running = Objects.requireNonNull(task);
    if (running.isDone()) {
      task = null;
      Throwable thrown = running.thrown();
      if (thrown != null) {
        throw stream.broken(thrown);
      }
    }
    return task == null;
  }

  private static TlsHello.State look(TlsHello at, MgIobuf from) {
    return at.look(from.buf(), from.head(), from.len());
  }

  private boolean isWhole(TlsHello.State state, MgIobuf from) throws IOException {
    switch (state) {
      case PLAIN_HTTP -> throw stream.refuse(TlsRefusal.plainHttp());
      case NOT_TLS -> throw stream.refuse(TlsRefusal.notTls());
      case BROKEN -> throw stream.refuse(TlsRefusal.broken());
      case MORE -> {
        input.keep(from);
        if (input.isEnded) {
          throw ended();
        }
        return false;
      }
      default -> {
        return true;
      }
    }
  }

  /** Makes the engine. */
  private void begin() throws IOException {
    TlsHello heard = hello;
    String alpn = null;
    if (heard != null) {
      alpn = choose(heard.alpn());
      stream.sni(heard.sni());
      hello = null;
    }
    try {
      MgTlsContext context = side.context(stream.sni());
      SSLEngine ssl = host == null ? context.server(alpn) : context.client(host, port);
      engine = stream.engine(ssl, context);
      ssl.beginHandshake();
    } catch (SSLException | RuntimeException e) {
      throw stream.refuse(TlsRefusal.failed(TlsFailures.explain(e)));
    }
  }

  /** Our best that they offer, or null if one side has none to name. */
  private @Nullable String choose(@Nullable List<String> theirs) throws MgNetException {
    List<String> ours = side.alpn();
    if (theirs == null || ours.isEmpty()) {
      return null;
    }
    for (String one : ours) {
      if (theirs.contains(one)) {
        return one;
      }
    }
    throw stream.refuse(TlsRefusal.noProtocol(theirs, ours));
  }

  private boolean advance(MgIobuf first, boolean mayRead) throws IOException {
    TlsEngine e = Objects.requireNonNull(engine);
    MgIobuf from = first;
    boolean read = mayRead;
    boolean ran = false;
    boolean askedForNothing = false;
    try {
      while (!out.isFull()) {
        switch (e.status()) {
          case NEED_WRAP -> {
            SSLEngineResult r = e.wrapNothing(out.open());
            if (r.bytesProduced() == 0 && e.status() == HandshakeStatus.NEED_WRAP) {
              throw new SSLException("the engine of TLS has something to say and does not say it");
            }
            askedForNothing = false;
          }
          case NEED_TASK -> {
            if (side.tasks() != null) {
              hand(e, side.tasks());
              return false;
            }
            if (ran) {
              isDue = true;
              return false;
            }
            ran = true;
            e.runTask();
            askedForNothing = false;
          }
          case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
            int n = input.record(from);
            if (n > 0) {
              unwrap(e, from, n);
              askedForNothing = false;
            } else if (!askedForNothing) {
              askedForNothing = true;
              stream.decoder().nothing();
            } else if (read) {
              read = false;
              input.keep(from);
              from = input.fill(TlsScratch.READ_BYTES);
            } else if (input.isEnded) {
              throw ended();
            } else {
              return false;
            }
          }
          default -> {
            return true;
          }
        }
      }
      return false;
    } catch (SSLException | RuntimeException t) {
      throw stream.broken(t);
    } finally {
      input.keep(from);
    }
  }

  private void unwrap(TlsEngine e, MgIobuf from, int n) throws SSLException {
    HandshakeStatus before = e.status();
    SSLEngineResult r = stream.decoder().aside(from, n);
    if (r.getStatus() == Status.CLOSED) {
      throw new SSLException("the peer ended TLS within the handshake");
    }
    if (r.bytesConsumed() == 0 && e.status() == before) {
      throw new SSLException("the engine of TLS takes nothing of a record of " + n + " bytes");
    }
  }

  private void hand(TlsEngine to, @Nullable Executor pool) throws SSLException {
    TlsTask handed = new TlsTask(to, resume);
    task = handed;
    try {
      Objects.requireNonNull(pool).execute(handed);
    } catch (RuntimeException e) {
      task = null;
      throw new SSLException("the executor of TLS's tasks refuses one: " + e.getMessage(), e);
    }
  }

  private static MgNetException ended() {
    return new MgNetException(
        MgNetException.Kind.TLS, "the peer ended the connection within the TLS handshake", null);
  }

  /** The connection has ended. Whether the engine is still in use on another thread. */
  boolean abandon() {
    return task != null && task.abandon();
  }
}
