package dev.mg.testkit;

import dev.mg.MgIobuf;
import dev.mg.MgNetException;
import dev.mg.MgNetException.Kind;
import dev.mg.spi.MgStream;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** A stream of the memory transport: one end of a connection. */
final class MemoryStream extends MemoryChannel implements MgStream {
  /** Null before a connect has succeeded. */
  private @Nullable MemoryEnd end;

  /** Told to the core: before, nothing is reported. */
  private boolean connected;

  /** Kept, as kernels tell a reset but once. */
  private @Nullable MgNetException failure;

  MemoryStream(MemoryTransport transport, @Nullable Object attachment) {
    super(transport, attachment);
  }

  /** Gives the stream its connection. */
  void open(MemoryEnd opened) {
    end = opened;
    opened.stream = this;
  }

  /** The outcome is told. */
  void connected() {
    connected = true;
    mayBeReady();
  }

  @Override
  int readyOps() {
    MemoryEnd e = end;
    if (e == null || !connected) {
      return 0;
    }
    int ops = (e.readable() ? READ : 0) | (e.writable() ? WRITE : 0);
    return ops & interest;
  }

  @Override
  void release(boolean reset) {
    if (end != null) {
      end.close(reset);
    }
  }

  @Override
  public int read(MgIobuf dst, int max) throws MgNetException {
    transport.lock();
    try {
      MemoryEnd e = usable();
      if (e.in.len() == 0) {
        checkReset(e);
      }
      int n = Math.min(max, e.in.len());
      if (n == 0) {
        return e.in.fin ? -1 : 0;
      }
      dst.reserve(n);
      dst.commit(e.read(dst.buf(), dst.tail(), n));
      return n;
    } finally {
      transport.unlock();
    }
  }

  @Override
  public int write(MgIobuf src, int max) throws MgNetException {
    transport.lock();
    try {
      MemoryEnd e = usable();
      checkReset(e);
      return e.write(src.buf(), src.head(), max);
    } finally {
      transport.unlock();
    }
  }

  @Override
  public void shutdownOutput() throws MgNetException {
    transport.lock();
    try {
      MemoryEnd e = usable();
      checkReset(e);
      e.fin();
    } finally {
      transport.unlock();
    }
  }

  private MemoryEnd usable() {
    transport.checkOpen();
    MemoryEnd e = end;
    if (closed || e == null) {
      throw new IllegalStateException(closed ? "the stream is closed" : "not connected yet");
    }
    return e;
  }

  private void checkReset(MemoryEnd e) throws MgNetException {
    MgNetException why = failure;
    if (why == null && e.reset) {
      why = new MgNetException(Kind.RESET, "connection reset by " + e.remote, null);
      failure = why;
    }
    if (why != null) {
      throw why;
    }
  }

  @Override
  public @Nullable SocketAddress local() {
    return end == null ? null : end.local;
  }

  @Override
  public @Nullable SocketAddress remote() {
    return end == null ? null : end.remote;
  }
}
