package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AlignedTablesTest {
  @Test
  void columns_areAsWideAsTheirWidestCell() {
    assertThat(
            AlignedTables.of(
                """
                # Title

                | | µs | × base |
                |---|---:|---:|
                | a | 12,345.0 | |
                | a\\|longer | 1.0 (0.5..1.5) | 0.50 |

                - a: a note | with a bar
                """))
        .isEqualTo(
            """
            # Title

            |           |             µs | × base |
            | --------- | -------------- | ------ |
            | a         |       12,345.0 |        |
            | a\\|longer | 1.0 (0.5..1.5) |   0.50 |

            - a: a note | with a bar
            """);
  }

  @Test
  void eachTable_hasWidthsOfItsOwn_andTheLastNeedsNoLineBehindIt() {
    assertThat(AlignedTables.of("| | ns |\n|---|---:|\n| mg | 1 |\n\n| |\n|---|\n| wide |"))
        .isEqualTo(
            """
            |    | ns |
            | -- | -- |
            | mg |  1 |

            |      |
            | ---- |
            | wide |
            """);
  }
}
