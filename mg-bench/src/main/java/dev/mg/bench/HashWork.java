package dev.mg.bench;

import dev.mg.MgConnection;
import dev.mg.MgStr;
import dev.mg.MgUtil;
import dev.mg.http.MgHttp;
import dev.mg.http.MgHttpMessage;
import org.jspecify.annotations.Nullable;

/**
 * {@code /sha256?kib=N}: a request that takes CPU in its handler. The answer is the hash, in hex,
 * of so many KiB of zeros.
 */
final class HashWork {
  static final int MOST_KIB = 1024;

  private static final MgStr ZEROS = MgStr.of(new byte[MOST_KIB * 1024]);

  private HashWork() {}

  static void answer(MgConnection c, MgHttpMessage hm) {
    int kib = number(MgHttp.getVar(hm, "kib"));
    if (kib < 1 || kib > MOST_KIB) {
      MgHttp.reply(c, 400, TargetServer.TEXT, "?kib= must be within 1.." + MOST_KIB + "\n");
    } else {
      MgHttp.reply(c, 200, TargetServer.TEXT, hex(kib));
    }
  }

  /** 0 if it is none. */
  private static int number(@Nullable String text) {
    try {
      return text == null ? 0 : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** The answer. */
  static String hex(int kib) {
    return MgStr.of(MgUtil.sha256(ZEROS.slice(0, kib * 1024))).hex();
  }
}
