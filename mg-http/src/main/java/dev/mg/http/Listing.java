package dev.mg.http;

import dev.mg.MgIobuf;
import dev.mg.MgStr;
import dev.mg.MgUtil;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The page that lists a folder: HTML and its style in one, for light and dark. Pure. */
final class Listing {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};

  private static final Comparator<FileSource.Item> ORDER =
      Comparator.comparing((FileSource.Item item) -> !item.isFolder())
          .thenComparing(FileSource.Item::name, Listing::naturally)
          .thenComparing(FileSource.Item::href);

  private static final String STYLE =
      """
      :root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--line:#e4e7ec;--text:#1b2430;\
      --soft:#66707f;--link:#0b5cad;--over:#eef4fb;--folder:#e2a93b;--file:#a7b0bd}
      @media(prefers-color-scheme:dark){:root{--bg:#12161c;--card:#1a2029;--line:#2a323d;\
      --text:#dfe5ec;--soft:#8f9aa8;--link:#7ab8f5;--over:#222b37;--folder:#d9a441;--file:#5d6875}}
      *{box-sizing:border-box}
      body{margin:0;padding:2rem 1rem;background:var(--bg);color:var(--text);\
      font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
      body>svg{position:absolute}
      main{max-width:60rem;margin:0 auto}
      h1{margin:0 0 1rem;font-size:1.25rem;font-weight:600;overflow-wrap:anywhere}
      h1 i{font-style:normal;font-weight:400;color:var(--soft);padding:0 .3rem}
      a{color:var(--link);text-decoration:none}
      a:hover{text-decoration:underline}
      table{width:100%;border-collapse:separate;border-spacing:0;background:var(--card);\
      border:1px solid var(--line);border-radius:10px;overflow:hidden}
      th{padding:.6rem 1rem;text-align:left;font-size:.78rem;font-weight:600;\
      letter-spacing:.03em;color:var(--soft)}
      td{padding:.42rem 1rem;border-top:1px solid var(--line)}
      tbody tr:hover{background:var(--over)}
      td:first-child{overflow-wrap:anywhere}
      td a{display:flex;align-items:center;gap:.65rem}
      .s,.d{white-space:nowrap;color:var(--soft);font-variant-numeric:tabular-nums}
      .s{text-align:right}
      svg{flex:none;width:1.15rem;height:1.15rem;fill:var(--file)}
      .f svg{fill:var(--folder)}
      footer{margin:.8rem .2rem;font-size:.82rem;color:var(--soft)}
      @media(max-width:36rem){body{padding:1rem .5rem}.d{display:none}th,td{padding-left:.7rem;\
      padding-right:.7rem}}
      """;

  private static final String ICONS =
      """
      <svg hidden width="0" height="0"><symbol id="d" viewBox="0 0 20 20"><path d="M2 5.5C2 4.7 \
      2.7 4 3.5 4h4.1c.4 0 .8.2 1.1.5L10.2 6h6.3c.8 0 1.5.7 1.5 1.5v7c0 .8-.7 1.5-1.5 1.5h-13C2.7 \
      16 2 15.3 2 14.5z"/></symbol><symbol id="n" viewBox="0 0 20 20"><path d="M5.5 2H11v4.5c0 .8.7 \
      1.5 1.5 1.5H16v8.5c0 .8-.7 1.5-1.5 1.5h-9c-.8 0-1.5-.7-1.5-1.5v-13C4 2.7 4.7 2 5.5 \
      2zM12.3 2.2L15.8 6H12.8c-.3 0-.5-.2-.5-.5z"/></symbol><symbol id="u" viewBox="0 0 20 \
      20"><path d="M9.3 3.7L3.7 9.3l1.4 1.4L9 6.8V16h2V6.8l3.9 3.9 1.4-1.4-5.6\
      -5.6c-.4-.4-1-.4-1.4 0z"/></symbol></svg>
      """;

  private Listing() {}

  /**
   * The page.
   *
   * @param path of the folder, escaped; "" for the root
   * @param items in any order; it is put in order
   * @param max more than these are left out, and the page says so
   */
  static MgIobuf html(String path, List<FileSource.Item> items, int max) {
    List<FileSource.Item> sorted = new ArrayList<>(items.subList(0, Math.min(max, items.size())));
    sorted.sort(ORDER);
    StringBuilder to = new StringBuilder(4_096 + 200 * sorted.size());
    to.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n");
    to.append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>");
    escape(path.isEmpty() ? "/" : decode(path) + "/", to);
    to.append("</title>\n<style>\n").append(STYLE).append("</style></head>\n<body>").append(ICONS);
    to.append("<main>\n<h1>");
    trail(path, to);
    to.append("</h1>\n<table><thead><tr><th>Name</th><th class=\"s\">Size</th>");
    to.append("<th class=\"d\">Changed (UTC)</th></tr></thead>\n<tbody>\n");
    if (!path.isEmpty()) {
      to.append("<tr><td><a href=\"../\"><svg aria-hidden=\"true\"><use href=\"#u\"/></svg>");
      to.append("<span>Parent folder</span></a></td><td></td><td class=\"d\"></td></tr>\n");
    }
    for (FileSource.Item item : sorted) {
      row(item, to);
    }
    to.append("</tbody></table>\n<footer>");
    footer(sorted, items.size() > max, to);
    to.append("</footer>\n</main></body></html>\n");
    MgIobuf page = new MgIobuf(to.length() + 64);
    page.add(to.toString());
    return page;
  }

  /** The folders on the way here, each but the last a link. */
  private static void trail(String path, StringBuilder to) {
    String[] names = path.split("/");
    to.append(names.length < 2 ? "Files" : "<a href=\"/\">Files</a>");
    StringBuilder link = new StringBuilder("/");
    for (int i = 1; i < names.length; i++) {
      to.append("<i>/</i>");
      link.append(names[i]).append('/');
      boolean isLast = i == names.length - 1;
      to.append(isLast ? "" : "<a href=\"" + link + "\">").append("<bdi>");
      escape(decode(names[i]), to);
      to.append("</bdi>").append(isLast ? "" : "</a>");
    }
  }

  private static void row(FileSource.Item item, StringBuilder to) {
    boolean isFolder = item.isFolder();
    to.append(isFolder ? "<tr class=\"f\">" : "<tr>").append("<td><a href=\"").append(item.href());
    to.append(isFolder ? "/\">" : "\">").append("<svg aria-hidden=\"true\"><use href=\"#");
    // A name may hold marks that turn the direction of what follows it: bdi keeps them in.
    to.append(isFolder ? 'd' : 'n').append("\"/></svg><bdi>");
    escape(item.name(), to);
    to.append(isFolder ? "/" : "").append("</bdi></a></td><td class=\"s\">");
    to.append(isFolder ? "" : size(item.size())).append("</td><td class=\"d\">");
    if (item.modifiedS() >= 0) {
      DATE.formatTo(Instant.ofEpochSecond(item.modifiedS()), to);
    }
    to.append("</td></tr>\n");
  }

  private static void footer(List<FileSource.Item> items, boolean isCut, StringBuilder to) {
    long folders = items.stream().filter(FileSource.Item::isFolder).count();
    long bytes = items.stream().filter(item -> !item.isFolder()).mapToLong(i -> i.size()).sum();
    long files = items.size() - folders;
    to.append(folders).append(folders == 1 ? " folder, " : " folders, ");
    to.append(files).append(files == 1 ? " file, " : " files, ").append(size(bytes));
    to.append(isCut ? "; there are more, which are not shown" : "");
  }

  /** {@code 999 B}, {@code 1.0 kB}, {@code 12 MB}: powers of 1,000, three digits at most. */
  static String size(long bytes) {
    if (bytes < 1_000) {
      return bytes + " B";
    }
    double value = bytes / 1_000.0;
    int unit = 0;
    while (value >= 999.5) {
      value /= 1_000;
      unit++;
    }
    return String.format(Locale.ROOT, value < 9.95 ? "%.1f %s" : "%.0f %s", value, UNITS[unit]);
  }

  /** Without regard to case, and numbers by what they count: {@code a2} before {@code a10}. */
  static int naturally(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      int m = endOfNumber(a, i);
      int n = endOfNumber(b, j);
      int order;
      if (m > i && n > j) {
        i = skipZeros(a, i, m);
        j = skipZeros(b, j, n);
        order = m - i != n - j ? m - i - (n - j) : a.substring(i, m).compareTo(b.substring(j, n));
        i = m;
        j = n;
      } else {
        order = Character.compare(lower(a.charAt(i++)), lower(b.charAt(j++)));
      }
      if (order != 0) {
        return order;
      }
    }
    int left = a.length() - i - (b.length() - j);
    return left != 0 ? left : a.compareTo(b);
  }

  private static char lower(char ch) {
    return Character.toLowerCase(Character.toUpperCase(ch));
  }

  private static int endOfNumber(String s, int from) {
    int at = from;
    while (at < s.length() && s.charAt(at) >= '0' && s.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  private static int skipZeros(String s, int from, int end) {
    int at = from;
    while (at < end - 1 && s.charAt(at) == '0') {
      at++;
    }
    return at;
  }

  private static String decode(String escaped) {
    return Objects.requireNonNull(MgUtil.urlDecode(MgStr.of(escaped), false), escaped).toString();
  }

  private static void escape(String text, StringBuilder to) {
    for (int i = 0; i < text.length(); i++) {
      char ch = text.charAt(i);
      switch (ch) {
        case '&' -> to.append("&amp;");
        case '<' -> to.append("&lt;");
        case '>' -> to.append("&gt;");
        case '"' -> to.append("&quot;");
        case '\'' -> to.append("&#39;");
        default -> to.append(ch < ' ' || ch == 0x7F ? '\uFFFD' : ch);
      }
    }
  }
}
