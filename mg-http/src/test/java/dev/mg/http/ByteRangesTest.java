package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgStr;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Range over content of 100 bytes: RFC 9110 sections 14.1.1, 14.1.2, 14.2. */
class ByteRangesTest {
  private final ByteRanges ranges = new ByteRanges();

  private String of(String value, long size) {
    int n = ranges.parse(MgStr.of(value), size);
    if (n <= 0) {
      return n == ByteRanges.NONE ? "whole" : "none";
    }
    StringJoiner all = new StringJoiner(",");
    for (int i = 0; i < n; i++) {
      all.add(ranges.from(i) + "-" + (ranges.from(i) + ranges.bytes(i) - 1));
    }
    return all.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // one
        "bytes=0-0                    | 0-0",
        "bytes=0-99                   | 0-99",
        "bytes=0-                     | 0-99",
        "bytes=99-                    | 99-99",
        "bytes=10-1000                | 10-99",
        "bytes=10-99999999999999999999999999 | 10-99",
        "BYTES=1-2                    | 1-2",
        "bytes= 1-2                   | 1-2",
        "bytes=007-008                | 7-8",
        // suffix
        "bytes=-1                     | 99-99",
        "bytes=-100                   | 0-99",
        "bytes=-99999999999999999999  | 0-99",
        // several, in the order asked for
        "bytes=0-0,-1                 | 0-0,99-99",
        "bytes=50-59, 0-9 ,20-29      | 50-59,0-9,20-29",
        "bytes=,0-1,,5-6,             | 0-1,5-6",
        "bytes=0-9,10-19              | 0-9,10-19",
        // those outside are left out
        "bytes=0-1,100-               | 0-1",
        "bytes=100-,200-300,-5        | 95-99",
        "bytes=0-1,-0                 | 0-1",
        // nothing of it is there
        "bytes=100-                   | none",
        "bytes=100-200                | none",
        "bytes=-0                     | none",
        "bytes=9999999999999999999999-| none",
        "bytes=100-,200-              | none",
        // twice the same byte
        "bytes=0-9,9-19               | whole",
        "bytes=0-,0-,0-               | whole",
        "bytes=50-,-60                | whole",
        "bytes=0-0,0-0                | whole",
        // malformed
        "bytes                        | whole",
        "bytes=                       | whole",
        "bytes=,                      | whole",
        "bytes=-                      | whole",
        "bytes=a-b                    | whole",
        "bytes=1                      | whole",
        "bytes=5-4                    | whole",
        "bytes=99999999999999999999-99999999999999999998 | whole",
        "bytes=0099999999999999999999-100000000000000000000 | none",
        "bytes=99999999999999999999-  | none",
        "bytes=1-2-3                  | whole",
        "bytes=--1                    | whole",
        "bytes=+1-2                   | whole",
        "bytes=1 -2                   | whole",
        "bytes=1- 2                   | whole",
        "bytes=0x1-0x2                | whole",
        "bytes=1.0-2                  | whole",
        "bytes=1-2,x                  | whole",
        "bytes=x,1-2                  | whole",
        "bytes=1-2;a=b                | whole",
        "bytes:1-2                    | whole",
        "bytes =1-2                   | whole",
        "items=1-2                    | whole",
        "1-2                          | whole",
        "=1-2                         | whole",
      })
  void of100Bytes(String value, String expected) {
    assertThat(of(value, 100)).isEqualTo(expected);
  }

  @Test
  void emptyContent_hasNoRange() {
    assertThat(of("bytes=0-", 0)).isEqualTo("none");
    assertThat(of("bytes=0-0", 0)).isEqualTo("none");
    assertThat(of("bytes=-0", 0)).isEqualTo("none");
  }

  /** Section 14.1.2: what ends with the content is there, though it has no byte. */
  @Test
  void suffixOfEmptyContent_isAllOfIt() {
    assertThat(of("bytes=-1", 0)).isEqualTo("whole");
    assertThat(of("bytes=-99999999999999999999", 0)).isEqualTo("whole");
    assertThat(of("bytes=0-,-1", 0)).isEqualTo("whole");
    assertThat(of("bytes=-1,-0", 0)).isEqualTo("whole");
  }

  @Test
  void offsetsBeyond32Bits() {
    long size = 10L << 30;
    assertThat(of("bytes=4294967296-4294967305,-2", size))
        .isEqualTo("4294967296-4294967305,10737418238-10737418239");
    assertThat(ranges.field(1, size)).isEqualTo("bytes 10737418238-10737418239/10737418240");
    assertThat(of("bytes=9223372036854775806-", Long.MAX_VALUE))
        .isEqualTo("9223372036854775806-9223372036854775806");
  }

  @Test
  void moreThanCanBeServedOneByOne_areNotFollowed() {
    StringJoiner many = new StringJoiner(",", "bytes=", "");
    for (int i = 0; i < ByteRanges.MAX; i++) {
      many.add(2 * i + "-" + 2 * i);
    }
    assertThat(ranges.parse(MgStr.of(many.toString()), 100)).isEqualTo(ByteRanges.MAX);
    assertThat(of(many.add("99-99").toString(), 100)).isEqualTo("whole");
    assertThat(of(many.toString(), 1)).isEqualTo("whole");
  }
}
