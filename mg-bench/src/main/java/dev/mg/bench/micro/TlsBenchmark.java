package dev.mg.bench.micro;

import static java.util.Objects.requireNonNull;

import dev.mg.MgOptions;
import dev.mg.testkit.MemoryNetwork;
import dev.mg.testkit.TestCertificates;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
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

/**
 * Records of TLS 1.3 by each engine: by themselves, and through the loop without the kernel, with
 * Netty's handler beside that.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TlsBenchmark {
  /** Of both ends. */
  @Param({"jdk", "openssl"})
  public String engine = "";

  /** Of a message; 16 KiB fill a record. */
  @Param({"1024", "16384"})
  public int bytes;

  private @Nullable EnginePair engines;
  private @Nullable EchoLoop loop;
  private @Nullable NettyTls netty;

  /** Shakes hands, which must come to the same cipher. */
  @Setup
  public void open() throws GeneralSecurityException, IOException {
    engines = new EnginePair(engine, bytes);
    NettyTls theirs = new NettyTls(engine, new byte[bytes]);
    netty = theirs;
    EchoLoop ours =
        new EchoLoop(
            new MgOptions().transport("memory").extension(MemoryNetwork.class, new MemoryNetwork()),
            new byte[bytes],
            TestCertificates.server().engine(engine),
            TestCertificates.client().engine(engine));
    loop = ours;
    Octets.checkSame("the cipher", ours.cipherSuite(), theirs.cipherSuite());
    Octets.checkSame("the echo's length", ours.roundTrip(), theirs.roundTrip());
  }

  /** The engine alone: one record made. */
  @Benchmark
  public int engineWrap() throws SSLException {
    return requireNonNull(engines).wrap();
  }

  /** Two engines: one record made and taken apart. */
  @Benchmark
  public int engineWrapAndUnwrap() throws SSLException {
    return requireNonNull(engines).wrapAndUnwrap();
  }

  /** Two connections of one manager: a message there and back, so two of each. */
  @Benchmark
  public int mgRoundTrip() {
    return requireNonNull(loop).roundTrip();
  }

  /** The same through Netty's handlers. */
  @Benchmark
  public int nettyRoundTrip() {
    return requireNonNull(netty).roundTrip();
  }

  /** Closes all. */
  @TearDown
  public void close() {
    requireNonNull(engines).close();
    requireNonNull(loop).close();
    requireNonNull(netty).close();
  }
}
