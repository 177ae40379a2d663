package dev.mg.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** nginx in one process, without logs and without tickets. */
record NginxContender(Identity identity) implements Contender {
  static final String NAME = "nginx (floor)";

  private static final String CONFIGURATION =
      """
      daemon off;
      master_process off;
      pid nginx.pid;
      error_log stderr;
      events { worker_connections 16384; }
      http {
        access_log off;
        client_body_temp_path body;
        proxy_temp_path proxy;
        fastcgi_temp_path fastcgi;
        uwsgi_temp_path uwsgi;
        scgi_temp_path scgi;
        keepalive_requests 1000000000;
        ssl_session_tickets off;
        ssl_session_cache none;
        server {
          listen 127.0.0.1:%d ssl backlog=1024;
          ssl_protocols TLSv1.3;
          ssl_certificate %s;
          ssl_certificate_key %s;
          location = /plaintext {
            default_type text/plain;
            return 200 "Hello, World!";
          }
        }
      }
      """;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public @Nullable String unavailableBecause() {
    return Tools.find("nginx") == null ? "there is no nginx on the PATH" : null;
  }

  @Override
  public @Nullable String cannot(Workload load) {
    return load.bodyBytes() > 0 ? "it does not send a body back by itself" : null;
  }

  /** Its version, for the report. */
  static String version() {
    return Tools.firstLine("none", "nginx", "-v");
  }

  @Override
  public List<String> command(Path work) {
    Path folder = work.resolve("nginx").toAbsolutePath();
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = free.getLocalPort();
      Files.createDirectories(folder);
      Path file = folder.resolve("nginx.conf");
      Files.writeString(file, CONFIGURATION.formatted(port, identity.cert(), identity.key()));
      // It does not say when it listens, so this says that it is about to.
      return List.of(
          "sh",
          "-c",
          "echo listening on https://127.0.0.1:" + port + "; exec nginx -p \"$1\" -c \"$2\"",
          "sh",
          folder.toString(),
          file.toString());
    } catch (IOException e) {
      throw new BenchException("nginx cannot be set up: " + e.getMessage(), e);
    }
  }
}
