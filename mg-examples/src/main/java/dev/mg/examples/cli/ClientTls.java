package dev.mg.examples.cli;

import dev.mg.MgTlsOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The options {@code --ca} and {@code --insecure} of programs that connect. */
public final class ClientTls {
  private ClientTls() {}

  /** Adds them to a command line. */
  public static CommandLine declare(CommandLine to) {
    return to.value("ca", "FILE", "", "trust the certificates in this PEM file, not the system's")
        .flag("insecure", "do not verify the server's certificate: whoever answers is believed");
  }

  /** What was given; null = nothing, which is the system's trust. */
  public static @Nullable MgTlsOptions of(Args args) {
    if (!args.has("ca") && !args.has("insecure")) {
      return null;
    }
    MgTlsOptions tls = new MgTlsOptions();
    if (args.has("ca")) {
      tls.ca(Path.of(args.text("ca")));
    }
    return tls.insecureSkipVerify(args.has("insecure"));
  }
}
