package dev.mg.bench.micro.peers;

import dev.mg.bench.micro.Octets;
import dev.mg.bench.micro.WsOctets;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.framing.Framedata;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A masked frame, made into a message by Java-WebSocket's parser, which goes byte by byte. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class UnmaskBenchmark {
  /** Length of the payload. */
  @Param({"16", "1024", "16384"})
  public int bytes;

  private final JavaWebSocketEcho codec = new JavaWebSocketEcho();
  private byte[] frame = {};

  /** The payload must be seen. */
  @Setup
  public void make() throws InvalidDataException {
    byte[] payload = Octets.counting(bytes);
    frame = WsOctets.binary(payload);
    ByteBuffer seen = javaWebSocket().get(0).getPayloadData();
    byte[] message = new byte[seen.remaining()];
    seen.get(message);
    Octets.checkSame("the message", payload, message);
  }

  /** The parser. */
  @Benchmark
  public List<Framedata> javaWebSocket() throws InvalidDataException {
    return codec.messages(frame);
  }
}
