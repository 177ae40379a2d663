package dev.mg.ws;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The list of Sec-WebSocket-Extensions (RFC 6455 section 9.1), whole: what does not conform fails
 * the handshake, so says the RFC.
 *
 * <pre>
 *   list      = extension *( "," extension )        empty members are passed over
 *   extension = token *( ";" token [ "=" ( token | quoted token ) ] )
 * </pre>
 */
final class ExtensionParser {
  private final String text;
  private int at;

  ExtensionParser(String text) {
    this.text = text;
  }

  /** The extensions in order; null if the text is malformed. */
  @Nullable List<WsExtension> parse() {
    List<WsExtension> all = new ArrayList<>();
    do {
      if (isAt(',') || isAtEnd()) {
        continue;
      }
      WsExtension one = extension();
      if (one == null) {
        return null;
      }
      all.add(one);
    } while (take(','));
    return isAtEnd() && !all.isEmpty() ? all : null;
  }

  private @Nullable WsExtension extension() {
    String name = token();
    List<WsExtension.Parameter> parameters = new ArrayList<>();
    while (name != null && take(';')) {
      String parameter = token();
      String value = null;
      if (parameter != null && take('=')) {
        value = isAt('"') ? quoted() : token();
        if (value == null) {
          return null;
        }
      }
      if (parameter == null) {
        return null;
      }
      parameters.add(new WsExtension.Parameter(parameter, value));
    }
    return name == null ? null : new WsExtension(name, parameters);
  }

  private @Nullable String token() {
    skipBlanks();
    int from = at;
    while (at < text.length() && WsFields.isTokenChar(text.charAt(at))) {
      at++;
    }
    return at == from ? null : text.substring(from, at);
  }

  /** What is quoted has to be a token all the same. */
  private @Nullable String quoted() {
    StringBuilder value = new StringBuilder();
    for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
      if (text.charAt(at) == '\\' && ++at == text.length()) {
        return null;
      }
      value.append(text.charAt(at));
    }
    if (at == text.length()) {
      return null;
    }
    at++;
    return WsFields.isToken(value.toString()) ? value.toString() : null;
  }

  private boolean take(char ch) {
    boolean is = isAt(ch);
    if (is) {
      at++;
    }
    return is;
  }

  private boolean isAt(char ch) {
    skipBlanks();
    return at < text.length() && text.charAt(at) == ch;
  }

  private boolean isAtEnd() {
    skipBlanks();
    return at == text.length();
  }

  private void skipBlanks() {
    while (at < text.length() && WsFields.isBlank(text.charAt(at))) {
      at++;
    }
  }
}
