/** The transports on Netty, and the hook for handlers of your own in its pipeline. */
@NullMarked
package dev.mg.netty;

import org.jspecify.annotations.NullMarked;
