package dev.mg.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The C server of {@code floor.c}, compiled when there is no binary of this very source yet. */
final class FloorContender implements Contender {
  static final String NAME = "C epoll (floor)";

  private static final String SOURCE = "floor.c";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public @Nullable String unavailableBecause() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return "it needs epoll, which " + System.getProperty("os.name") + " does not have";
    }
    return Tools.find("cc") == null ? "there is no C compiler, cc, on the PATH" : null;
  }

  @Override
  public List<String> command(Path work) {
    return List.of(binary(work).toString(), "0");
  }

  /** The program, named after the hash of its source. */
  static Path binary(Path work) {
    try (InputStream from = FloorContender.class.getResourceAsStream(SOURCE)) {
      if (from == null) {
        throw new BenchException(SOURCE + " is missing from the jar");
      }
      byte[] source = from.readAllBytes();
      String hash =
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(source), 0, 6);
      Path binary = work.resolve("floor-" + hash);
      if (!Files.isExecutable(binary)) {
        compile(source, binary);
      }
      return binary.toAbsolutePath();
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new BenchException("the C floor cannot be built: " + e.getMessage(), e);
    }
  }

  private static void compile(byte[] source, Path binary) throws IOException {
    Files.createDirectories(binary.toAbsolutePath().getParent());
    Path c = binary.resolveSibling(SOURCE);
    Files.write(c, source);
    // Under its final name only when whole: another run may be looking for it.
    Path fresh = binary.resolveSibling(binary.getFileName() + "." + ProcessHandle.current().pid());
    Tools.Said said =
        Tools.run(List.of("cc", "-O2", "-Wall", "-o", fresh.toString(), c.toString()));
    if (said.status() != 0) {
      throw new BenchException("cc cannot compile " + c + ": " + said.text().lines().findFirst());
    }
    Files.move(fresh, binary, StandardCopyOption.ATOMIC_MOVE);
  }
}
