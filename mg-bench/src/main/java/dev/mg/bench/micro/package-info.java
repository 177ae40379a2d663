/**
 * JMH benchmarks of single steps: what one event, one append, one head, one reply, one round trip
 * costs in time and in bytes allocated. Public because JMH generates code beside them.
 */
@NullMarked
package dev.mg.bench.micro;

import org.jspecify.annotations.NullMarked;
