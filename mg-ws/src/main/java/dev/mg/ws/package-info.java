/**
 * WebSocket: upgrade, connect, frames and messages ({@link dev.mg.ws.MgWs}); messages of one to
 * many by topic ({@link dev.mg.ws.MgTopics}), which a {@link dev.mg.ws.MgBackplane} can carry to
 * other machines.
 */
@NullMarked
package dev.mg.ws;

import org.jspecify.annotations.NullMarked;
