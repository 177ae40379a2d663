package dev.mg.testkit;

import dev.mg.MgIobuf;
import dev.mg.MgNetException;
import dev.mg.spi.MgDatagram;
import dev.mg.spi.MgSocketOptions;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A datagram socket of the memory transport. */
final class MemoryDatagram extends MemoryChannel implements MgDatagram {
  private final MemoryMailbox box;

  MemoryDatagram(
      MemoryTransport transport,
      @Nullable SocketAddress local,
      @Nullable SocketAddress remote,
      MgSocketOptions options,
      @Nullable Object attachment)
      throws MgNetException {
    super(transport, attachment);
    box =
        new MemoryMailbox(
            transport.net,
            local,
            remote,
            options.reusePort(),
            options.broadcast(),
            this::mayBeReady);
  }

  @Override
  int readyOps() {
    return ((box.readable() ? READ : 0) | WRITE) & interest;
  }

  @Override
  void release(boolean reset) {
    box.close();
  }

  @Override
  public @Nullable SocketAddress receive(MgIobuf dst) throws MgNetException {
    transport.lock();
    try {
      checkOpen();
      MemoryMailbox.Mail mail = box.receive();
      if (mail == null) {
        return null;
      }
      dst.add(mail.bytes());
      return mail.from();
    } finally {
      transport.unlock();
    }
  }

  @Override
  public boolean send(byte[] src, int off, int len, @Nullable SocketAddress to)
      throws MgNetException {
    Objects.checkFromIndexSize(off, len, src.length);
    transport.lock();
    try {
      checkOpen();
      box.send(Arrays.copyOfRange(src, off, off + len), to);
      return true;
    } finally {
      transport.unlock();
    }
  }

  /** One host has no interfaces to choose from. */
  @Override
  public void join(InetAddress group, @Nullable NetworkInterface nic) throws MgNetException {
    transport.lock();
    try {
      checkOpen();
      box.join(group);
    } finally {
      transport.unlock();
    }
  }

  private void checkOpen() {
    transport.checkOpen();
    if (closed) {
      throw new IllegalStateException("the datagram socket is closed");
    }
  }

  @Override
  public SocketAddress local() {
    return box.address();
  }

  @Override
  public @Nullable SocketAddress remote() {
    return box.remote();
  }
}
