package dev.mg.ws;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An extension as a handshake names it (RFC 6455 section 9.1). */
record WsExtension(String name, List<Parameter> parameters) {
  /**
   * A parameter of an extension.
   *
   * @param value without quotes; null if there is none
   */
  record Parameter(String name, @Nullable String value) {}
}
