package dev.mg.netty;

import dev.mg.spi.sockets.SocketHandle;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoEvent;
import io.netty.channel.nio.NioIoHandle;
import java.nio.channels.SelectableChannel;

/**
 * A socket in Netty's loop, without a channel of Netty's. <b>Owner thread only.</b>
 *
 * <p>A channel would hold a kilobyte more a connection, read before it is asked to, and lead each
 * byte through a pooled buffer of its own and a pipeline in which nobody is. One for datagrams also
 * drops empty ones, tells no lack of room, and leaves a kilobyte of garbage for each.
 */
record WatchedSocket(SocketHandle socket) implements NioIoHandle {
  @Override
  public SelectableChannel selectableChannel() {
    return socket.socket();
  }

  @Override
  public void handle(IoRegistration from, IoEvent event) {
    socket.selected(((NioIoEvent) event).ops().value());
  }

  /** Called by the loop when it ends. */
  @Override
  public void close() {
    socket.close(false);
  }
}
