package dev.mg.http;

import dev.mg.MgStr;

/**
 * Finds the includes of a page, {@code <!--#include virtual="/head.html" -->}, one after the other.
 * Pure. What is not exactly that stays what it is to a browser, a comment.
 */
final class Ssi {
  private static final MgStr START = MgStr.of("<!--#include");
  private static final MgStr END = MgStr.of("-->");

  private final MgStr page;
  private int from;
  private int start;
  private int end;
  private boolean isVirtual;
  private MgStr path = MgStr.EMPTY;

  Ssi(MgStr page) {
    this.page = page;
  }

  /** Whether there is one more. */
  boolean next() {
    int at = from;
    while (true) {
      int found = page.slice(at, page.len()).find(START);
      if (found < 0) {
        return false;
      }
      start = at + found;
      at = start + START.len();
      if (parse(at)) {
        from = end;
        return true;
      }
    }
  }

  private boolean parse(int afterStart) {
    int at = skipBlanks(afterStart);
    MgStr rest = page.slice(at, page.len());
    isVirtual = rest.startsWith("virtual=");
    if (at == afterStart || !isVirtual && !rest.startsWith("file=")) {
      return false;
    }
    at += isVirtual ? 8 : 5;
    if (at >= page.len() || page.at(at) != '"' && page.at(at) != '\'') {
      return false;
    }
    int close = page.indexOf(page.at(at), at + 1);
    if (close < 0) {
      return false;
    }
    path = page.slice(at + 1, close);
    at = skipBlanks(close + 1);
    if (!page.slice(at, Math.min(page.len(), at + END.len())).equals(END)) {
      return false;
    }
    end = at + END.len();
    return true;
  }

  private int skipBlanks(int from) {
    int at = from;
    while (at < page.len()
        && (HttpChars.isBlank(page.at(at)) || page.at(at) == '\r' || page.at(at) == '\n')) {
      at++;
    }
    return at;
  }

  /** Offset of the include found. */
  int start() {
    return start;
  }

  /** Offset of what follows it. */
  int end() {
    return end;
  }

  /** Whether {@link #path} is that of a URL, not of a file beside the page. */
  boolean isVirtual() {
    return isVirtual;
  }

  /** What it names. */
  MgStr path() {
    return path;
  }
}
