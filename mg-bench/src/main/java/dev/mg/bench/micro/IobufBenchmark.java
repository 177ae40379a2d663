package dev.mg.bench.micro;

import dev.mg.MgIobuf;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** {@link MgIobuf}: growing, and the queue of a busy connection. Netty's heap buffer beside. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class IobufBenchmark {
  private static final int PIECES = 50_000;
  private static final int PIECE_BYTES = 100;
  private static final int BACKLOG_BYTES = 64;

  private final byte[] piece = new byte[PIECE_BYTES];
  private final MgIobuf steady = new MgIobuf();
  private final ByteBuf nettySteady = Unpooled.buffer();

  /** Leaves the steady ones with a backlog, so that they are never empty and never start over. */
  public IobufBenchmark() {
    steady.add(new byte[BACKLOG_BYTES]);
    nettySteady.writeZero(BACKLOG_BYTES);
  }

  /** Both must hold the same in the end. */
  @Setup
  public void check() {
    ByteBuf grown = nettyAppendGrowing();
    Octets.checkSame(
        "what was appended", mgAppendGrowing().str().toBytes(), ByteBufUtil.getBytes(grown));
    Octets.checkSame("what is left", mgAddThenDelete(), nettyAddThenDelete());
  }

  /** One of 50,000 appends of 100 bytes to a buffer that starts empty: 5 MB in all. */
  @Benchmark
  @OperationsPerInvocation(PIECES)
  public MgIobuf mgAppendGrowing() {
    MgIobuf buf = new MgIobuf();
    for (int i = 0; i < PIECES; i++) {
      buf.add(piece);
    }
    return buf;
  }

  /** The same with Netty's. */
  @Benchmark
  @OperationsPerInvocation(PIECES)
  public ByteBuf nettyAppendGrowing() {
    ByteBuf buf = Unpooled.buffer();
    for (int i = 0; i < PIECES; i++) {
      buf.writeBytes(piece);
    }
    return buf;
  }

  /** 100 bytes in at the tail and 100 out at the head. */
  @Benchmark
  public int mgAddThenDelete() {
    steady.add(piece);
    steady.del(PIECE_BYTES);
    return steady.len();
  }

  /** The same with Netty's, which gives room back when it is asked to. */
  @Benchmark
  public int nettyAddThenDelete() {
    nettySteady.writeBytes(piece);
    nettySteady.skipBytes(PIECE_BYTES);
    nettySteady.discardSomeReadBytes();
    return nettySteady.readableBytes();
  }
}
