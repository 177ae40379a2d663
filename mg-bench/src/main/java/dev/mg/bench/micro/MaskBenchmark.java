package dev.mg.bench.micro;

import dev.mg.ws.MaskAccess;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The masking of a payload in a heap array, and what bounds it: the copy of as many bytes, and the
 * same XOR over an array of longs, which needs no view of bytes. Peers' masking cannot be had
 * alone: {@link UnmaskBenchmark} compares what it is part of.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MaskBenchmark {
  private static final int KEY = 0x5AC3_1788;
  private static final int HEAD_BYTES = 6;
  private static final long WIDE_KEY = 0x5AC3_1788_5AC3_1788L;

  /** Length of the payload. */
  @Param({"16", "1024", "16384", "1048576"})
  public int bytes;

  private byte[] payload = {};
  private byte[] copy = {};
  private long[] words = {};

  /** Numbers that count up, of which ours must make the same as the loop. */
  @Setup
  public void fill() {
    payload = Octets.counting(HEAD_BYTES + bytes);
    byte[] masked = byteLoop().clone();
    payload = Octets.counting(HEAD_BYTES + bytes);
    mg();
    Octets.checkSame("the masked bytes", payload, masked);
    copy = new byte[bytes];
    words = new long[bytes / Long.BYTES];
  }

  /** Ours, in place; the payload stands behind the head of a frame. */
  @Benchmark
  public int mg() {
    return MaskAccess.apply(payload, HEAD_BYTES, HEAD_BYTES + bytes, KEY);
  }

  /** The copy. */
  @Benchmark
  public byte[] arraycopy() {
    System.arraycopy(payload, HEAD_BYTES, copy, 0, bytes);
    return copy;
  }

  /** The loop that C2 knows best. */
  @Benchmark
  public long[] longs() {
    long[] w = words;
    for (int i = 0; i < w.length; i++) {
      w[i] ^= WIDE_KEY;
    }
    return w;
  }

  /** Byte by byte, the key's octet found by the index. */
  @Benchmark
  public byte[] byteLoop() {
    byte[] p = payload;
    for (int i = HEAD_BYTES; i < p.length; i++) {
      p[i] ^= (byte) (KEY >>> 8 * ((i - HEAD_BYTES) & 3));
    }
    return p;
  }
}
