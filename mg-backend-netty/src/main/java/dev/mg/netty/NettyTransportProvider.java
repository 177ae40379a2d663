package dev.mg.netty;

import dev.mg.MgOptions;
import dev.mg.spi.MgTransport;
import dev.mg.spi.MgTransportEvents;
import dev.mg.spi.MgTransportProvider;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * {@code netty}: Netty's event loop on java.nio. It runs wherever Java does. With {@link
 * MgNettyPipeline} each connection is a channel of Netty's, whose pipeline takes handlers of the
 * user's; without, where nobody would meet it, there is none.
 */
public final class NettyTransportProvider implements MgTransportProvider {
  static final String NAME = "netty";

  /** For {@link java.util.ServiceLoader}. */
  public NettyTransportProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int priority() {
    return 50;
  }

  @Override
  public @Nullable String unavailableBecause() {
    try {
      Class.forName("io.netty.channel.ManualIoEventLoop");
      return null;
    } catch (ClassNotFoundException | LinkageError e) {
      return "netty-transport 4.2 is not on the class path with all it needs";
    }
  }

  @Override
  public MgTransport open(MgOptions options, MgTransportEvents events) throws IOException {
    return new NettyTransport(options, events);
  }
}
