package dev.mg.examples.cli;

import dev.mg.MgTlsOptions;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options {@code --tls}, {@code --cert}, {@code --key} and {@code --engine} of programs that
 * serve.
 *
 * @param options null = without TLS
 * @param about what a user has to know of the certificate, "" = nothing
 */
public record ServerTls(@Nullable MgTlsOptions options, String about) {
  /** Adds them to a command line. */
  public static CommandLine declare(CommandLine to) {
    return to.flag("tls", "serve over TLS, with a certificate of its own making if none is given")
        .value("cert", "FILE", "", "the certificate and its issuers, in PEM")
        .value("key", "FILE", "", "its private key, in PEM")
        .value("engine", "NAME", "", "jdk or openssl; the best there is if not given");
  }

  /**
   * What was given.
   *
   * @throws UsageException if it does not go together
   */
  public static ServerTls of(Args args) {
    if (args.has("cert") != args.has("key")) {
      throw new UsageException("--cert and --key go together");
    }
    if (!args.has("tls") && (args.has("cert") || args.has("engine"))) {
      throw new UsageException("--cert and --engine are of --tls, which is not there");
    }
    if (!args.has("tls")) {
      return new ServerTls(null, "");
    }
    MgTlsOptions tls = new MgTlsOptions();
    if (args.has("engine")) {
      tls.engine(args.text("engine"));
    }
    if (args.has("cert")) {
      return new ServerTls(tls.cert(Path.of(args.text("cert")), Path.of(args.text("key"))), "");
    }
    SelfSigned made = SelfSigned.create();
    return new ServerTls(
        tls.cert(made.key(), List.of(made.certificate())),
        "self-signed certificate, SHA-256 " + made.fingerprint());
  }

  /** The scheme of its URLs. */
  public String scheme() {
    return options == null ? "http" : "https";
  }
}
