package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgStr;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The three forms of RFC 9110 section 5.6.7, and what is none of them. */
class HttpDateParserTest {
  private static final int NOW = 2026;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "Sun, 06 Nov 1994 08:49:37 GMT     | 784111777",
        "Sunday, 06-Nov-94 08:49:37 GMT    | 784111777",
        "Sun Nov  6 08:49:37 1994          | 784111777",
        "Wed Nov 16 08:49:37 1994          | 784975777",
        "Thu, 01 Jan 1970 00:00:00 GMT     | 0",
        "Thu, 29 Feb 2024 23:59:59 GMT     | 1709251199",
        "Sat, 31 Dec 2016 23:59:60 GMT     | 1483228800",
        "Mon, 06 Nov 1994 08:49:37 GMT     | 784111777",
        "Fri, 31 Dec 9999 23:59:59 GMT     | 253402300799",
      })
  void dates(String text, long seconds) {
    assertThat(HttpDateParser.parse(MgStr.of(text), NOW)).isEqualTo(seconds);
  }

  @ParameterizedTest
  @CsvSource({"26, 2026", "76, 2076", "77, 1977", "99, 1999", "00, 2000", "94, 1994"})
  void twoDigits_areAYearAtMost50Ahead(String digits, int year) {
    String date = "Monday, 02-Mar-" + digits + " 00:00:00 GMT";
    String same = "Mon, 02 Mar " + year + " 00:00:00 GMT";
    assertThat(HttpDateParser.parse(MgStr.of(date), NOW))
        .isEqualTo(HttpDateParser.parse(MgStr.of(same), NOW));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "784111777",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Nov 1994 08:49:37 GMT ",
        " Sun, 06 Nov 1994 08:49:37 GMT",
        "sun, 06 nov 1994 08:49:37 gmt",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 94 08:49:37 GMT",
        "Sun, 06-Nov-1994 08:49:37 GMT",
        "Sun, 06 Nox 1994 08:49:37 GMT",
        "Sun, 06 anF 1994 08:49:37 GMT",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sun, 06 Nov 1994 08:60:37 GMT",
        "Sun, 06 Nov 1994 08:49:61 GMT",
        "Wed, 31 Dec 1969 23:59:59 GMT",
        "Sunday, 06-Nov-1994 08:49:37 GMT",
        "Sun Nov 6 08:49:37 1994",
        "Sun Nov    08:49:37 1994",
        "2024-02-29T00:00:00Z",
        "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT",
        "Sun, \u0660\u0666 Nov 1994 08:49:37 GMT",
      })
  void whatIsNone_isMinusOne(String text) {
    assertThat(HttpDateParser.parse(MgStr.of(text), NOW)).isEqualTo(-1);
  }

  @Test
  void whatIsWritten_isReadAgain() {
    byte[] to = new byte[HttpDate.BYTES];
    for (long s = 0; s < 253_402_300_800L; s += 40_000_003L) {
      HttpDate.write(s, to, 0);
      assertThat(HttpDateParser.parse(MgStr.of(new String(to, StandardCharsets.US_ASCII)), NOW))
          .isEqualTo(s);
    }
  }
}
