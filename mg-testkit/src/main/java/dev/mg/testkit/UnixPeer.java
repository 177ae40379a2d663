package dev.mg.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A peer on a unix-domain socket. The JDK has these as channels alone, whose blocking calls know no
 * limit: so it waits in a selector of its own.
 */
final class UnixPeer implements ContractPeer, Closeable {
  private final int waitMs;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final SocketAddress local;
  private final SocketAddress remote;

  UnixPeer(SocketAddress to, int waitMs) throws IOException {
    this.waitMs = waitMs;
    channel = SocketChannel.open(to);
    try {
      local = channel.getLocalAddress();
      remote = channel.getRemoteAddress();
      channel.configureBlocking(false);
      key = channel.register(Selector.open(), 0);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private void await(int op, String what) throws IOException {
    key.interestOps(op);
    if (key.selector().select(waitMs) == 0) {
      throw new SocketTimeoutException("waited " + waitMs + " ms for " + what);
    }
    key.selector().selectedKeys().clear();
  }

  @Override
  public void write(byte[] bytes, int off, int len) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(bytes, off, len);
    while (left.hasRemaining()) {
      if (channel.write(left) == 0) {
        await(SelectionKey.OP_WRITE, "room for " + left.remaining() + " bytes");
      }
    }
  }

  @Override
  public int read(byte[] into, int off, int len) throws IOException {
    for (; ; ) {
      int n = channel.read(ByteBuffer.wrap(into, off, len));
      if (n != 0) {
        return n;
      }
      await(SelectionKey.OP_READ, "bytes");
    }
  }

  @Override
  public void shutdownOutput() throws IOException {
    channel.shutdownOutput();
  }

  /** There is none between unix-domain sockets: it is a close. */
  @Override
  public void reset() throws IOException {
    close();
  }

  @Override
  public void close() throws IOException {
    channel.close();
    key.selector().close();
  }

  @Override
  public SocketAddress local() {
    return local;
  }

  @Override
  public SocketAddress remote() {
    return remote;
  }
}
