/** WebSocket: upgrade, connect, frames and messages. */
@NullMarked
package dev.mg.ws;

import org.jspecify.annotations.NullMarked;
