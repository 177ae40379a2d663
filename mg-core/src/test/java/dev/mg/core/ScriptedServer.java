package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A listening socket that accepts what a test tells it to: sockets or failures, then nothing. */
final class ScriptedServer extends ServerSocketChannel {
  private static final int SECONDS = 10;

  /** Of the one thread that accepts. */
  private final Queue<Object> script;

  private final CountDownLatch done = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  ScriptedServer(Object... script) {
    super(SelectorProvider.provider());
    this.script = new ArrayDeque<>(List.of(script));
  }

  @Override
  public SocketChannel accept() throws IOException {
    Object next = script.poll();
    if (next instanceof SocketChannel socket) {
      return socket;
    }
    if (next instanceof IOException failure) {
      throw failure;
    }
    if (next instanceof Error failure) {
      throw failure;
    }
    done.countDown();
    try {
      assertThat(closed.await(SECONDS, TimeUnit.SECONDS)).as("closed at the end").isTrue();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    throw new AsynchronousCloseException();
  }

  void awaitAllAccepted() throws InterruptedException {
    assertThat(done.await(SECONDS, TimeUnit.SECONDS)).as("all accepted").isTrue();
  }

  @Override
  public SocketAddress getLocalAddress() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
  }

  @Override
  protected void implCloseSelectableChannel() {
    closed.countDown();
  }

  @Override
  protected void implConfigureBlocking(boolean block) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ServerSocketChannel bind(SocketAddress local, int backlog) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> T getOption(SocketOption<T> name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return Set.of();
  }

  @Override
  public ServerSocket socket() {
    throw new UnsupportedOperationException();
  }
}
