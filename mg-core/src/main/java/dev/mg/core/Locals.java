package dev.mg.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The objects of {@link dev.mg.MgManager#local}. */
final class Locals {
  private final Map<Class<?>, Object> objects = new HashMap<>();

  /** Those that want to be told of the manager's end, newest first. */
  private final Deque<AutoCloseable> closeables = new ArrayDeque<>();

  <T> T get(Class<T> key, Supplier<? extends T> make) {
    Object found = objects.get(key);
    if (found == null) {
      found = make.get();
      objects.put(key, found);
      if (found instanceof AutoCloseable closeable) {
        closeables.push(closeable);
      }
    }
    return key.cast(found);
  }

  /** Closes those that can be closed, the newest first: it may stand on older ones. */
  void close(Dispatcher guard) {
    for (AutoCloseable one = closeables.poll(); one != null; one = closeables.poll()) {
      AutoCloseable last = one;
      guard.run(() -> close(last), "close of an object of the manager");
    }
  }

  private static void close(AutoCloseable one) {
    try {
      one.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(one + " could not be closed", e);
    }
  }
}
