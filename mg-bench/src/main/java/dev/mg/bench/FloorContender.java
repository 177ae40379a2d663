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

/**
 * A C server, compiled when there is no binary of this very source yet.
 *
 * @param source its file; what it includes stands beside it
 */
record FloorContender(String source) implements Contender {
  static final String NAME = "C epoll (floor)";

  /** For HTTP. */
  static final FloorContender HTTP = new FloorContender("floor.c");

  /** For WebSocket. */
  static final FloorContender WS = new FloorContender("ws-floor.c");

  private static final String SHARED = "floor.h";

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
  Path binary(Path work) {
    try {
      byte[] code = resource(source);
      byte[] shared = resource(SHARED);
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(code);
      String hash = HexFormat.of().formatHex(digest.digest(shared), 0, 6);
      Path binary = work.resolve(source.replace(".c", "-") + hash);
      if (!Files.isExecutable(binary)) {
        compile(code, shared, binary);
      }
      return binary.toAbsolutePath();
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new BenchException("the C floor cannot be built: " + e.getMessage(), e);
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream from = FloorContender.class.getResourceAsStream(name)) {
      if (from == null) {
        throw new BenchException(name + " is missing from the jar");
      }
      return from.readAllBytes();
    }
  }

  private void compile(byte[] code, byte[] shared, Path binary) throws IOException {
    Files.createDirectories(binary.toAbsolutePath().getParent());
    Path c = binary.resolveSibling(source);
    Files.write(c, code);
    Files.write(binary.resolveSibling(SHARED), shared);
    // Under its final name only when whole: another run may be looking for it.
    Path fresh = binary.resolveSibling(binary.getFileName() + "." + ProcessHandle.current().pid());
    Tools.Said said =
        Tools.run(List.of("cc", "-O3", "-Wall", "-o", fresh.toString(), c.toString()));
    if (said.status() != 0) {
      throw new BenchException("cc cannot compile " + c + ": " + said.text().lines().findFirst());
    }
    Files.move(fresh, binary, StandardCopyOption.ATOMIC_MOVE);
  }
}
