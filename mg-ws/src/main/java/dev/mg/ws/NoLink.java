package dev.mg.ws;

import dev.mg.MgStr;

/** The link of a manager that has none. */
final class NoLink implements MgBackplane.Link {
  @Override
  public void publish(String topic, MgStr data, int op) {}

  @Override
  public void subscribe(String pattern) {}

  @Override
  public void unsubscribe(String pattern) {}

  @Override
  public void close() {}
}
