package dev.mg.netty;

import dev.mg.MgNetException;
import dev.mg.MgNetException.Kind;
import dev.mg.spi.sockets.SocketErrors;
import io.netty.channel.ChannelException;
import io.netty.channel.socket.ChannelOutputShutdownException;
import java.io.IOException;

/**
 * What Netty's channels on java.nio throw, as an {@link MgNetException} with its kind. For any
 * thread.
 */
final class NettyErrors {
  private NettyErrors() {}

  /** As {@link SocketErrors#of}. */
  static MgNetException of(String what, Throwable e) {
    return SocketErrors.of(what, root(e));
  }

  /**
   * What ended an open connection: an IOException is the network's, anything else of a handler in
   * the pipeline.
   *
   * @param what failed, as the text begins
   */
  static MgNetException broken(String what, Throwable e) {
    Throwable cause = root(e);
    return cause instanceof IOException
        ? SocketErrors.broken(what, cause)
        : new MgNetException(Kind.OTHER, "a handler in the pipeline: " + cause, e);
  }

  private static Throwable root(Throwable e) {
    Throwable cause = e.getCause();
    boolean wrapped = e instanceof ChannelException || e instanceof ChannelOutputShutdownException;
    return wrapped && cause != null ? cause : e;
  }
}
