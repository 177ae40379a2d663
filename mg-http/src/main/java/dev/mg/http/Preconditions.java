package dev.mg.http;

import dev.mg.MgStr;

/**
 * Whether a GET or HEAD is to be carried out, by its conditions in the order of RFC 9110 section
 * 13.2.2. Pure; an instance is what is known of the content now.
 *
 * @param tag its entity tag, strong, with quotes
 * @param modifiedS seconds since 1970 of its last change, as Last-Modified tells it; -1 = unknown
 * @param nowS seconds since 1970
 */
record Preconditions(String tag, long modifiedS, long nowS) {
  /** Carry it out. */
  static final int OK = 200;

  /** The client has it already. */
  static final int NOT_MODIFIED = 304;

  /** The client wants another state of it. */
  static final int FAILED = 412;

  /** {@link #OK}, {@link #NOT_MODIFIED} or {@link #FAILED}. */
  int evaluate(MgHttpFields headers) {
    if (headers.find("If-Match", 0) >= 0) {
      if (!EntityTags.matches(headers, "If-Match", tag, true)) {
        return FAILED;
      }
    } else {
      long date = date(headers, "If-Unmodified-Since");
      if (date >= 0 && modifiedS > date) {
        return FAILED;
      }
    }
    if (headers.find("If-None-Match", 0) >= 0) {
      return EntityTags.matches(headers, "If-None-Match", tag, false) ? NOT_MODIFIED : OK;
    }
    long date = date(headers, "If-Modified-Since");
    return date >= 0 && modifiedS <= date ? NOT_MODIFIED : OK;
  }

  /** A date to compare with; -1 if there is none, or more than one, or no date of ours. */
  private long date(MgHttpFields headers, String name) {
    int i = headers.find(name, 0);
    return modifiedS < 0 || i < 0 || headers.find(name, i + 1) >= 0
        ? -1
        : HttpDateParser.parse(headers.value(i));
  }

  /** Whether Range is to be followed: there is no If-Range, or it names just this content. */
  boolean isRangeWanted(MgHttpFields headers) {
    MgStr value = headers.get("If-Range");
    if (value == null) {
      return true;
    }
    if (value.startsWith("\"") || value.startsWith("W/")) {
      return EntityTags.matches(value, tag, true) && value.len() == tag.length();
    }
    // A second in which it could still change again makes a weak validator (section 8.8.2.2).
    return modifiedS >= 0 && nowS - modifiedS >= 2 && HttpDateParser.parse(value) == modifiedS;
  }
}
