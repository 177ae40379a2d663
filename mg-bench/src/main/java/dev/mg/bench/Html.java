package dev.mg.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes a report as one page with plots that needs nothing else: the data as JSON, our code that
 * draws them, and the library it draws with, all inside.
 */
final class Html {
  /** Of the version that pom.xml names. */
  private static final String ECHARTS =
      "/META-INF/resources/webjars/echarts/5.3.1/dist/echarts.common.min.js";

  private Html() {}

  /** The whole page. */
  static String of(Report report) {
    return text("report.html")
        .replace("${echarts}", text(ECHARTS))
        .replace("${code}", text("report.js"))
        // The only way out of a script element.
        .replace("${report}", Json.of(report).replace("</", "<\\/"));
  }

  private static String text(String name) {
    try (InputStream in = open(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new BenchException(name + " cannot be read", e);
    }
  }

  private static InputStream open(String name) {
    InputStream in = Html.class.getResourceAsStream(name);
    if (in == null) {
      throw new BenchException(name + " is missing from the class path");
    }
    return in;
  }
}
