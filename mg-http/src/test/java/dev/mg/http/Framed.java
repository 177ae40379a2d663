package dev.mg.http;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * How a parser cut bytes into requests.
 *
 * @param requests each as {@code METHOD:body}, in order, complete ones only
 * @param waits whether it would take more bytes; otherwise it has refused the rest, or closed
 */
record Framed(List<String> requests, boolean waits) {
  /** Another parser to compare with. */
  interface Peer extends Closeable {
    Framed frame(byte[] wire) throws IOException;

    @Override
    default void close() throws IOException {}
  }
}
