package dev.mg.bench.micro;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mg.MgIobuf;
import dev.mg.MgJson;
import dev.mg.MgJsonWriter;
import dev.mg.MgStr;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A document of some 1.5 KB. One number near its end, by its path: ours, which checks the whole
 * document, and Jackson's streaming parser beside it, once to the end as ours and once only so far.
 * And the document written, by our writer and by Jackson's generator.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JsonBenchmark {
  private static final int ORDERS = 12;
  private static final int FIRST = 1000;
  private static final int NONE = -1;
  private static final double PRICE = 19.95;
  private static final String USER = "J\u00fcrgen";
  private static final String TITLE = "A \"quoted\" title";

  private final MgIobuf buffer = new MgIobuf();
  private final ByteArrayOutputStream stream = new ByteArrayOutputStream();
  private final JsonFactory jackson = new JsonFactory();
  private final byte[] document;
  private final MgStr json;

  /** Makes the document. */
  public JsonBenchmark() {
    mgWrite();
    document = buffer.str().toBytes();
    json = MgStr.of(document);
  }

  /** Both must find and write the same. */
  @Setup
  public void check() throws IOException {
    Octets.checkSame("the number", mgRead(), jacksonRead());
    Octets.checkSame("the number on the way", mgRead(), jacksonUpToIt());
    jacksonWrite();
    Octets.checkSame("the text", document, stream.toByteArray());
  }

  /** Ours. */
  @Benchmark
  public long mgRead() {
    return MgJson.getLong(json, "$.page.total", NONE);
  }

  /** Jackson's, the document read to its end. */
  @Benchmark
  public long jacksonRead() throws IOException {
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

  /** Our writer, into a buffer that is used again. */
  @Benchmark
  public int mgWrite() {
    buffer.clear();
    MgJsonWriter to = new MgJsonWriter(buffer).object().name("user").value(USER);
    to.name("orders").array();
    for (int i = 0; i < ORDERS; i++) {
      to.object().name("id").value(FIRST + i).name("title").value(TITLE);
      to.name("price").value(PRICE).name("paid").value(true);
      to.name("tags").array().value("new").value("blue").end();
      to.name("note").value((String) null).end();
    }
    to.end().name("page").object().name("number").value(3).name("total").value(42).end().end();
    return buffer.len();
  }

  /** Jackson's generator, into a stream that is used again. */
  @Benchmark
  public int jacksonWrite() throws IOException {
    stream.reset();
    try (JsonGenerator to = jackson.createGenerator(stream)) {
      to.writeStartObject();
      to.writeStringField("user", USER);
      to.writeArrayFieldStart("orders");
      for (int i = 0; i < ORDERS; i++) {
        to.writeStartObject();
        to.writeNumberField("id", FIRST + i);
        to.writeStringField("title", TITLE);
        to.writeNumberField("price", PRICE);
        to.writeBooleanField("paid", true);
        to.writeArrayFieldStart("tags");
        to.writeString("new");
        to.writeString("blue");
        to.writeEndArray();
        to.writeNullField("note");
        to.writeEndObject();
      }
      to.writeEndArray();
      to.writeObjectFieldStart("page");
      to.writeNumberField("number", 3);
      to.writeNumberField("total", 42);
      to.writeEndObject();
      to.writeEndObject();
    }
    return stream.size();
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
