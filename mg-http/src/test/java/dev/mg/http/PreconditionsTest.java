package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions of a GET, by RFC 9110 sections 13.1 and 13.2.2. */
class PreconditionsTest {
  private static final String TAG = "\"abc-1\"";
  private static final long MODIFIED_S = 784_111_777;
  private static final String BEFORE = "Sun, 06 Nov 1994 08:49:36 GMT";
  private static final String THEN = "Sun, 06 Nov 1994 08:49:37 GMT";
  private static final String AFTER = "Sun, 06 Nov 1994 08:49:38 GMT";

  private static final Preconditions KNOWN = new Preconditions(TAG, MODIFIED_S, MODIFIED_S + 100);

  /** {@code Name: value; Name: value}, with names for the three dates and the tag. */
  private static MgHttpFields fields(String conditions) {
    String[] lines = conditions.strip().split("; ");
    String[] fields = new String[2 * lines.length];
    for (int i = 0; i < lines.length; i++) {
      String[] parts = lines[i].split(": *", 2);
      fields[2 * i] = parts[0];
      fields[2 * i + 1] =
          parts[1]
              .replace("BEFORE", BEFORE)
              .replace("THEN", THEN)
              .replace("AFTER", AFTER)
              .replace("TAG", TAG)
              .replace('\'', '"');
    }
    return Requests.withFields(fields);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "X: none                                     | 200",
        // If-None-Match: weak comparison
        "If-None-Match: TAG                          | 304",
        "If-None-Match: W/TAG                        | 304",
        "If-None-Match: *                            | 304",
        "If-None-Match: 'x', W/'y' ,TAG              | 304",
        "If-None-Match: 'x'; If-None-Match: TAG      | 304",
        "If-None-Match: 'a,b', TAG                   | 304",
        "If-None-Match: 'abc-1                       | 200",
        "If-None-Match: abc-1                        | 200",
        "If-None-Match: w/TAG                        | 200",
        "If-None-Match: W/ TAG                       | 200",
        "If-None-Match: 'ABC-1'                      | 200",
        "If-None-Match: 'x'                          | 200",
        "If-None-Match: ''                           | 200",
        "If-None-Match: '*'                          | 200",
        "If-None-Match: broken, TAG                  | 200",
        "If-None-Match:                              | 200",
        // If-Modified-Since
        "If-Modified-Since: BEFORE                   | 200",
        "If-Modified-Since: THEN                     | 304",
        "If-Modified-Since: AFTER                    | 304",
        "If-Modified-Since: Sunday, 06-Nov-94 08:49:37 GMT | 304",
        "If-Modified-Since: Sun Nov  6 08:49:37 1994 | 304",
        "If-Modified-Since: yesterday                | 200",
        "If-Modified-Since: AFTER; If-Modified-Since: AFTER | 200",
        // If-None-Match makes If-Modified-Since void, both ways
        "If-Modified-Since: AFTER; If-None-Match: 'x' | 200",
        "If-Modified-Since: BEFORE; If-None-Match: TAG | 304",
        // If-Match: strong comparison
        "If-Match: TAG                               | 200",
        "If-Match: 'x', TAG                          | 200",
        "If-Match: *                                 | 200",
        "If-Match: W/TAG                             | 412",
        "If-Match: 'x'                               | 412",
        "If-Match: broken                            | 412",
        "If-Match:                                   | 412",
        // If-Unmodified-Since
        "If-Unmodified-Since: BEFORE                 | 412",
        "If-Unmodified-Since: THEN                   | 200",
        "If-Unmodified-Since: AFTER                  | 200",
        "If-Unmodified-Since: yesterday              | 200",
        // If-Match makes If-Unmodified-Since void, both ways
        "If-Unmodified-Since: BEFORE; If-Match: TAG  | 200",
        "If-Unmodified-Since: AFTER; If-Match: 'x'   | 412",
        // the first two are looked at before the last two
        "If-None-Match: TAG; If-Match: 'x'           | 412",
        "If-None-Match: TAG; If-Match: TAG           | 304",
        "If-Modified-Since: THEN; If-Unmodified-Since: BEFORE | 412",
        "If-Modified-Since: THEN; If-Unmodified-Since: THEN | 304",
      })
  void conditions(String conditions, int expected) {
    assertThat(KNOWN.evaluate(fields(conditions))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "X: none               | true",
        "If-Range: TAG         | true",
        "If-Range: W/TAG       | false",
        "If-Range: 'x'         | false",
        "If-Range: TAG, 'x'    | false",
        "If-Range: *           | false",
        "If-Range: THEN        | true",
        "If-Range: BEFORE      | false",
        "If-Range: AFTER       | false",
        "If-Range: nonsense    | false",
        "If-Range:             | false",
      })
  void ifRange_isStrong_andExact(String conditions, boolean expected) {
    assertThat(KNOWN.isRangeWanted(fields(conditions))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0, false", "1, false", "2, true"})
  void ifRange_byADateThatIsTooNew_isNotFollowed(int ageS, boolean expected) {
    Preconditions fresh = new Preconditions(TAG, MODIFIED_S, MODIFIED_S + ageS);
    assertThat(fresh.isRangeWanted(fields("If-Range: THEN"))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"If-Modified-Since: AFTER", "If-Unmodified-Since: BEFORE"})
  void withoutADateOfChange_datesMeanNothing(String conditions) {
    Preconditions undated = new Preconditions(TAG, -1, MODIFIED_S);
    assertThat(undated.evaluate(fields(conditions))).isEqualTo(Preconditions.OK);
    assertThat(undated.isRangeWanted(fields("If-Range: THEN"))).isFalse();
  }
}
