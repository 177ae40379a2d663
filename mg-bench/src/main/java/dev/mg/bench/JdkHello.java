package dev.mg.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The least server there is in the JDK: what {@code bench start} is compared with. */
record JdkHello() implements Contender {
  static final String COMMAND = "jdk-hello";
  static final String NAME = "JDK HttpServer";

  private static final byte[] HELLO = "Hello, World!".getBytes(StandardCharsets.US_ASCII);

  static void run(PrintStream out) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/plaintext",
          exchange -> {
            exchange.sendResponseHeaders(200, HELLO.length);
            exchange.getResponseBody().write(HELLO);
            exchange.close();
          });
      server.start();
      out.println("listening on http://127.0.0.1:" + server.getAddress().getPort());
      Runnable stop = () -> server.stop(0);
      new Control(out, stop).run();
    } catch (IOException e) {
      throw new BenchException("the JDK's server does not start: " + e.getMessage(), e);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public @Nullable String unavailableBecause() {
    return null;
  }

  @Override
  public List<String> command(Path work) {
    return MgContender.java(List.of(COMMAND));
  }
}
