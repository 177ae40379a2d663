package dev.mg.nio;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;
import java.util.function.Consumer;

/** A selector without channels that counts its wake-ups and tells when it is about to wait. */
final class CountingSelector extends Selector {
  private final Selector to;

  /** Run before each wait. */
  Runnable beforeWait = () -> {};

  int wakeups;
  int waits;

  CountingSelector() throws IOException {
    to = Selector.open();
  }

  @Override
  public int select(Consumer<SelectionKey> action, long timeout) throws IOException {
    waits++;
    beforeWait.run();
    return to.select(action, timeout);
  }

  @Override
  public int selectNow(Consumer<SelectionKey> action) throws IOException {
    return to.selectNow(action);
  }

  @Override
  public Selector wakeup() {
    wakeups++;
    to.wakeup();
    return this;
  }

  @Override
  public boolean isOpen() {
    return to.isOpen();
  }

  @Override
  public SelectorProvider provider() {
    return to.provider();
  }

  @Override
  public Set<SelectionKey> keys() {
    return to.keys();
  }

  @Override
  public Set<SelectionKey> selectedKeys() {
    return to.selectedKeys();
  }

  @Override
  public int selectNow() throws IOException {
    return to.selectNow();
  }

  @Override
  public int select(long timeout) throws IOException {
    return to.select(timeout);
  }

  @Override
  public int select() throws IOException {
    return to.select();
  }

  @Override
  public void close() throws IOException {
    to.close();
  }
}
