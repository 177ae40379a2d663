package dev.mg.bench;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * One of the connections of an {@link HttpClient}, with or without TLS, or a row of them, one after
 * the other.
 */
final class HttpSocket {
  final AnswerFramer framer;

  /** Null: it is not connected. */
  @Nullable SocketChannel channel;

  @Nullable SelectionKey key;

  private @Nullable TlsLink tls;

  /** Answers that are due. */
  int missing;

  /** Bytes of the requests that are written. */
  int written;

  /** Since when these answers are waited for. */
  long sinceNs;

  /** The number of its next write in a {@link Pace}. */
  long next;

  HttpSocket(ExpectedAnswer expected) {
    framer = new AnswerFramer(expected);
  }

  /** Whether it can be given requests. */
  boolean isIdle(boolean closing) {
    return closing ? channel == null : missing == 0;
  }

  /**
   * Begins a connection.
   *
   * @param over null = without TLS
   */
  void open(SocketChannel on, @Nullable ClientTls over) throws IOException {
    channel = on;
    tls = over == null ? null : new TlsLink(over);
    framer.reset();
  }

  /** Bytes that have come for the framer; -1 = the server's end, 0 = none of them are. */
  int read(ByteBuffer in) throws IOException {
    SocketChannel from = requireNonNull(channel);
    return tls == null ? from.read(in) : tls.read(from, in);
  }

  /** Bytes of a request that are taken. */
  int write(ByteBuffer request) throws IOException {
    SocketChannel to = requireNonNull(channel);
    return tls == null ? to.write(request) : tls.write(to, request);
  }

  /** Whether, after such a write, it is for want of room that the rest of it waits. */
  boolean isFull(ByteBuffer request) {
    return tls == null ? request.hasRemaining() : tls.hasUnsent();
  }

  void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
    if (tls != null) {
      tls.close();
    }
    channel = null;
    tls = null;
    key = null;
  }
}
