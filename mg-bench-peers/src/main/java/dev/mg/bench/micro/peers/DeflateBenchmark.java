package dev.mg.bench.micro.peers;

import dev.mg.bench.micro.CompressedMessage;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import org.java_websocket.exceptions.InvalidDataException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A message of 1 KiB of JSON, compressed there and back by Java-WebSocket's codec. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DeflateBenchmark {
  private final CompressedMessage message = new CompressedMessage();
  private final byte[] frame = message.frame();
  private final JavaWebSocketEcho codec =
      new JavaWebSocketEcho(CompressedMessage.LEVEL, CompressedMessage.OFFER);

  /** The answer must be the message. */
  @Setup
  public void check() throws InvalidDataException, DataFormatException {
    message.checkEcho("the echo", codec.answer(frame));
  }

  /** The codec. */
  @Benchmark
  public int javaWebSocketEcho() throws InvalidDataException {
    return codec.serve(frame);
  }

  /** Lets go of zlib. */
  @TearDown
  public void close() {
    message.close();
  }
}
