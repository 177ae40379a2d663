package dev.mg.ws;

import java.util.List;

/** A WebSocket client that is not ours. */
interface OtherClient {
  /** Loads and starts what takes long, before anybody waits for an answer. */
  default void prepare() throws Exception {}

  /**
   * Sends what {@link PeersTest#expected} names, each after the echo of the one before, then closes
   * with 4001. Blocks.
   *
   * @return what came back
   */
  List<String> echo(String url, boolean deflate) throws Exception;
}
