package dev.mg.bench.micro;

import dev.mg.MgIobuf;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** {@link MgIobuf}: growing, and the queue of a busy connection. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class IobufBenchmark {
  private static final int PIECES = 50_000;
  private static final int PIECE_BYTES = 100;
  private static final int BACKLOG_BYTES = 64;

  private final byte[] piece = new byte[PIECE_BYTES];
  private final MgIobuf steady = new MgIobuf();

  /** Leaves {@code steady} with a backlog, so that it is never empty and never starts over. */
  public IobufBenchmark() {
    steady.add(new byte[BACKLOG_BYTES]);
  }

  /** One of 50,000 appends of 100 bytes to a buffer that starts empty: 5 MB in all. */
  @Benchmark
  @OperationsPerInvocation(PIECES)
  public MgIobuf appendGrowing() {
    MgIobuf buf = new MgIobuf();
    for (int i = 0; i < PIECES; i++) {
      buf.add(piece);
    }
    return buf;
  }

  /** 100 bytes in at the tail and 100 out at the head. */
  @Benchmark
  public int addThenDelete() {
    steady.add(piece);
    steady.del(PIECE_BYTES);
    return steady.len();
  }
}
