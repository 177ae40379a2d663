package dev.mg.core;

import dev.mg.MgAddr;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names of /etc/hosts, read again when the file has changed. */
final class HostsFile {
  private final Path path;
  private Map<String, List<InetAddress>> names = Map.of();
  private @Nullable FileTime read;

  HostsFile(Path path) {
    this.path = path;
  }

  /** The addresses of {@code name}, none if the file does not have it or is not there. */
  List<InetAddress> get(String name) {
    try {
      FileTime changed = Files.getLastModifiedTime(path);
      if (!changed.equals(read)) {
        names = parse(Files.readAllLines(path, StandardCharsets.ISO_8859_1));
        read = changed;
      }
    } catch (IOException e) {
      names = Map.of();
      read = null;
    }
    return names.getOrDefault(DnsMessage.bare(name), List.of());
  }

  private static Map<String, List<InetAddress>> parse(List<String> lines) {
    Map<String, List<InetAddress>> out = new HashMap<>();
    for (String line : lines) {
      int hash = line.indexOf('#');
      String[] words = (hash < 0 ? line : line.substring(0, hash)).strip().split("\\s+");
      MgAddr ip = MgAddr.parse(words[0], 0);
      for (int i = 1; ip != null && i < words.length; i++) {
        out.computeIfAbsent(DnsMessage.bare(words[i]), name -> new ArrayList<>())
            .add(((InetSocketAddress) ip.toSocketAddress()).getAddress());
      }
    }
    return out;
  }
}
