package dev.mg.bench.micro;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** 64 bytes there and back over loopback TCP, both ends in one manager. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EchoBenchmark {
  private static final int BYTES = 64;

  /** The transport of both ends. */
  @Param({"nio", "netty", "netty-epoll"})
  public String transport = "";

  private @Nullable EchoLoop loop;

  /** Connects the ends. */
  @Setup
  public void open() {
    loop = new EchoLoop(transport, BYTES);
  }

  /** One message, there and back. */
  @Benchmark
  public void roundTrip() {
    requireNonNull(loop).roundTrip();
  }

  /** Closes the ends. */
  @TearDown
  public void close() {
    requireNonNull(loop).close();
  }
}
