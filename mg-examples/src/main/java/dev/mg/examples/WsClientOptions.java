package dev.mg.examples;

import dev.mg.MgOptions;
import dev.mg.examples.cli.Args;
import dev.mg.examples.cli.ClientTls;
import dev.mg.examples.cli.CommandLine;

/** What the examples that are WebSocket clients have in common: their options. */
final class WsClientOptions {
  private static final int MESSAGE_BYTES = 16 << 20;
  private static final int RECV_ROOM_BYTES = 1 << 20;
  private static final int CONNECT_MS = 4_000;
  private static final int LEVEL = 6;

  private WsClientOptions() {}

  static CommandLine declare(CommandLine to) {
    return ClientTls.declare(to)
        .flag("deflate", "offer permessage-deflate")
        .value(
            "transport", "NAME", "", "nio, netty or netty-epoll; the best there is if not given");
  }

  static MgOptions of(Args args) {
    MgOptions options =
        new MgOptions()
            .connectTimeoutMs(CONNECT_MS)
            .httpResponseTimeoutMs(CONNECT_MS)
            .wsMaxMessageBytes(MESSAGE_BYTES)
            .maxRecvBytes(MESSAGE_BYTES + RECV_ROOM_BYTES)
            .wsDeflateLevel(args.has("deflate") ? LEVEL : 0);
    return args.text("transport").isEmpty() ? options : options.transport(args.text("transport"));
  }
}
