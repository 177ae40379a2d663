package dev.mg.spi.sockets;

import dev.mg.MgNetException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a socket that has failed or is closed: the JDK's channel does not tell its
 * addresses any more. An idle connection holds none.
 *
 * @param failure null unless it has failed
 */
record SocketEnd(
    @Nullable MgNetException failure,
    @Nullable SocketAddress local,
    @Nullable SocketAddress remote) {}
