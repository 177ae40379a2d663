package dev.mg.http;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One request's head, judged by the rules for servers (RFC 9112 sections 3, 6 and 9), so that what
 * is answered can be framed in one way only.
 */
final class RequestHead extends MessageHead {
  private static final byte[] HOST = ascii("host");
  private static final byte[] EXPECT = ascii("expect");
  private static final byte[] CONTINUE = ascii("100-continue");

  private int host;

  /** Whether it comes over TLS, where https targets are right. */
  boolean isSecure;

  /** Whether the sender waits for 100 (Continue). */
  boolean expectsContinue;

  /** A parser with these limits: {@code dev.mg.MgOptions} describes them. */
  RequestHead(int maxLineBytes, int maxHeadBytes, int maxFields) {
    super(
        new RequestLineParser(Math.min(maxLineBytes, maxHeadBytes)),
        new FieldParser(maxFields),
        maxHeadBytes);
  }

  private static byte[] ascii(String s) {
    return s.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  @Nullable Refusal judge(byte[] b, int base) {
    host = -1;
    framing.reset();
    expectsContinue = false;
    for (int i = 0; i < fields.count(); i++) {
      int name = fields.nameFrom(i);
      int len = fields.nameEnd(i) - name;
      Refusal wrong =
          switch (len) {
            case 4 -> HttpChars.same(b, base + name, len, HOST) ? host(i) : null;
            case 6 -> HttpChars.same(b, base + name, len, EXPECT) ? expect(b, base, i) : null;
            default -> framing.take(b, base, fields, i);
          };
      if (wrong != null) {
        return wrong;
      }
    }
    return together(b, base);
  }

  private @Nullable Refusal host(int i) {
    if (host >= 0) {
      return Refusal.HOST_TWICE;
    }
    host = i;
    return null;
  }

  private @Nullable Refusal expect(byte[] b, int base, int i) {
    // HTTP/1.0 has no 100 (Continue): RFC 9110 section 10.1.1 has the field ignored there.
    if (isHttp10()) {
      return null;
    }
    int from = fields.valueFrom(i);
    if (from == fields.valueEnd(i)) {
      return null;
    }
    expectsContinue = HttpChars.same(b, base + from, fields.valueEnd(i) - from, CONTINUE);
    return expectsContinue ? null : Refusal.EXPECTATION;
  }

  /** The rules about more than one part of the head. */
  private @Nullable Refusal together(byte[] b, int base) {
    Refusal unframed = framing.check(isHttp10());
    if (unframed != null) {
      return unframed;
    }
    keepAlive = framing.keepsAlive(isHttp10());
    if (host < 0 && !isHttp10()) {
      return Refusal.HOST_MISSING;
    }
    if (host >= 0
        && !Host.isValid(b, base + fields.valueFrom(host), base + fields.valueEnd(host), false)) {
      return Refusal.HOST_INVALID;
    }
    Refusal wrong = RequestTarget.check(b, base, line, isSecure);
    if (wrong == null && host >= 0 && line.authorityFrom > 0) {
      // An absolute target's host is the one that counts (RFC 9112 section 3.2.2).
      fields.overrule(host, line.authorityFrom, line.authorityEnd);
    }
    return wrong;
  }
}
