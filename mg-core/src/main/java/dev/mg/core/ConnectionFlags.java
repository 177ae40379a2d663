package dev.mg.core;

import dev.mg.MgConnection;

/** The part of a connection that is its {@link Flag}s, and the calls that only read or set one. */
abstract class ConnectionFlags extends MgConnection {
  int flags;

  ConnectionFlags(int flags) {
    super(new RecvBuf(), new SendBuf());
    this.flags = flags;
  }

  /** Whether it accepts connections; a UDP listener does not. */
  boolean isAcceptor() {
    return (flags & (Flag.LISTENING | Flag.UDP)) == Flag.LISTENING;
  }

  void set(int flag, boolean on) {
    flags = on ? flags | flag : flags & ~flag;
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  @Override
  public boolean isListening() {
    return has(Flag.LISTENING);
  }

  @Override
  public boolean isClient() {
    return has(Flag.CLIENT);
  }

  @Override
  public boolean isAccepted() {
    return has(Flag.ACCEPTED);
  }

  @Override
  public boolean isUdp() {
    return has(Flag.UDP);
  }

  @Override
  public boolean isReadEof() {
    return has(Flag.READ_EOF);
  }

  @Override
  public boolean isResp() {
    return has(Flag.RESP);
  }

  @Override
  public boolean isWebsocket() {
    return has(Flag.WEBSOCKET);
  }

  @Override
  public boolean isTls() {
    return has(Flag.TLS);
  }

  @Override
  public boolean isTlsHs() {
    return has(Flag.TLS_HS);
  }

  @Override
  public boolean isReadable() {
    return has(Flag.READABLE);
  }

  @Override
  public boolean isWritable() {
    return has(Flag.WRITABLE);
  }

  @Override
  public boolean isHexdumping() {
    return has(Flag.HEXDUMP);
  }

  @Override
  public void hexdump(boolean on) {
    set(Flag.HEXDUMP, on);
  }

  @Override
  public void websocket(boolean on) {
    set(Flag.WEBSOCKET, on);
  }
}
