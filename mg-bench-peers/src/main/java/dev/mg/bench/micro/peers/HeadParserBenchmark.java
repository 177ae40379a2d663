package dev.mg.bench.micro.peers;

import dev.mg.bench.micro.BrowserRequest;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.microhttp.ParserAccess;
import org.microhttp.Request;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The head of a browser's request, made into a request of microhttp's. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HeadParserBenchmark {
  private final ByteBuffer bytes = ByteBuffer.wrap(BrowserRequest.bytes());
  private final ParserAccess parser = new ParserAccess();

  /** Out of a buffer that keeps its size, as a connection's does. */
  @Benchmark
  public Request microhttpParse() {
    return parser.parse(bytes.rewind());
  }
}
