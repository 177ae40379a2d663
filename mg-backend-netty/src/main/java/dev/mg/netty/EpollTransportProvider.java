package dev.mg.netty;

import dev.mg.MgNetException;
import dev.mg.MgOptions;
import dev.mg.spi.MgTransport;
import dev.mg.spi.MgTransportEvents;
import dev.mg.spi.MgTransportProvider;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * {@code netty-epoll}: Netty's epoll handler and sockets without channels and pipelines, for speed
 * on Linux. TCP and unix-domain sockets; no {@link MgNettyPipeline}, which {@code netty} has.
 *
 * <p>It needs netty-transport-classes-epoll and the native library of the platform, and is made for
 * the one Netty version that this module depends on: the sockets are not a stable API of Netty's.
 */
public final class EpollTransportProvider implements MgTransportProvider {
  static final String NAME = "netty-epoll";

  /** For {@link java.util.ServiceLoader}. */
  public EpollTransportProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int priority() {
    return 60;
  }

  @Override
  public @Nullable String unavailableBecause() {
    String os = System.getProperty("os.name", "this system");
    if (!os.equals("Linux")) {
      return "epoll is Linux's, and this is " + os;
    }
    try {
      return EpollNatives.unavailableBecause();
    } catch (LinkageError e) {
      return "netty-transport-classes-epoll is neither on the class path nor a resolved module";
    }
  }

  @Override
  public MgTransport open(MgOptions options, MgTransportEvents events) throws IOException {
    String reason = unavailableBecause();
    if (reason != null) {
      throw new MgNetException(MgNetException.Kind.UNSUPPORTED, reason, null);
    }
    return EpollNatives.open(options, events);
  }
}
