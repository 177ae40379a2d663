package dev.mg.http;
import dev.mg.MgStr;
/** x. */
public final class MgHttp { 
  public static int parse(byte[] b, MgHttpMessage hm) { return hm.parser().parse(b, 0, b.length, hm); }
}
