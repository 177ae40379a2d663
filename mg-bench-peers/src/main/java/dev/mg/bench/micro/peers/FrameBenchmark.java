package dev.mg.bench.micro.peers;

import dev.mg.bench.micro.Octets;
import dev.mg.bench.micro.WsOctets;
import java.util.concurrent.TimeUnit;
import org.java_websocket.exceptions.InvalidDataException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** WebSocket messages there and back by Java-WebSocket's codec. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FrameBenchmark {
  private static final int IN_ONE_READ = 16;
  private static final int SMALL_BYTES = 32;
  private static final int LARGE_BYTES = 16 * 1024;
  private static final int FRAME_HEAD_BYTES = 2;

  private final byte[] small = WsOctets.binary(new byte[SMALL_BYTES]);
  private final byte[] many = Octets.times(IN_ONE_READ, small);
  private final byte[] large = WsOctets.binary(new byte[LARGE_BYTES]);
  private final JavaWebSocketEcho codec = new JavaWebSocketEcho();

  /** The answer must be the message. */
  @Setup
  public void check() throws InvalidDataException {
    byte[] echo = new byte[FRAME_HEAD_BYTES + SMALL_BYTES];
    echo[0] = (byte) 0x82;
    echo[1] = SMALL_BYTES;
    Octets.checkSame("the echo", echo, codec.answer(small));
    Octets.checkSame("many echoes' length", IN_ONE_READ * echo.length, codec.serve(many));
  }

  /** Of 32 bytes, one in a read. */
  @Benchmark
  public int javaWebSocketOne() throws InvalidDataException {
    return codec.serve(small);
  }

  /** Of 32 bytes, 16 in a read. */
  @Benchmark
  @OperationsPerInvocation(IN_ONE_READ)
  public int javaWebSocketOfMany() throws InvalidDataException {
    return codec.serve(many);
  }

  /** Of 16 KiB. */
  @Benchmark
  public int javaWebSocketLarge() throws InvalidDataException {
    return codec.serve(large);
  }
}
