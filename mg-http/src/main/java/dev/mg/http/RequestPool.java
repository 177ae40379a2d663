package dev.mg.http;

import dev.mg.MgOptions;
import org.jspecify.annotations.Nullable;

/**
 * Lends what a request needs while it is received: nearly all of the time one connection after the
 * other uses the same one. One a manager.
 */
final class RequestPool {
  private static final int MAX_SPARES = 64;

  private final int maxLineBytes;
  private final int maxHeadBytes;
  private final int maxFields;
  private final @Nullable Request[] spares = new Request[MAX_SPARES];
  private int count;

  /** Of requests with the limits of {@code options}. */
  RequestPool(MgOptions options) {
    maxLineBytes = options.httpMaxLineBytes();
    maxHeadBytes = options.httpMaxHeadBytes();
    maxFields = options.httpMaxFields();
  }

  Request take() {
    Request spare = count == 0 ? null : spares[--count];
    return spare == null ? new Request(maxLineBytes, maxHeadBytes, maxFields) : spare;
  }

  void give(Request r) {
    r.reset();
    if (count < MAX_SPARES) {
      spares[count++] = r;
    }
  }
}
