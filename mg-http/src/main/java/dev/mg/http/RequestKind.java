package dev.mg.http;

/** What of a request decides where its response ends (RFC 9112 section 6.3). */
enum RequestKind {
  /** Its response has no body. */
  HEAD,
  /** After a 2xx response the connection is a tunnel. */
  CONNECT,
  OTHER;

  static RequestKind of(String method) {
    return method.equals("HEAD") ? HEAD : method.equals("CONNECT") ? CONNECT : OTHER;
  }

  /** That of the request whose head {@code line} is about. */
  static RequestKind of(StartLine line, byte[] b, int base) {
    boolean isHead = line.isMethod(b, base, "HEAD");
    return isHead ? HEAD : line.isMethod(b, base, "CONNECT") ? CONNECT : OTHER;
  }
}
