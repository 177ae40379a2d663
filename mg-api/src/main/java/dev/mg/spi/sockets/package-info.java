/**
 * What the transports on java.nio's sockets have in common, whoever waits for those sockets: a
 * selector, or Netty's loop. Exported to the transports of this project alone and no promise to
 * anybody else; a transport of your own implements {@link dev.mg.spi}.
 *
 * <p>{@link dev.mg.spi.sockets.SocketTransport} has all but the waiting. {@link
 * dev.mg.spi.sockets.PollGuard}, {@link dev.mg.spi.sockets.Reports}, {@link
 * dev.mg.spi.sockets.Datagrams} and {@link dev.mg.spi.sockets.BoundFile} also serve transports with
 * sockets of another kind.
 */
@NullMarked
package dev.mg.spi.sockets;

import org.jspecify.annotations.NullMarked;
