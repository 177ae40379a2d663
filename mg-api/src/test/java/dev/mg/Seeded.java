package dev.mg;

import java.util.Random;
import java.util.function.Consumer;

/** Runs a property many times, each with a seed of its own that a failure names. */
final class Seeded {
  private Seeded() {}

  /** So many runs, twenty times as many with -Ddev.mg.full=true, one with -Ddev.mg.seed=N. */
  static void runs(int quick, Consumer<Random> property) {
    Long given = Long.getLong("dev.mg.seed");
    long first = given != null ? given : System.nanoTime();
    int n = given != null ? 1 : Boolean.getBoolean("dev.mg.full") ? 20 * quick : quick;
    for (long seed = first; seed < first + n; seed++) {
      try {
        property.accept(new Random(seed * 0x9E3779B97F4A7C15L));
      } catch (RuntimeException | Error e) {
        throw new AssertionError("again with -Ddev.mg.seed=" + seed + ": " + e.getMessage(), e);
      }
    }
  }

  /** One of them. */
  @SafeVarargs
  static <T> T oneOf(Random random, T... them) {
    return them[random.nextInt(them.length)];
  }

  /** An int whose length in bits is random, so that small ones and edges are common. */
  static int anyInt(Random random) {
    return (int) anyLong(random);
  }

  /** A long whose length in bits is random, so that small ones and edges are common. */
  static long anyLong(Random random) {
    long v = random.nextLong() >>> random.nextInt(64);
    return switch (random.nextInt(4)) {
      case 0 -> -v;
      case 1 -> Long.highestOneBit(v) - 1;
      default -> v;
    };
  }

  /** A double: any bits, decimals people write, ties, and neighbours of powers of ten. */
  static double anyDouble(Random random) {
    double d =
        switch (random.nextInt(6)) {
          case 0 -> Double.longBitsToDouble(random.nextLong());
          case 1 -> random.nextInt(100_000) / 1000.0;
          case 2 -> random.nextInt(1 << 20) / (double) (1 << random.nextInt(12));
          case 3 -> Double.parseDouble("1e" + (random.nextInt(44) - 20));
          case 4 -> Math.nextDown(Double.parseDouble("1e" + (random.nextInt(44) - 20)));
          default -> random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
        };
    return random.nextInt(4) == 0 ? -d : d;
  }

  /** Bytes of a random length below {@code most}. */
  static byte[] bytes(Random random, int most) {
    byte[] b = new byte[random.nextInt(most)];
    random.nextBytes(b);
    return b;
  }
}
