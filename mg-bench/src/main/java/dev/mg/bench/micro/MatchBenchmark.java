package dev.mg.bench.micro;

import dev.mg.MgStr;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Routes: our patterns, and regular expressions of the same meaning, compiled beforehand. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MatchBenchmark {
  private static final String ONE = "/api/users/*";
  private static final String TWO = "/api/users/*/posts/*";

  private final MgStr shortUri = MgStr.of("/api/users/1234567");
  private final MgStr longUri = MgStr.of("/api/users/1234567/posts/the-loop-and-its-handler");
  private final MgStr first = new MgStr(new byte[0], 0, 0);
  private final MgStr second = new MgStr(new byte[0], 0, 0);
  private final String shortText = shortUri.toString();
  private final String longText = longUri.toString();
  private final Pattern one = Pattern.compile("/api/users/([^/]*)");
  private final Pattern two = Pattern.compile("/api/users/([^/]*)/posts/([^/]*)");

  /** Both must find the same, in the same places. */
  @Setup
  public void check() {
    Matcher found = two.matcher(longText);
    Octets.checkSame("a match of one", mgOne(), regexOne());
    Octets.checkSame("a match of two", mgTwo(), found.matches());
    Octets.checkSame("the first part", first.toString(), found.group(1));
    Octets.checkSame("the second part", second.toString(), found.group(2));
    Octets.checkSame("no match", mgNone(), regexNone());
  }

  /** Ours, one wildcard. */
  @Benchmark
  public boolean mgOne() {
    return shortUri.match(ONE, first);
  }

  /** A regular expression with one group, on a String that is there already. */
  @Benchmark
  public boolean regexOne() {
    return one.matcher(shortText).matches();
  }

  /** Ours, two wildcards. */
  @Benchmark
  public boolean mgTwo() {
    return longUri.match(TWO, first, second);
  }

  /** A regular expression with two groups, on a String that is there already. */
  @Benchmark
  public boolean regexTwo() {
    return two.matcher(longText).matches();
  }

  /** Ours, where another route would match. */
  @Benchmark
  public boolean mgNone() {
    return longUri.match(ONE, first);
  }

  /** A regular expression, where another would match. */
  @Benchmark
  public boolean regexNone() {
    return one.matcher(longText).matches();
  }
}
