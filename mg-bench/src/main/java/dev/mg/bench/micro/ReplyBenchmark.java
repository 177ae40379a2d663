package dev.mg.bench.micro;

import static java.util.Objects.requireNonNull;

import dev.mg.MgHandler;
import dev.mg.MgOn;
import dev.mg.MgStr;
import dev.mg.http.MgHttp;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A request's whole way through the server, without the kernel: read, parse, reply, write. Netty's
 * codec and a handler beside.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReplyBenchmark {
  private static final int PIPELINED = 16;
  private static final String HEADERS = "Content-Type: text/plain\r\n";
  private static final String HELLO = "Hello, World!";
  private static final MgStr BODY = MgStr.of(HELLO);

  private final byte[] one = BrowserRequest.bytes();
  private final byte[] many = new byte[PIPELINED * one.length];
  private final byte[] answers = new byte[1 << 16];
  private @Nullable MemoryServer server;
  private @Nullable NettyServer netty;

  /** Fills {@code many}. */
  public ReplyBenchmark() {
    for (int i = 0; i < PIPELINED; i++) {
      System.arraycopy(one, 0, many, i * one.length, one.length);
    }
  }

  /** Opens one connection of each. */
  @Setup
  public void open() {
    MgHandler fn = MgOn.on(MgHttp.MSG, (c, hm) -> MgHttp.reply(c, 200, HEADERS, BODY));
    server = new MemoryServer(mgr -> MgHttp.listen(mgr, "http://127.0.0.1:0", fn, null));
    netty = new NettyServer(new HttpServerCodec(), new NettyHttp.Reply(HELLO));
  }

  /** One request, one reply. */
  @Benchmark
  public int single() throws IOException {
    requireNonNull(server).feed(one);
    return requireNonNull(server).take(answers);
  }

  /** One of 16 requests that come in one read and whose replies leave in one write. */
  @Benchmark
  @OperationsPerInvocation(PIPELINED)
  public int pipelined() throws IOException {
    requireNonNull(server).feed(many);
    return requireNonNull(server).take(answers);
  }

  /** Netty's, one request, one reply. */
  @Benchmark
  public int nettySingle() {
    return requireNonNull(netty).serve(one);
  }

  /** Netty's, one of 16. */
  @Benchmark
  @OperationsPerInvocation(PIPELINED)
  public int nettyPipelined() {
    return requireNonNull(netty).serve(many);
  }

  /** Closes the connections. */
  @TearDown
  public void close() {
    requireNonNull(server).close();
    requireNonNull(netty).close();
  }
}
