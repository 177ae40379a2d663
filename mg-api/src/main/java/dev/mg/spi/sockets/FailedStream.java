package dev.mg.spi.sockets;

import dev.mg.MgIobuf;
import dev.mg.MgNetException;
import dev.mg.spi.MgStream;
import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a connect gives that failed inside the call: no descriptor, no route, no such path. It holds
 * no socket, and its one event is the failure. <b>Owner thread only.</b>
 */
final class FailedStream implements MgStream, Outcome {
  private final SocketAddress remote;
  private final MgNetException failure;
  private @Nullable Object attachment;
  private boolean closed;

  FailedStream(SocketAddress remote, MgNetException failure, @Nullable Object attachment) {
    this.remote = remote;
    this.failure = failure;
    this.attachment = attachment;
  }

  @Override
  public void report(Reports reports) {
    if (!closed) {
      reports.connected(this, failure);
    }
  }

  @Override
  public void interest(int ops) {
    // There is nothing to hear but the failure.
  }

  @Override
  public int read(MgIobuf dst, int max) throws IOException {
    throw failure;
  }

  @Override
  public int write(MgIobuf src, int max) throws IOException {
    throw failure;
  }

  @Override
  public void shutdownOutput() throws IOException {
    throw failure;
  }

  @Override
  public void close(boolean reset) {
    closed = true;
  }

  @Override
  public @Nullable SocketAddress local() {
    return null;
  }

  @Override
  public SocketAddress remote() {
    return remote;
  }

  @Override
  public @Nullable Object attachment() {
    return attachment;
  }

  @Override
  public void attach(@Nullable Object attachment) {
    this.attachment = attachment;
  }
}
