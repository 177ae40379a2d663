package dev.mg.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgNetException;
import dev.mg.MgOptions;
import dev.mg.testkit.RecordingEvents;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What the provider says where parts of Netty are missing: one sentence, and no exception. */
class EpollAvailabilityTest {
  private static String without(String... artifacts) throws Exception {
    return reason(EpollTransportProvider.class, artifacts);
  }

  /** Asks the provider in a class loader of its own, without the jars of {@code artifacts}. */
  static String reason(Class<?> kind, String... artifacts) throws Exception {
    try (URLClassLoader loader = loader(artifacts)) {
      Object provider = loader.loadClass(kind.getName()).getConstructor().newInstance();
      assertThat(provider.getClass()).isNotSameAs(kind);
      return (String) provider.getClass().getMethod("unavailableBecause").invoke(provider);
    }
  }

  private static URLClassLoader loader(String... artifacts) throws IOException {
    List<URL> path = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      String name = new File(entry).getName();
      if (List.of(artifacts).stream().noneMatch(name::startsWith)) {
        path.add(new File(entry).toURI().toURL());
      }
    }
    return new URLClassLoader(path.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void withoutTheNativeLibrary_namesTheArtifact() throws Exception {
    assertThat(without("netty-transport-native-epoll"))
        .startsWith("the native library netty-transport-native-epoll:linux-")
        .contains(" is neither on the class path nor a resolved module");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void withoutNettysEpollClasses_namesTheJar() throws Exception {
    assertThat(without("netty-transport-classes-epoll", "netty-transport-native-epoll"))
        .isEqualTo(
            "netty-transport-classes-epoll is neither on the class path nor a resolved module");
    assertThat(without("netty-transport-native-unix-common", "netty-transport-native-epoll"))
        .startsWith("netty-transport-native-unix-common is not there");
  }

  @Test
  void withoutNetty_bothProvidersLoadAndSaySo() throws Exception {
    assertThat(without("netty-")).isNotNull();
    assertThat(reason(NettyTransportProvider.class, "netty-"))
        .isEqualTo("netty-transport 4.2 is not on the class path with all it needs");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void onAnotherSystem_saysWhichOneItIs() {
    String linux = System.setProperty("os.name", "Mac OS X");
    try {
      assertThat(new EpollTransportProvider().unavailableBecause())
          .isEqualTo("epoll is Linux's, and this is Mac OS X");
      assertThatThrownBy(
              () -> new EpollTransportProvider().open(new MgOptions(), new RecordingEvents()))
          .isInstanceOfSatisfying(
              MgNetException.class,
              e -> assertThat(e.kind()).isEqualTo(MgNetException.Kind.UNSUPPORTED))
          .hasMessage("epoll is Linux's, and this is Mac OS X");
    } finally {
      System.setProperty("os.name", linux);
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void withAllOfIt_isAvailable() {
    // Not in another loader: unloading a second copy of the library breaks the first.
    assertThat(new EpollTransportProvider().unavailableBecause()).isNull();
  }
}
