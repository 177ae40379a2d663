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
  private static final String HELLO = "Hello, World!";
  private static final MgStr BODY = MgStr.of(HELLO);

  private final byte[] one = BrowserRequest.bytes();
  private final byte[] many = Octets.times(PIPELINED, one);
  private final byte[] answers = new byte[1 << 16];
  private @Nullable MemoryServer server;
  private @Nullable NettyServer netty;

  /** Opens one connection of each, both of which must answer alike. */
  @Setup
  public void open() throws IOException {
    MgHandler fn = MgOn.on(MgHttp.MSG, (c, hm) -> MgHttp.reply(c, 200, NettyHttp.HEADERS, BODY));
    MemoryServer ours = new MemoryServer(mgr -> MgHttp.listen(mgr, "http://127.0.0.1:0", fn, null));
    NettyServer theirs = new NettyServer(new HttpServerCodec(), new NettyHttp.Reply(HELLO));
    server = ours;
    netty = theirs;
    Octets.checkSameAnswer("the answer", ours.answer(one), theirs.answer(one));
  }

  /** One request, one reply. */
  @Benchmark
  public int mgSingle() throws IOException {
    return requireNonNull(server).serve(one, answers);
  }

  /** One of 16 requests that come in one read and whose replies leave in one write. */
  @Benchmark
  @OperationsPerInvocation(PIPELINED)
  public int mgPipelined() throws IOException {
    return requireNonNull(server).serve(many, answers);
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
