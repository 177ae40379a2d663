package dev.mg.testkit;

import static dev.mg.spi.MgChannel.READ;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mg.MgNetException;
import dev.mg.MgNetException.Kind;
import dev.mg.MgOptions;
import dev.mg.spi.MgChannel;
import dev.mg.spi.MgStream;
import dev.mg.spi.MgTransportProvider;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The program that {@link DescriptorPromises} runs in a JVM with a low limit of open files: uses
 * all of them up, and looks at what the transport makes of it.
 */
final class DescriptorLimit {
  static final String DONE = "survived";
  private static final int WAITING = 5;

  private DescriptorLimit() {}

  public static void main(String[] args) throws Exception {
    MgTransportProvider provider =
        (MgTransportProvider) Class.forName(args[0]).getConstructor().newInstance();
    loadClassesFromDirectories();
    try (TransportRig rig = new TransportRig(provider, new MgOptions(), new SocketPeers())) {
      // Once with descriptors, for what is loaded or opened at first use.
      rig.assertEcho(rig.accepted());
      rig.assertEcho(rig.connected());
      rig.events.expectFailed(rig.connect(rig.peers.refusing()), Kind.REFUSED);
      MgChannel listener = rig.listenPaused();
      for (int i = 0; i < WAITING; i++) {
        rig.peers.connect(listener.local());
      }
      List<FileInputStream> fill = new ArrayList<>();
      useUp(fill);

      rig.events.interest(listener, READ);
      MgNetException why = rig.events.expectAcceptFailed(listener);
      assertEquals(Kind.TOO_MANY_FILES, why.kind(), why.getMessage());
      Timing.assertMedianAtLeast("poll(5) without descriptors", 4_000_000, () -> timed(rig));
      MgStream stream = rig.connect(listener.local());
      rig.events.expectFailed(stream, Kind.TOO_MANY_FILES);
      rig.events.close(stream, false);
      // Asked again, it fails again, once.
      rig.events.interest(listener, READ);
      rig.events.expectAcceptFailed(listener);

      for (FileInputStream in : fill) {
        in.close();
      }
      rig.events.expectSilence(20);
      rig.events.interest(listener, READ);
      for (int i = 0; i < WAITING; i++) {
        rig.events.expectAccepted(listener);
      }
      rig.assertEcho(rig.connected());
    }
    System.out.println(DONE);
  }

  private static long timed(TransportRig rig) {
    long from = System.nanoTime();
    rig.events.poll(5);
    return System.nanoTime() - from;
  }

  private static void useUp(List<FileInputStream> fill) {
    try {
      for (; ; ) {
        fill.add(new FileInputStream("/dev/null"));
      }
    } catch (IOException e) {
      // That was the last one.
    }
  }

  /** A class in a directory needs a descriptor when it is first used; one in a jar does not. */
  private static void loadClassesFromDirectories() throws IOException {
    for (String entry :
        System.getProperty("java.class.path").split(System.getProperty("path.separator"))) {
      Path root = Path.of(entry);
      if (Files.isDirectory(root)) {
        try (Stream<Path> files = Files.walk(root)) {
          files
              .map(file -> root.relativize(file).toString())
              .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
              .forEach(DescriptorLimit::load);
        }
      }
    }
  }

  private static void load(String file) {
    String name = file.substring(0, file.length() - ".class".length());
    try {
      Class.forName(name.replace('/', '.'), false, DescriptorLimit.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      // Something optional that is not here; whoever needs it will say so.
    }
  }
}
