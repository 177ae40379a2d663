package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProcTextTest {
  @Test
  void times_areFoundBehindANameWithBracketsAndSpaces() {
    String stat =
        "42 (a) b (c) S 1 42 42 0 -1 4194304 87 0 0 0 200 30 4 1 20 0 1 0 135447 2654208 386 0\n";

    assertThat(ProcText.times(stat)).isEqualTo(new ProcText.Times(230, 5));
  }

  @Test
  void runNs_isTheFirstFigure() {
    assertThat(ProcText.runNs("217077789 946129596 105\n")).isEqualTo(217077789);
  }

  @Test
  void machine_sumsWhatTheCoresDid() {
    String stat =
        """
        cpu  100 20 3 4000 500 6 70 8 0 0
        cpu0 50 10 1 2000 250 3 35 4 0 0
        """;

    ProcText.Machine machine = ProcText.machine(stat);

    assertThat(machine).isEqualTo(new ProcText.Machine(123, 76, 4500, 8));
    assertThat(machine.allTicks()).isEqualTo(4707);
  }

  @Test
  void fields_areFoundByTheirWholeName() {
    String status = "Name:\tx\nVmRSSx:\t1 kB\nVmRSS:\t    2048 kB\nmodel name\t: A B: C\n";

    assertThat(ProcText.field(status, "model name")).isEqualTo("A B: C");
    assertThat(ProcText.bytes(status, "VmRSS")).isEqualTo(2048 * 1024);
  }

  @Test
  void otherText_isRefused() {
    for (String wrong : new String[] {"", "cpu", "1 (x) S 1 2", "hello world"}) {
      assertThatThrownBy(() -> ProcText.times(wrong)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> ProcText.machine(wrong))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> ProcText.bytes(wrong, "VmRSS"))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> ProcText.runNs("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ProcText.bytes("VmRSS: 5 MB", "VmRSS"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void allowedCores_mayBeRangesAndSingles() {
    assertThat(Pinning.cores("Cpus_allowed:\t10f\nCpus_allowed_list:\t0-3,8\n"))
        .containsExactly(0, 1, 2, 3, 8);
    assertThat(Pinning.cores("Cpus_allowed_list:\t1\n")).containsExactly(1);
  }
}
