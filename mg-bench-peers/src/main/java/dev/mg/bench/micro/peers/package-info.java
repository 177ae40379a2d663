/** JMH benchmarks of peers, each named as the one of ours whose table it stands in. */
@NullMarked
package dev.mg.bench.micro.peers;

import org.jspecify.annotations.NullMarked;
