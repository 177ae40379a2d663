package dev.mg.http;

import dev.mg.MgStr;

/** How much a client wants a content coding, by Accept-Encoding (RFC 9110 12.5.3). Stateless. */
final class AcceptEncoding {
  /** The weight of a coding that is wanted as much as can be. */
  static final int MAX_WEIGHT = 1_000;

  private static final String NAME = "Accept-Encoding";

  private AcceptEncoding() {}

  /**
   * The weight of {@code coding}, its q times 1,000: 0 = not acceptable. An element that is
   * malformed counts for nothing, of two about the same coding the first counts. A client that does
   * not send the field is taken to want no coding, though the RFC would allow any.
   *
   * @param coding in small letters; "identity", if nothing is said of it, has the weight 1, which
   *     is below that of whatever a client names without a q
   */
  static int weight(MgHttpFields headers, String coding) {
    int any = -1;
    for (int i = headers.find(NAME, 0); i >= 0; i = headers.find(NAME, i + 1)) {
      MgStr list = headers.value(i);
      int from = 0;
      while (from < list.len()) {
        int end = HttpChars.indexOf(list, ',', from, list.len());
        int nameEnd = HttpChars.indexOf(list, ';', from, end);
        MgStr name = list.slice(from, nameEnd).strip();
        boolean star = any < 0 && name.is("*");
        if (star || isSame(name, coding)) {
          int q = nameEnd == end ? MAX_WEIGHT : weight(list.slice(nameEnd + 1, end).strip());
          if (q >= 0 && !star) {
            return q;
          }
          any = star ? q : any;
        }
        from = end + 1;
      }
    }
    return any >= 0 ? any : coding.equals("identity") ? 1 : 0;
  }

  /** RFC 9110 section 8.4.1: x-gzip and x-compress are old names of gzip and compress. */
  private static boolean isSame(MgStr name, String coding) {
    return name.isIgnoreCase(coding)
        || name.len() == coding.length() + 2
            && name.slice(0, 2).isIgnoreCase("x-")
            && name.slice(2, name.len()).isIgnoreCase(coding);
  }

  /** {@code q=} and a number from 0 to 1 with at most three decimals, times 1,000; -1 if not. */
  private static int weight(MgStr q) {
    int n = q.len();
    if (n < 3 || n > 7 || (q.at(0) | 0x20) != 'q' || q.at(1) != '=' || n > 3 && q.at(3) != '.') {
      return -1;
    }
    int value = 0;
    for (int i = 2; i < 7; i++) {
      if (i != 3) {
        int digit = i < n ? q.at(i) - '0' : 0;
        if (digit < 0 || digit > 9) {
          return -1;
        }
        value = 10 * value + digit;
      }
    }
    return value > MAX_WEIGHT ? -1 : value;
  }
}
