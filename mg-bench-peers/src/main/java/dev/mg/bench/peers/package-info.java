/**
 * Other servers with the routes of the target server: {@code GET /plaintext} and {@code POST
 * /echo}; or, for WebSocket, {@code /ws} and {@code /topic}, without compression and with room for
 * messages of 16 MiB. Each is as small as its documentation's first example and set up as that
 * recommends for one core: one event loop, as few threads as it takes, no logging. All that speak
 * HTTP send a Date.
 */
@NullMarked
package dev.mg.bench.peers;

import org.jspecify.annotations.NullMarked;
