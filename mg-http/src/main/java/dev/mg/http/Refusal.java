package dev.mg.http;

/** Why a message is refused: the status a server answers and the sentence its peer reads. */
enum Refusal {
  BARE_LF(400, "a line must end in CRLF, not in LF alone"),
  BARE_CR(400, "a CR must be followed by LF"),
  METHOD(400, "the method must be a token followed by one space"),
  METHOD_TOO_LONG(501, "no method is that long"),
  TARGET(
      400, "the request target must be a URI's characters, escapes whole, followed by one space"),
  TARGET_FORM(400, "that form of request target does not go with that method"),
  TARGET_SCHEME(400, "only http and https targets are served"),
  MISDIRECTED(421, "https targets are not served without TLS"),
  LINE_TOO_LONG(414, "the request line is too long"),
  VERSION(400, "the request line must end in HTTP/ and a digit, a dot, a digit"),
  VERSION_MAJOR(505, "only HTTP/1.x is spoken here"),
  STATUS_LINE(400, "the status line must be HTTP/1.x, three digits and a reason"),
  FOLDED(400, "a field line must not start with white space"),
  FIELD_NAME(400, "a field name must be a token followed at once by a colon"),
  FIELD_VALUE(400, "a field value must not hold control characters"),
  TOO_MANY_FIELDS(431, "there are too many fields"),
  HEAD_TOO_LARGE(431, "the fields are too large"),
  HOST_MISSING(400, "HTTP/1.1 needs a Host field"),
  HOST_TWICE(400, "there must be one Host field only"),
  HOST_INVALID(400, "the host must be a name or an address with an optional port"),
  CONNECT(501, "this server is no proxy"),
  LENGTH_INVALID(400, "Content-Length must be a decimal number"),
  LENGTHS_DIFFER(502, "Content-Length must be one decimal number, however often it is said"),
  LENGTH_TWICE(400, "there must be one Content-Length field only"),
  LENGTH_AND_CODING(400, "Content-Length and Transfer-Encoding must not stand together"),
  CODING_IN_1_0(400, "HTTP/1.0 has no Transfer-Encoding"),
  CODING_INVALID(400, "chunked must be the last transfer coding, and be there once"),
  CODING_UNKNOWN(501, "chunked is the only transfer coding understood here"),
  EXPECTATION(417, "the only expectation understood here is 100-continue"),
  CHUNK_SIZE(400, "a chunk must start with its size in hexadecimal"),
  CHUNK_EXTENSION(400, "a chunk extension must be ;name or ;name=value, and short"),
  CHUNK_END(400, "the data of a chunk must be followed by CRLF"),
  BODY_TOO_LARGE(413, "the body is too large"),
  INTERIMS(502, "there are too many interim responses"),
  SWITCHED(502, "nobody here took over the protocol that 101 (Switching Protocols) is about"),
  PART_BOUNDARY(400, "a boundary must be followed by a line end, or by two hyphens"),
  TOO_SLOW(408, "the request did not arrive in time"),
  STOPPING(503, "the server is shutting down");

  final int status;
  final String why;

  Refusal(int status, String why) {
    this.status = status;
    this.why = why;
  }
}
