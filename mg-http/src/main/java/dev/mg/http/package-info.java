/** HTTP/1.1: a protocol handler for servers and clients, and helpers. */
@NullMarked
package dev.mg.http;

import org.jspecify.annotations.NullMarked;
