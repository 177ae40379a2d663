package dev.mg.bench.micro;

import static java.util.Objects.requireNonNull;

import dev.mg.MgConnection;
import dev.mg.MgHandler;
import dev.mg.MgOn;
import dev.mg.MgStr;
import dev.mg.http.MgHttp;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
 * A body of 16 chunks of 1 KiB, for one of them, without the kernel: in a request that is answered
 * when it is whole, and in the response to a short one. Netty's codec, and its aggregator, beside.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ChunkedBenchmark {
  private static final int CHUNKS = 16;
  private static final int CHUNK_BYTES = 1024;
  private static final String OK = "ok";

  private final byte[] chunk = new byte[CHUNK_BYTES];
  private final MgStr slice = MgStr.of(chunk);
  private final byte[] chunked = chunked(chunk);
  private final byte[] get =
      "GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private final byte[] answers = new byte[1 << 16];
  private @Nullable MemoryServer server;
  private @Nullable NettyServer nettyIn;
  private @Nullable NettyServer nettyOut;

  private static byte[] chunked(byte[] chunk) {
    ByteArrayOutputStream to = new ByteArrayOutputStream();
    to.writeBytes(
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < CHUNKS; i++) {
      to.writeBytes(
          (Integer.toHexString(CHUNK_BYTES) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      to.writeBytes(chunk);
      to.writeBytes(new byte[] {'\r', '\n'});
    }
    to.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return to.toByteArray();
  }

  /** Opens one connection of each. */
  @Setup
  public void open() {
    MgHandler fn =
        MgOn.on(
            MgHttp.MSG,
            (c, hm) -> {
              if (hm.body.len() > 0) {
                MgHttp.reply(c, 200, "", OK);
              } else {
                replyInChunks(c);
              }
            });
    server = new MemoryServer(mgr -> MgHttp.listen(mgr, "http://127.0.0.1:0", fn, null));
    nettyIn =
        new NettyServer(
            new HttpServerCodec(),
            new HttpObjectAggregator(2 * CHUNKS * CHUNK_BYTES),
            new NettyHttp.Reply(OK));
    nettyOut = new NettyServer(new HttpServerCodec(), new NettyHttp.Chunks(chunk, CHUNKS));
  }

  private void replyInChunks(MgConnection c) {
    MgHttp.replyChunked(c, 200, "");
    for (int i = 0; i < CHUNKS; i++) {
      MgHttp.writeChunk(c, slice);
    }
    MgHttp.endResponse(c);
  }

  private int serve(byte[] request) throws IOException {
    MemoryServer to = requireNonNull(server);
    to.feed(request);
    return to.take(answers);
  }

  /** Ours, read. */
  @Benchmark
  @OperationsPerInvocation(CHUNKS)
  public int mgIn() throws IOException {
    return serve(chunked);
  }

  /** Netty's, read and joined. */
  @Benchmark
  @OperationsPerInvocation(CHUNKS)
  public int nettyIn() {
    return requireNonNull(nettyIn).serve(chunked);
  }

  /** Ours, written. */
  @Benchmark
  @OperationsPerInvocation(CHUNKS)
  public int mgOut() throws IOException {
    return serve(get);
  }

  /** Netty's, written. */
  @Benchmark
  @OperationsPerInvocation(CHUNKS)
  public int nettyOut() {
    return requireNonNull(nettyOut).serve(get);
  }

  /** Closes all. */
  @TearDown
  public void close() {
    requireNonNull(server).close();
    requireNonNull(nettyIn).close();
    requireNonNull(nettyOut).close();
  }
}
