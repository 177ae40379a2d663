/**
 * The target server for outside measurements, and the benchmarks: servers side by side under load,
 * idle connections, and JMH.
 *
 * <p>{@link dev.mg.bench.Main} is the command line. A kind of benchmark is one class that plans
 * rounds, measures and fills a {@link dev.mg.bench.Report}; servers to compare are {@link
 * dev.mg.bench.Contender}s.
 */
@NullMarked
package dev.mg.bench;

import org.jspecify.annotations.NullMarked;
