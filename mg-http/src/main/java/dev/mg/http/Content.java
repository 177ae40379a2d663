package dev.mg.http;

import org.jspecify.annotations.Nullable;

/**
 * What a response says about the file it sends.
 *
 * @param type media type
 * @param coding content coding of the bytes, null = none
 * @param varies whether another client might get them in another coding
 */
record Content(String type, @Nullable String coding, boolean varies) {
  /** The fields that go with each of its responses, 304 as well. */
  void varyTo(StringBuilder headers) {
    if (varies) {
      headers.append("Vary: Accept-Encoding\r\n");
    }
  }

  /** The fields about the bytes. */
  void describeTo(StringBuilder headers) {
    if (coding != null) {
      headers.append("Content-Encoding: ").append(coding).append("\r\n");
    }
    varyTo(headers);
  }
}
