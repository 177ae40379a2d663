package dev.mg.netty;

import dev.mg.MgNetException;
import dev.mg.MgOptions;
import dev.mg.spi.MgTransport;
import dev.mg.spi.MgTransportEvents;
import io.netty.channel.epoll.Epoll;
import org.jspecify.annotations.Nullable;

/** What touches Netty's epoll classes first, apart so that the provider loads without them. */
final class EpollNatives {
  private EpollNatives() {}

  /**
   * Null if the native library is there and works.
   *
   * @throws LinkageError if Netty's classes are not there
   */
  static @Nullable String unavailableBecause() {
    Throwable cause = Epoll.unavailabilityCause();
    if (cause == null) {
      return null;
    }
    // A failed static initialiser wraps what happened, the first time only.
    while (cause instanceof ExceptionInInitializerError && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof UnsatisfiedLinkError) {
      return "the native library netty-transport-native-epoll:linux-"
          + arch()
          + " is neither on the class path nor a resolved module, or does not load here";
    }
    return cause instanceof NoClassDefFoundError
        ? "netty-transport-native-unix-common is not there: no class " + cause.getMessage()
        : "Netty's epoll does not work here: " + cause.getMessage();
  }

  /** The processor as the classifiers of Netty's jars have it. */
  private static String arch() {
    String arch = System.getProperty("os.arch", "unknown");
    return switch (arch) {
      case "amd64" -> "x86_64";
      case "aarch64" -> "aarch_64";
      default -> arch;
    };
  }

  static MgTransport open(MgOptions options, MgTransportEvents events) throws MgNetException {
    if (options.extension(MgNettyPipeline.class) != null) {
      throw new MgNetException(
          MgNetException.Kind.UNSUPPORTED,
          "netty-epoll has no pipelines for an MgNettyPipeline: choose the transport netty",
          null);
    }
    return new EpollTransport(options, events);
  }
}
