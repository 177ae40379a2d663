package dev.mg.bench.micro;

import static java.util.Objects.requireNonNull;

import dev.mg.MgStr;
import dev.mg.MgUtil;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Base64 of 1 KB, there and back: ours, and the JDK's, whose loops are intrinsics of the JVM. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Base64Benchmark {
  private static final int BYTES = 1024;

  private final byte[] bytes = new byte[BYTES];
  private final MgStr slice = MgStr.of(bytes);
  private final byte[] encoded;
  private final MgStr encodedSlice;

  /** Random bytes, the same in each run. */
  public Base64Benchmark() {
    new Random(1).nextBytes(bytes);
    encoded = Base64.getEncoder().encode(bytes);
    encodedSlice = MgStr.of(encoded);
  }

  /** Both must come to the same. */
  @Setup
  public void check() {
    Octets.checkSame("the text", mgEncode(), jdkEncode());
    Octets.checkSame("what was encoded", requireNonNull(mgDecode()), jdkDecode());
  }

  /** Ours, to a String. */
  @Benchmark
  public String mgEncode() {
    return MgUtil.base64Encode(slice);
  }

  /** The JDK's, to a String. */
  @Benchmark
  public String jdkEncode() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Ours. */
  @Benchmark
  public byte @Nullable [] mgDecode() {
    return MgUtil.base64Decode(encodedSlice);
  }

  /** The JDK's. */
  @Benchmark
  public byte[] jdkDecode() {
    return Base64.getDecoder().decode(encoded);
  }
}
