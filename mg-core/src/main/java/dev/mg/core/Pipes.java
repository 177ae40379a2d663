package dev.mg.core;

import dev.mg.MgCloseReason;
import dev.mg.MgEvent;
import dev.mg.MgException;
import dev.mg.MgHandler;
import dev.mg.MgNetException;
import dev.mg.spi.MgChannel;
import dev.mg.spi.MgSocketOptions;
import dev.mg.spi.MgStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ByteChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Connections whose other end is a blocking channel of this process. The pair is made over loopback
 * by the transport itself, so that it works on each; somebody else who finds the port is turned
 * away.
 */
final class Pipes {
  private static final SocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  /** A stream pipe until the loop has accepted it. */
  private record Pending(CoreConnection c, SocketAddress otherEnd) {}

  private final CoreManager mgr;

  Pipes(CoreManager mgr) {
    this.mgr = mgr;
  }

  ByteChannel make(MgHandler fn, @Nullable Object fnData, boolean udp) {
    if (mgr.transport.isVirtual()) {
      throw new MgException(
          "no pipe can be made on the transport "
              + mgr.transport()
              + ": no socket of another thread's meets those of its own network");
    }
    try {
      return udp ? datagrams(fn, fnData) : stream(fn, fnData);
    } catch (IOException e) {
      throw new MgException("no pipe can be made: " + e.getMessage(), e);
    }
  }

  /** Those of the manager; but the port is for nobody else to share. */
  private MgSocketOptions options() {
    MgSocketOptions all = mgr.options().socketOptions();
    return new MgSocketOptions(
        all.backlog(), false, true, false, false, all.sendBufferBytes(), all.receiveBufferBytes());
  }

  private ByteChannel stream(MgHandler fn, @Nullable Object fnData) throws IOException {
    CoreConnection listener =
        new CoreConnection(mgr, 0, Flag.LISTENING | Flag.PIPE, ConnState.OPEN, fn);
    MgChannel bound = mgr.transport.listen(ANY_PORT, options(), listener);
    listener.channel = bound;
    SocketChannel end = SocketChannel.open();
    try {
      end.setOption(StandardSocketOptions.TCP_NODELAY, true);
      end.connect(Objects.requireNonNull(bound.local()));
      CoreConnection c = mgr.add(Flag.ACCEPTED, ConnState.CONNECTING, fn, fnData, null, null);
      c.phase(mgr.options().connectTimeoutMs());
      listener.fnData = new Pending(c, end.getLocalAddress());
      bound.interest(MgChannel.READ);
      mgr.dispatcher.fire(c, MgEvent.OPEN, null);
      return end;
    } catch (IOException e) {
      end.close();
      bound.close(false);
      throw e;
    }
  }

  /** Somebody connected to a pipe's listener; it ends with the right one. */
  void accepted(CoreConnection listener, MgStream child) {
    Pending pending = (Pending) Objects.requireNonNull(listener.fnData);
    CoreConnection c = pending.c();
    if (!pending.otherEnd().equals(child.remote())) {
      child.close(true);
      return;
    }
    Objects.requireNonNull(listener.channel).close(false);
    if (c.state != ConnState.CONNECTING) {
      child.close(true);
      return;
    }
    c.channel = child;
    child.attach(c);
    c.go(ConnState.OPEN);
    c.phase(0);
    if (c.has(Flag.DRAIN_LATER)) {
      c.set(Flag.DRAIN_LATER, false);
      c.drain();
    }
    c.set(Flag.READABLE, true);
    mgr.visits.visit(c);
  }

  void acceptFailed(CoreConnection listener, @Nullable MgNetException why) {
    Pending pending = (Pending) Objects.requireNonNull(listener.fnData);
    Objects.requireNonNull(listener.channel).close(false);
    if (why != null) {
      mgr.failures.fail(pending.c(), why, MgCloseReason.ERROR);
    }
  }

  private ByteChannel datagrams(MgHandler fn, @Nullable Object fnData) throws IOException {
    DatagramChannel end = DatagramChannel.open();
    try {
      end.bind(ANY_PORT);
      CoreConnection c = new CoreConnection(mgr, mgr.nextId(), Flag.UDP, ConnState.OPEN, fn);
      c.fnData = fnData;
      c.channel = mgr.transport.datagram(ANY_PORT, end.getLocalAddress(), options(), c);
      end.connect(c.channel.local());
      mgr.enlist(c);
      mgr.visits.interest(c);
      mgr.dispatcher.fire(c, MgEvent.OPEN, null);
      return end;
    } catch (IOException e) {
      end.close();
      throw e;
    }
  }
}
