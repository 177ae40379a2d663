package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgStr;

/** Requests for tests of what reads them. */
final class Requests {
  private Requests() {}

  /**
   * A parsed GET with the fields {@code name, value, name, value ...}; null values are left out.
   */
  static MgHttpMessage get(String target, String... fields) {
    StringBuilder wire = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: a\r\n");
    for (int i = 0; i < fields.length; i += 2) {
      if (fields[i + 1] != null) {
        wire.append(fields[i]).append(": ").append(fields[i + 1]).append("\r\n");
      }
    }
    MgHttpMessage hm = new MgHttpMessage();
    assertThat(MgHttp.parse(MgStr.of(wire + "\r\n"), hm)).as(wire.toString()).isPositive();
    return hm;
  }

  /** The fields of {@link #get}. */
  static MgHttpFields withFields(String... fields) {
    return get("/", fields).headers;
  }
}
