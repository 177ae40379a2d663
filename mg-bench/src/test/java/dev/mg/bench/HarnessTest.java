package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HarnessTest {
  private static final LoadResult RESULT = new LoadResult(1_000, 1, List.of());

  private final Report.Row row = new Report("k", "t", List.of()).row("w", "c");

  @Test
  void aLoadWhoseCoreIsFull_isTold() {
    Harness.judgeLoad(0, RESULT, 0.7, 0.97, row);

    assertThat(row.notes).hasSize(1).allMatch(note -> note.startsWith("bound by the load"));
  }

  @Test
  void aServerWhoseCoreIsFull_isTheLimit() {
    Harness.judgeLoad(0, RESULT, 0.97, 0.7, row);
    Harness.judgeLoad(0, RESULT, 0.97, 0.97, row);
    Harness.judgeLoad(0, RESULT, 0.7, 0.7, row);

    assertThat(row.notes).isEmpty();
  }

  @Test
  void aRateThatIsNotKept_isTold() {
    Harness.judgeLoad(1_010, RESULT, 0.7, 1, row);
    assertThat(row.notes).isEmpty();

    Harness.judgeLoad(1_100, RESULT, 0.7, 1, row);

    assertThat(row.notes)
        .containsExactly("behind: of 1100 a second that were asked for 1000 were answered");
  }
}
