package dev.mg.bench.micro;

import java.nio.charset.StandardCharsets;

/** What a desktop browser sends for a page: 13 fields, some 770 bytes. */
public final class BrowserRequest {
  private static final String TEXT =
      """
      GET /articles/2026/loops?page=2&sort=new HTTP/1.1
      Host: www.example.org
      Connection: keep-alive
      Cache-Control: max-age=0
      Upgrade-Insecure-Requests: 1
      User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) \
      Chrome/140.0.0.0 Safari/537.36
      Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,\
      */*;q=0.8
      Sec-Fetch-Site: same-origin
      Sec-Fetch-Mode: navigate
      Sec-Fetch-Dest: document
      Referer: https://www.example.org/articles/2026/
      Accept-Encoding: gzip, deflate, br, zstd
      Accept-Language: en-GB,en;q=0.9,de;q=0.8
      Cookie: session=4f0c2e1ab9d84c7e9a3b5d6f70812345; theme=dark; seen=17,23,42,101; \
      consent=necessary

      """;

  private BrowserRequest() {}

  /** The bytes, a copy. */
  public static byte[] bytes() {
    return TEXT.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
  }
}
