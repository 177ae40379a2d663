package dev.mg.ws;

/** A WebSocket server that is not ours, and echoes. */
interface OtherServer {
  /** Starts it; returns its port. */
  int start(boolean deflate) throws Exception;

  void stop() throws Exception;
}
