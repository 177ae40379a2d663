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
  private final byte[] get = Octets.ascii("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  private final byte[] answers = new byte[1 << 16];
  private @Nullable MemoryServer server;
  private @Nullable NettyServer nettyIn;
  private @Nullable NettyServer nettyOut;

  private static byte[] chunked(byte[] chunk) {
    ByteArrayOutputStream to = new ByteArrayOutputStream();
    to.writeBytes(Octets.ascii("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"));
    for (int i = 0; i < CHUNKS; i++) {
      to.writeBytes(Octets.ascii(Integer.toHexString(CHUNK_BYTES) + "\r\n"));
      to.writeBytes(chunk);
      to.writeBytes(new byte[] {'\r', '\n'});
    }
    to.writeBytes(Octets.ascii("0\r\n\r\n"));
    return to.toByteArray();
  }

  /** Opens one connection of each, both of which must answer alike. */
  @Setup
  public void open() throws IOException {
    MgHandler fn =
        MgOn.on(
            MgHttp.MSG,
            (c, hm) -> {
              if (hm.body.len() > 0) {
                MgHttp.reply(c, 200, NettyHttp.HEADERS, OK);
              } else {
                replyInChunks(c);
              }
            });
    MemoryServer ours = new MemoryServer(mgr -> MgHttp.listen(mgr, "http://127.0.0.1:0", fn, null));
    NettyServer in =
        new NettyServer(
            new HttpServerCodec(),
            new HttpObjectAggregator(2 * CHUNKS * CHUNK_BYTES),
            new NettyHttp.Reply(OK));
    NettyServer out = new NettyServer(new HttpServerCodec(), new NettyHttp.Chunks(chunk, CHUNKS));
    server = ours;
    nettyIn = in;
    nettyOut = out;
    Octets.checkSameAnswer("the answer to chunks", ours.answer(chunked), in.answer(chunked));
    Octets.checkSameAnswer("the answer in chunks", ours.answer(get), out.answer(get));
  }

  private void replyInChunks(MgConnection c) {
    MgHttp.replyChunked(c, 200, "");
    for (int i = 0; i < CHUNKS; i++) {
      MgHttp.writeChunk(c, slice);
    }
    MgHttp.endResponse(c);
  }

  /** Ours, read. */
  @Benchmark
  @OperationsPerInvocation(CHUNKS)
  public int mgIn() throws IOException {
    return requireNonNull(server).serve(chunked, answers);
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
    return requireNonNull(server).serve(get, answers);
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
