package dev.mg.bench;

import io.netty.util.Version;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a benchmark ran on: the lines above every report. */
final class Environment {
  private Environment() {}

  /** Machine, JDK, versions, commit and load, in the order of the report. */
  static Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    facts.put("machine", machine());
    facts.put("load average at the start", first(Path.of("/proc/loadavg")));
    facts.put(
        "JDK",
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
    facts.put("mg", version() + ", commit " + commit());
    facts.put("Netty", netty());
    return facts;
  }

  private static String machine() {
    String system = System.getProperty("os.name") + " " + System.getProperty("os.version");
    try {
      String cpus = Files.readString(Path.of("/proc/cpuinfo"));
      long cores = cpus.lines().filter(line -> line.startsWith("processor")).count();
      long bytes = ProcText.bytes(Files.readString(Path.of("/proc/meminfo")), "MemTotal");
      return ProcText.field(cpus, "model name")
          + ", "
          + cores
          + " cores, "
          + Math.round(bytes / 1e9)
          + " GB, "
          + system;
    } catch (IOException | IllegalArgumentException e) {
      return System.getProperty("os.arch")
          + ", "
          + Runtime.getRuntime().availableProcessors()
          + " cores, "
          + system;
    }
  }

  private static String first(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "not packaged" : version;
  }

  private static String netty() {
    Version version = Version.identify().get("netty-common");
    return version == null ? "unknown" : version.artifactVersion();
  }

  /** Of the work tree this code was built in, or "unknown". */
  private static String commit() {
    if (Tools.find("git") == null) {
      return "unknown";
    }
    try {
      Path code = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      String folder = String.valueOf(Files.isDirectory(code) ? code : code.getParent());
      Tools.Said head = Tools.run(List.of("git", "-C", folder, "rev-parse", "--short", "HEAD"));
      if (head.status() != 0) {
        return "unknown";
      }
      Tools.Said changes = Tools.run(List.of("git", "-C", folder, "status", "--porcelain", "-uno"));
      return head.text() + (changes.text().isEmpty() ? "" : " with changes");
    } catch (URISyntaxException e) {
      return "unknown";
    }
  }
}
