package dev.mg.http;

import dev.mg.MgConnection;
import dev.mg.MgStr;

/** Takes the streamed body of one request, in place of the program. */
interface BodySink {
  /** The next piece, borrowed; an empty one ends the body. */
  void take(MgConnection c, MgStr piece);

  /** The request is over, be its body complete or not; nothing more comes. */
  void close();
}
