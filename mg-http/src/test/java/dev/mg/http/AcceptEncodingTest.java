package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much a client wants gzip and identity, by its Accept-Encoding. */
class AcceptEncodingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "none                               | 0    | 1",
        "''                                 | 0    | 1",
        "gzip                               | 1000 | 1",
        "GZip                               | 1000 | 1",
        "x-gzip                             | 1000 | 1",
        "deflate, gzip;q=1.0, *;q=0.5       | 1000 | 500",
        "gzip ; q=0.25                      | 250  | 1",
        "gzip;Q=0.7                         | 700  | 1",
        "gzip;q=0.001,identity;q=0.01       | 1    | 10",
        "gzip;q=1.000                       | 1000 | 1",
        "gzip;q=0                           | 0    | 1",
        "gzip;q=0.000, *                    | 0    | 1000",
        "*                                  | 1000 | 1000",
        "*;q=0                              | 0    | 0",
        "*;q=0, identity                    | 0    | 1000",
        "identity;q=0                       | 0    | 0",
        "gzip;q=0.2, gzip;q=0.9             | 200  | 1",
        "*;q=0.3, *;q=0.9                   | 300  | 300",
        "gzipped, x-gzipped, gzi            | 0    | 1",
        ", ,gzip,,                          | 1000 | 1",
        "gzip;q=2                           | 0    | 1",
        "gzip;q=1.001                       | 0    | 1",
        "gzip;q=0.1234                      | 0    | 1",
        "gzip;q=.5                          | 0    | 1",
        "gzip;q=-1                          | 0    | 1",
        "gzip;q=a                           | 0    | 1",
        "gzip;q=0x5                         | 0    | 1",
        "gzip;q=                            | 0    | 1",
        "gzip;                              | 0    | 1",
        "gzip;level=9                       | 0    | 1",
        "gzip;q=bad, gzip;q=0.5             | 500  | 1",
        "*;q=bad, gzip;q=0.5                | 500  | 1",
        "br;q=1, gzip;q=0.8                 | 800  | 1",
      })
  void weights(String value, int gzip, int identity) {
    MgHttpFields fields = Requests.withFields("Accept-Encoding", value);
    assertThat(AcceptEncoding.weight(fields, "gzip")).as("gzip").isEqualTo(gzip);
    assertThat(AcceptEncoding.weight(fields, "identity")).as("identity").isEqualTo(identity);
  }

  @ParameterizedTest
  @CsvSource({"gzip;q=0.5, 500", "br, 1000", "compress, 0"})
  void severalLines_areOneList(String second, int expected) {
    MgHttpFields fields =
        Requests.withFields("Accept-Encoding", "deflate", "accept-encoding", second);
    String coding = second.startsWith("br") ? "br" : "gzip";
    assertThat(AcceptEncoding.weight(fields, coding)).isEqualTo(expected);
  }
}
