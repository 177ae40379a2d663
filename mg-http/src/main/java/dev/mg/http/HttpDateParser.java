package dev.mg.http;

import dev.mg.MgStr;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads dates in the three forms of RFC 9110 section 5.6.7: {@code Sun, 06 Nov 1994 08:49:37 GMT},
 * and the obsolete {@code Sunday, 06-Nov-94 08:49:37 GMT} and {@code Sun Nov 6 08:49:37 1994},
 * whose day is padded with a space. Stateless.
 */
final class HttpDateParser {
  private static final int MAX_BYTES = 40;
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
  private static final String MONTH = "([A-Z][a-z][a-z])";
  private static final String DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
  private static final String LONG_DAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day";
  private static final String TIME = "(\\d\\d):(\\d\\d):(\\d\\d)";
  private static final Pattern IMF =
      Pattern.compile(DAY + ", (\\d\\d) " + MONTH + " (\\d{4}) " + TIME + " GMT");
  private static final Pattern RFC850 =
      Pattern.compile(LONG_DAY + ", (\\d\\d)-" + MONTH + "-(\\d\\d) " + TIME + " GMT");
  private static final Pattern ASCTIME =
      Pattern.compile(DAY + " " + MONTH + " ([ \\d]\\d) " + TIME + " (\\d{4})");

  private HttpDateParser() {}

  /** Seconds since 1970; -1 of what is no date, or of one before. */
  static long parse(MgStr text) {
    return parse(text, Year.now(ZoneOffset.UTC).getValue());
  }

  /**
   * As {@link #parse(MgStr)}. A wrong day of the week is not noticed.
   *
   * @param thisYear what a year of two digits is near to: it lies at most 50 years ahead
   */
  static long parse(MgStr text, int thisYear) {
    if (text.len() > MAX_BYTES) {
      return -1;
    }
    String s = text.latin1();
    Matcher m = IMF.matcher(s);
    if (m.matches()) {
      return seconds(number(m, 3), m.group(2), number(m, 1), m, 4);
    }
    m = RFC850.matcher(s);
    if (m.matches()) {
      int year = thisYear - thisYear % 100 + number(m, 3);
      int century = year > thisYear + 50 ? -100 : year <= thisYear - 50 ? 100 : 0;
      return seconds(year + century, m.group(2), number(m, 1), m, 4);
    }
    m = ASCTIME.matcher(s);
    return m.matches() ? seconds(number(m, 6), m.group(1), number(m, 2), m, 3) : -1;
  }

  private static int number(Matcher m, int group) {
    return Integer.parseInt(m.group(group).strip());
  }

  private static long seconds(int year, String month, int day, Matcher m, int timeGroup) {
    int at = MONTHS.indexOf(month);
    int hour = number(m, timeGroup);
    int minute = number(m, timeGroup + 1);
    int second = number(m, timeGroup + 2);
    // 60 is a leap second.
    if (at < 0 || at % 3 != 0 || hour > 23 || minute > 59 || second > 60 || year < 1970) {
      return -1;
    }
    try {
      long days = LocalDate.of(year, at / 3 + 1, day).toEpochDay();
      return 86_400 * days + 3_600 * hour + 60 * minute + second;
    } catch (DateTimeException e) {
      return -1;
    }
  }
}
