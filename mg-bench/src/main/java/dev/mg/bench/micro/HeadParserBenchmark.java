package dev.mg.bench.micro;

import dev.mg.http.MgHttp;
import dev.mg.http.MgHttpMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpRequest;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The head of a browser's request, made into a message: ours, and Netty's decoder beside it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HeadParserBenchmark {
  private final byte[] request = BrowserRequest.bytes();
  private final MgHttpMessage message = new MgHttpMessage();
  private final ByteBuf buffer = Unpooled.wrappedBuffer(request);
  private final NettyDecoder decoder = new NettyDecoder();

  /** Both must find the same. */
  @Setup
  public void check() throws Exception {
    mgParse();
    HttpRequest theirs = decoder.head(buffer);
    buffer.readerIndex(0);
    Octets.checkSame("the method", message.method.toString(), theirs.method().name());
    Octets.checkSame("the target", message.target().toString(), theirs.uri());
    Octets.checkSame("how many fields", message.headers.count(), theirs.headers().size());
    for (int i = 0; i < message.headers.count(); i++) {
      String name = message.headers.name(i).toString();
      Octets.checkSame(name, message.headers.value(i).toString(), theirs.headers().get(name));
    }
  }

  /** Our parser, into a message that is used again. */
  @Benchmark
  public int mgParse() {
    return MgHttp.parse(request, message);
  }

  /** Netty's decoder, which makes a new message a request. */
  @Benchmark
  public int nettyParse() throws Exception {
    buffer.readerIndex(0);
    return decoder.decode(buffer);
  }
}
