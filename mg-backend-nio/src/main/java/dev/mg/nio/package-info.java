/**
 * The transport on java.nio: one {@link java.nio.channels.Selector}, system calls made directly on
 * the sockets, no buffers but one scratch buffer a transport.
 */
@NullMarked
package dev.mg.nio;

import org.jspecify.annotations.NullMarked;
