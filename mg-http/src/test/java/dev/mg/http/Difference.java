package dev.mg.http;

/**
 * Bytes that our server and another parser read differently.
 *
 * @param head of the first request in which they differ, as ours took it
 */
record Difference(String wire, String head, Difference.Kind kind) {
  enum Kind {
    /** We took a request that it refused. */
    TAKEN,
    /** We took a request that it waits for more of. */
    TAKEN_EARLY,
    /** It took a request that we wait for more of. */
    TAKEN_LATE,
    /** Both took a request, with another method or body. */
    CUT
  }

  @Override
  public String toString() {
    return kind + " " + RequestCases.escape(wire);
  }
}
