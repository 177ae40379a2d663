package dev.mg.http;

import dev.mg.MgConnection;

/**
 * A request for a file.
 *
 * @param files where it, and what belongs to it, is found
 */
record FileRequest(
    MgConnection c,
    ServerConnection s,
    MgHttpMessage hm,
    FileSource files,
    MgServeOptions options) {
  boolean isGet() {
    return hm.method.is("GET");
  }

  /** Answers with a line of text. */
  void text(int status, String headers) {
    String text = status + " " + StatusLines.reason(status) + "\n";
    String all = headers + "Content-Type: text/plain; charset=utf-8\r\n" + options.extraHeaders;
    ServerConnection.server(c).responder.reply(c, s, status, all, text, 0, text.length(), null);
  }
}
