package dev.mg.bench.micro;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mg.MgJson;
import dev.mg.MgStr;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * One number near the end of a document of some 1.5 KB, by its path: ours, which checks the whole
 * document, and Jackson's streaming parser beside it, once to the end as ours and once only so far.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JsonBenchmark {
  private static final int ORDERS = 12;
  private static final int NONE = -1;

  private final byte[] document = document();
  private final MgStr json = MgStr.of(document);
  private final JsonFactory jackson = new JsonFactory();

  private static byte[] document() {
    StringBuilder text = new StringBuilder("{\"user\":\"J\u00fcrgen\",\"orders\":[");
    for (int i = 0; i < ORDERS; i++) {
      text.append(i == 0 ? "" : ",")
          .append("{\"id\":")
          .append(1000 + i)
          .append(",\"title\":\"A \\\"quoted\\\" title, no ")
          .append(i)
          .append("\",\"price\":19.95,\"paid\":true,\"tags\":[\"new\",\"blue\"],\"note\":null}");
    }
    text.append("],\"page\":{\"number\":3,\"total\":42}}");
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Ours. */
  @Benchmark
  public long mg() {
    return MgJson.getLong(json, "$.page.total", NONE);
  }

  /** Jackson's, the document read to its end. */
  @Benchmark
  public long jackson() throws IOException {
    try (JsonParser parser = jackson.createParser(document)) {
      long total = total(parser);
      while (parser.nextToken() != null) {
        parser.skipChildren();
      }
      return total;
    }
  }

  /** Jackson's, the rest unseen. */
  @Benchmark
  public long jacksonUpToIt() throws IOException {
    try (JsonParser parser = jackson.createParser(document)) {
      return total(parser);
    }
  }

  private static long total(JsonParser parser) throws IOException {
    parser.nextToken();
    return goTo(parser, "page") && goTo(parser, "total") ? parser.getLongValue() : NONE;
  }

  /** From the start of an object to the value of one of its members. */
  private static boolean goTo(JsonParser parser, String name) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean found = name.equals(parser.currentName());
      parser.nextToken();
      if (found) {
        return true;
      }
      parser.skipChildren();
    }
    return false;
  }
}
