package dev.mg.testkit;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection, with the kernel's part in it: what a FIN, a reset and a close do to the
 * other end. <b>Under the network's lock.</b>
 */
final class MemoryEnd {
  final MemoryNetwork net;
  final SocketAddress local;
  final SocketAddress remote;
  final MemoryPipe in;
  final MemoryPipe out;

  /** Cut by the other end; what is in {@link #in} is still to be read. */
  boolean reset;

  boolean closed;

  /** Told of every change that may make this end readable or writable. */
  @Nullable MemoryStream stream;

  private @Nullable MemoryEnd far;

  private MemoryEnd(
      MemoryNetwork net, SocketAddress local, SocketAddress remote, MemoryPipe in, MemoryPipe out) {
    this.net = net;
    this.local = local;
    this.remote = remote;
    this.in = in;
    this.out = out;
  }

  /** A connection; returns its near end. */
  static MemoryEnd pair(MemoryNetwork net, SocketAddress near, SocketAddress far) {
    MemoryPipe forth = new MemoryPipe(net.pipeBytes());
    MemoryPipe back = new MemoryPipe(net.pipeBytes());
    MemoryEnd a = new MemoryEnd(net, near, far, back, forth);
    MemoryEnd b = new MemoryEnd(net, far, near, forth, back);
    a.far = b;
    b.far = a;
    return a;
  }

  MemoryEnd far() {
    MemoryEnd other = far;
    if (other == null) {
      throw new IllegalStateException("an end is made with its other end");
    }
    return other;
  }

  boolean readable() {
    return in.len() > 0 || in.fin || reset;
  }

  boolean writable() {
    return out.room() >= net.writableRoomBytes() || reset;
  }

  /** Bytes given, 0 none now, -1 the end. Not for an end that was reset and has nothing left. */
  int read(byte[] dst, int off, int n) {
    if (in.len() == 0) {
      return in.fin ? -1 : 0;
    }
    int got = in.read(dst, off, n);
    far().changed();
    return got;
  }

  /** Bytes taken. To a closed end they are lost, and it answers with a reset, as TCP does. */
  int write(byte[] src, int off, int n) {
    if (far().closed) {
      reset = true;
      changed();
      return n;
    }
    int taken = out.write(src, off, n);
    if (taken > 0) {
      far().changed();
    }
    return taken;
  }

  void fin() {
    if (!out.fin) {
      out.fin = true;
      far().changed();
    }
  }

  /** With bytes unread the other end is told by a reset, as TCP does (RFC 2525 section 2.17). */
  void close(boolean hard) {
    if (closed) {
      return;
    }
    closed = true;
    stream = null;
    if (hard || in.len() > 0) {
      far().reset = true;
      far().changed();
    } else {
      fin();
    }
  }

  private void changed() {
    MemoryStream told = stream;
    if (told != null) {
      told.mayBeReady();
    }
    net.peersMayGoOn();
  }
}
