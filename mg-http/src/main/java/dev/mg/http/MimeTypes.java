package dev.mg.http;

import dev.mg.MgException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Media types by the ends of names. Immutable. */
final class MimeTypes {
  /** Of what has an end nobody knows, or none: browsers save it, and run nothing. */
  static final String UNKNOWN = "application/octet-stream";

  private static final String TYPES =
      """
      text/html; charset=utf-8: html htm shtml
      text/css; charset=utf-8: css
      text/javascript; charset=utf-8: js mjs
      text/plain; charset=utf-8: txt text log md conf ini
      text/csv; charset=utf-8: csv
      text/calendar; charset=utf-8: ics
      text/vcard; charset=utf-8: vcf
      text/vtt; charset=utf-8: vtt
      text/xml; charset=utf-8: xml
      application/json: json map
      application/ld+json: jsonld
      application/manifest+json: webmanifest
      application/xhtml+xml: xhtml
      application/rss+xml: rss
      application/atom+xml: atom
      application/wasm: wasm
      application/pdf: pdf
      application/rtf: rtf
      application/epub+zip: epub
      application/zip: zip
      application/gzip: gz tgz
      application/x-bzip2: bz2
      application/x-xz: xz
      application/zstd: zst
      application/x-7z-compressed: 7z
      application/x-tar: tar
      application/vnd.rar: rar
      application/java-archive: jar war
      application/msword: doc
      application/vnd.ms-excel: xls
      application/vnd.ms-powerpoint: ppt
      application/vnd.openxmlformats-officedocument.wordprocessingml.document: docx
      application/vnd.openxmlformats-officedocument.spreadsheetml.sheet: xlsx
      application/vnd.openxmlformats-officedocument.presentationml.presentation: pptx
      application/vnd.oasis.opendocument.text: odt
      application/vnd.oasis.opendocument.spreadsheet: ods
      application/x-sh: sh
      image/png: png
      image/apng: apng
      image/jpeg: jpg jpeg
      image/gif: gif
      image/webp: webp
      image/avif: avif
      image/bmp: bmp
      image/tiff: tif tiff
      image/svg+xml: svg
      image/vnd.microsoft.icon: ico
      font/woff: woff
      font/woff2: woff2
      font/ttf: ttf
      font/otf: otf
      font/collection: ttc
      audio/mpeg: mp3
      audio/ogg: oga ogg opus
      audio/wav: wav
      audio/flac: flac
      audio/aac: aac
      audio/mp4: m4a
      audio/midi: mid midi
      audio/webm: weba
      video/mp4: mp4 m4v
      video/webm: webm
      video/ogg: ogv
      video/mpeg: mpeg mpg
      video/quicktime: mov
      video/x-msvideo: avi
      video/x-matroska: mkv
      video/mp2t: ts
      application/vnd.apple.mpegurl: m3u8
      application/dash+xml: mpd
      model/gltf-binary: glb
      model/gltf+json: gltf
      """;

  static final MimeTypes STANDARD = new MimeTypes(new HashMap<>());

  static {
    for (String line : TYPES.lines().toList()) {
      int colon = line.lastIndexOf(": ");
      for (String end : line.substring(colon + 2).split(" ")) {
        STANDARD.byEnd.put(end, line.substring(0, colon));
      }
    }
  }

  private final Map<String, String> byEnd;

  private MimeTypes(Map<String, String> byEnd) {
    this.byEnd = byEnd;
  }

  /**
   * The standard ones, changed and added to.
   *
   * @param list {@code end=type,end=type}
   * @throws MgException naming what is wrong
   */
  static MimeTypes with(String list) {
    MimeTypes types = new MimeTypes(new HashMap<>(STANDARD.byEnd));
    for (String entry : list.split(",")) {
      int equals = entry.indexOf('=');
      String end = entry.substring(0, Math.max(0, equals)).strip().toLowerCase(Locale.ROOT);
      String type = entry.substring(equals + 1).strip();
      boolean isType = type.matches("[!-~]+/[!-~]+( *;[ -~]*)?");
      if (end.isEmpty() || !isType) {
        throw new MgException("mimeTypes: '" + entry + "' is not end=type, as in foo=text/foo");
      }
      types.byEnd.put(end.startsWith(".") ? end.substring(1) : end, type);
    }
    return types;
  }

  /** The type of what is at that path. */
  String of(String path) {
    int dot = path.lastIndexOf('.');
    String end = dot > path.lastIndexOf('/') ? path.substring(dot + 1) : "";
    return byEnd.getOrDefault(end.toLowerCase(Locale.ROOT), UNKNOWN);
  }
}
