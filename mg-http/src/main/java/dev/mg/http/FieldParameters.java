package dev.mg.http;

import dev.mg.MgStr;

/**
 * The parameters of a field's value, {@code form-data; name="a"; size=1} (RFC 9110 section 5.6.6),
 * strictly and one after the other. Borrowed like the value.
 */
final class FieldParameters {
  final MgStr name = new MgStr(MgStr.EMPTY.buf(), 0, 0);

  /** As it stands, without its quotes. */
  final MgStr value = new MgStr(MgStr.EMPTY.buf(), 0, 0);

  /** Whether the value stood in quotes. */
  boolean isQuoted;

  /** Whether {@link #next} stopped at something that is no parameter. */
  boolean isMalformed;

  private byte[] b = MgStr.EMPTY.buf();
  private int p;
  private int end;

  /** Starts behind the first word of {@code of}, which is {@link #name} until {@link #next}. */
  void begin(MgStr of) {
    b = of.buf();
    p = of.off();
    end = p + of.len();
    isMalformed = false;
    while (p < end && b[p] != ';' && !HttpChars.isBlank(b[p])) {
      p++;
    }
    name.wrap(b, of.off(), p - of.off());
  }

  /** Goes to the next parameter; false at the end, and at what {@link #isMalformed} is about. */
  boolean next() {
    boolean separated = false;
    while (p < end && (b[p] == ';' || HttpChars.isBlank(b[p]))) {
      separated |= b[p++] == ';';
    }
    if (p == end) {
      return false;
    }
    int from = p;
    while (p < end && HttpChars.is(HttpChars.TOKEN, b[p])) {
      p++;
    }
    if (!separated || p == from || p == end || b[p] != '=') {
      isMalformed = true;
      return false;
    }
    name.wrap(b, from, p - from);
    p++;
    isQuoted = p < end && b[p] == '"';
    isMalformed = isQuoted ? !quoted() : !token();
    return !isMalformed;
  }

  private boolean token() {
    int from = p;
    while (p < end && HttpChars.is(HttpChars.TOKEN, b[p])) {
      p++;
    }
    value.wrap(b, from, p - from);
    return p > from;
  }

  private boolean quoted() {
    int from = ++p;
    while (p < end && b[p] != '"') {
      p += b[p] == '\\' ? 2 : 1;
    }
    if (p >= end) {
      return false;
    }
    value.wrap(b, from, p - from);
    p++;
    return true;
  }
}
