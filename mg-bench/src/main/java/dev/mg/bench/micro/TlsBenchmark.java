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

/** Records of TLS 1.3 by each engine: by themselves, and through the loop without the kernel. */
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

  /** Shakes hands. */
  @Setup
  public void open() throws GeneralSecurityException, IOException {
    engines = new EnginePair(engine, bytes);
    loop =
        new EchoLoop(
            new MgOptions().transport("memory").extension(MemoryNetwork.class, new MemoryNetwork()),
            bytes,
            TestCertificates.server().engine(engine),
            TestCertificates.client().engine(engine));
  }

  /** The engine alone: one record made. */
  @Benchmark
  public int wrap() throws SSLException {
    return requireNonNull(engines).wrap();
  }

  /** Two engines: one record made and taken apart. */
  @Benchmark
  public int wrapAndUnwrap() throws SSLException {
    return requireNonNull(engines).wrapAndUnwrap();
  }

  /** Two connections of one manager: a message there and back, so two of each. */
  @Benchmark
  public void roundTrip() {
    requireNonNull(loop).roundTrip();
  }

  /** Closes all. */
  @TearDown
  public void close() {
    requireNonNull(engines).close();
    requireNonNull(loop).close();
  }
}
