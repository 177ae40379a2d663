package dev.mg.http.clients;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A client that is not ours, behind one call. */
interface RealClient extends AutoCloseable {
  /** How a body goes out. */
  enum Upload {
    NONE,
    LENGTH,
    CHUNKED,
    /** With its length, after 100 (Continue). */
    EXPECT
  }

  /** What came back. */
  record Answer(int status, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.ISO_8859_1);
    }
  }

  /** One exchange, over a connection kept from the last one if there is one. */
  Answer send(String method, String url, Upload upload, byte[] body) throws Exception;

  @Override
  default void close() throws IOException {}
}
