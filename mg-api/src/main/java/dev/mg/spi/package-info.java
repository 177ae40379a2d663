/**
 * What transports and the core compile against. User code never needs this package.
 *
 * <p>A transport moves bytes and takes notes; the one event loop, the life cycle of connections and
 * every rule a user can see live above it, in the core, once.
 */
@NullMarked
package dev.mg.spi;

import org.jspecify.annotations.NullMarked;
