package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgIobuf;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The date of a response, compared with the one the JDK writes. */
class HttpDateTest {
  private static final DateTimeFormatter IMF =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

  private static String date(long epochSeconds) {
    byte[] to = new byte[HttpDate.BYTES];
    HttpDate.write(epochSeconds, to, 0);
    return new String(to, StandardCharsets.US_ASCII);
  }

  @Test
  void everyDay_of500Years_atSomeSecondOfIt() {
    ZonedDateTime at = ZonedDateTime.of(1970, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    ZonedDateTime end = at.plusYears(500);
    while (at.isBefore(end)) {
      assertThat(date(at.toEpochSecond())).isEqualTo(IMF.format(at));
      at = at.plusSeconds(86_400 + 3_607);
    }
  }

  @Test
  void theLastSecondOfTheYear9999() {
    long last = LocalDate.of(10_000, 1, 1).atStartOfDay().toEpochSecond(ZoneOffset.UTC) - 1;
    assertThat(date(last)).isEqualTo("Fri, 31 Dec 9999 23:59:59 GMT");
  }

  @Test
  void theField_isMadeOnceASecond_atTheTurnOfTheWallsSecond() {
    long[] wall = {784_111_777_900L};
    int[] asked = {0};
    DateField field =
        new DateField(
            () -> {
              asked[0]++;
              return wall[0];
            });
    assertThat(line(field, 5_000)).isEqualTo("Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n");
    wall[0] += 99;
    assertThat(line(field, 5_099)).isEqualTo("Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n");
    assertThat(asked[0]).isEqualTo(1);
    wall[0] += 1;
    assertThat(line(field, 5_100)).isEqualTo("Date: Sun, 06 Nov 1994 08:49:38 GMT\r\n");
    assertThat(asked[0]).isEqualTo(2);
  }

  private static String line(DateField field, long nowMs) {
    MgIobuf out = new MgIobuf();
    field.write(out, nowMs);
    return out.toString();
  }
}
