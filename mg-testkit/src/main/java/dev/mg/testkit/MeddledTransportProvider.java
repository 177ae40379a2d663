package dev.mg.testkit;

import dev.mg.MgOptions;
import dev.mg.spi.MgChannel;
import dev.mg.spi.MgDatagram;
import dev.mg.spi.MgTransport;
import dev.mg.spi.MgTransportEvents;
import dev.mg.spi.MgTransportProvider;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The transport "meddled": another one, and a test that steps in where the kernel would not fail or
 * delay at its bidding. No service file names it: it is there {@link #during} a call alone.
 */
public final class MeddledTransportProvider implements MgTransportProvider {
  static final String NAME = "meddled";

  /** What a test does to a transport; an extension of the manager's options. */
  interface Meddler {
    /** The name of the transport that does the work. */
    String transport();

    /** A listener was made, and nobody has it yet. */
    default void listening(MgChannel listener) throws Exception {}

    /** What the core gets for a datagram socket. */
    default MgDatagram datagram(MgDatagram real) {
      return real;
    }
  }

  /** Something done while the transport can be found. */
  interface Call<T> {
    T run() throws IOException;
  }

  /** For the service loader. */
  public MeddledTransportProvider() {}

  /**
   * Runs {@code call} with the transport to be found.
   *
   * @param dir where the service file is written
   */
  static <T> T during(Path dir, Call<T> call) throws IOException {
    Path file = dir.resolve("meddled-service");
    Files.writeString(file, MeddledTransportProvider.class.getName());
    URL url = file.toUri().toURL();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(
        new ClassLoader(MeddledTransportProvider.class.getClassLoader()) {
          @Override
          protected Enumeration<URL> findResources(String name) {
            return Collections.enumeration(
                name.equals("META-INF/services/" + MgTransportProvider.class.getName())
                    ? List.of(url)
                    : List.of());
          }
        });
    try {
      return call.run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int priority() {
    return -2;
  }

  @Override
  public @Nullable String unavailableBecause() {
    return null;
  }

  @Override
  public MgTransport open(MgOptions options, MgTransportEvents events) throws IOException {
    Meddler meddler = options.extension(Meddler.class);
    if (meddler == null) {
      throw new IOException("a Meddler as an extension is what this transport is for");
    }
    for (MgTransportProvider p : ServiceLoader.load(MgTransportProvider.class)) {
      if (p.name().equals(meddler.transport())) {
        return meddled(p.open(options, events), meddler);
      }
    }
    throw new IOException("no transport is named " + meddler.transport());
  }

  private static MgTransport meddled(MgTransport real, Meddler meddler) {
    return (MgTransport)
        Proxy.newProxyInstance(
            MgTransport.class.getClassLoader(),
            new Class<?>[] {MgTransport.class},
            (proxy, method, args) -> {
              try {
                Object made = method.invoke(real, args);
                if (method.getName().equals("listen")) {
                  meddler.listening((MgChannel) made);
                }
                return made instanceof MgDatagram socket ? meddler.datagram(socket) : made;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
