package dev.mg.ws;

import org.jspecify.annotations.Nullable;

/**
 * What the frames of a peer have to keep to: limits, and what the handshake has settled. Immutable;
 * connections alike share one.
 */
final class FrameRules {
  /** Whether the peer has to mask, which clients do and servers must not. */
  final boolean masked;

  /** What all payloads of a message together may have, after inflation; not for those streamed. */
  final int maxMessageBytes;

  /** What one frame may announce. */
  final long maxFrameBytes;

  /** Frames of one message. */
  final int maxFragments;

  /** Where messages are inflated; null if permessage-deflate was not agreed on. */
  final @Nullable DeflatePool deflate;

  /** Whether the peer's compressed messages may refer to those before them. */
  final boolean keepsWindow;

  FrameRules(
      boolean masked,
      int maxMessageBytes,
      long maxFrameBytes,
      int maxFragments,
      @Nullable DeflatePool deflate,
      boolean keepsWindow) {
    this.masked = masked;
    this.maxMessageBytes = maxMessageBytes;
    this.maxFrameBytes = maxFrameBytes;
    this.maxFragments = maxFragments;
    this.deflate = deflate;
    this.keepsWindow = keepsWindow;
  }
}
