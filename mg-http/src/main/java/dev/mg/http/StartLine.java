package dev.mg.http;

import org.jspecify.annotations.Nullable;

/**
 * The three parts of a message's first line, as offsets from where the message starts in its
 * buffer: method, target and version of a request; version, status and reason of a response.
 */
abstract class StartLine {
  /** What {@link #parse} returns when the line has not ended yet. */
  static final int MORE = 0;

  /** What {@link #parse} returns for a line that {@link #refusal} is about. */
  static final int REFUSED = -1;

  /** Where the line starts: after an empty line that was passed over. */
  int from;

  /** Offset of the first byte not looked at. */
  int at;

  int firstEnd;
  int secondFrom;
  int secondEnd;

  /** Of the path within the second part; equal to the ends of it but for absolute targets. */
  int pathFrom;

  int pathEnd;

  /** Of the query, without its question mark; both equal to {@link #pathEnd} if there is none. */
  int queryFrom;

  int queryEnd;

  /** Of host and port in an absolute target; both 0 in any other. */
  int authorityFrom;

  int authorityEnd;
  int thirdFrom;
  int thirdEnd;

  /** The digit after the dot of the version. */
  int minor;

  @Nullable Refusal refusal;

  /**
   * Goes on where the last call stopped.
   *
   * @param base where the message starts in {@code b}; it may move between calls
   * @param end where the bytes received so far end
   * @return the offset after the line's LF, or {@link #MORE}, or {@link #REFUSED}
   */
  abstract int parse(byte[] b, int base, int end);

  /** Forgets what was parsed. */
  abstract void reset();

  /** Whether a byte of the line itself was seen, an empty line before it left out. */
  boolean isStarted() {
    return at > from;
  }

  /** Whether the first part is {@code method}, which counts with its case. */
  boolean isMethod(byte[] b, int base, String method) {
    int n = method.length();
    if (firstEnd - from != n) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      if (b[base + from + i] != method.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
