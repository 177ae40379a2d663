package org.microhttp;

import java.nio.ByteBuffer;

/** Microhttp's parser, which is for its package only: whence this is here. Not thread safe. */
public final class ParserAccess {
  private final ByteTokenizer tokenizer = new ByteTokenizer();

  /** Parses one request, which makes what a handler would be given. */
  public Request parse(ByteBuffer bytes) {
    tokenizer.add(bytes);
    RequestParser parser = new RequestParser(tokenizer);
    if (!parser.parse()) {
      throw new IllegalStateException("more than one request's bytes are wanted");
    }
    tokenizer.compact();
    return parser.request();
  }
}
