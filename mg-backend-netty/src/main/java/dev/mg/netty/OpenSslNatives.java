package dev.mg.netty;

import dev.mg.spi.MgTlsConfig;
import dev.mg.spi.MgTlsContext;
import io.netty.handler.ssl.OpenSsl;
import java.io.IOException;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/** What touches netty-handler's classes first, apart so that the factory loads without them. */
final class OpenSslNatives {
  private OpenSslNatives() {}

  /**
   * Null if the native library is there and works.
   *
   * @throws LinkageError if Netty's classes are not there
   */
  static @Nullable String unavailableBecause() {
    Throwable cause = OpenSsl.unavailabilityCause();
    if (cause == null) {
      return null;
    }
    if (cause instanceof ClassNotFoundException) {
      return "io.netty:netty-tcnative-classes is neither on the class path nor a resolved module";
    }
    // The loader's own failure is an IllegalArgumentException, with one for each name it has tried.
    return cause instanceof UnsatisfiedLinkError || cause instanceof IllegalArgumentException
        ? "the native library io.netty:netty-tcnative-boringssl-static with the classifier of this"
            + " platform is neither on the class path nor a resolved module, or does not load here"
        : "Netty's OpenSSL does not work here: " + cause.getMessage();
  }

  static MgTlsContext open(MgTlsConfig config) throws GeneralSecurityException, IOException {
    return new OpenSslTlsContext(config);
  }
}
