package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Metric CPU = new Metric("cpuUs", "CPU µs", 2);
  private static final Metric RATIO = new Metric("ratio", "× base", 2);
  private static final Metric RATE = new Metric("rate", "requests/s", 0);
  private static final Metric NEVER = new Metric("never", "never", 0);

  private final Report report = new Report("http", "Servers", List.of(CPU, RATIO, NEVER, RATE));

  private void fill() {
    report.facts.put("machine", "a \"quoted\" one");
    for (double cpu : new double[] {4, 5, 6}) {
      report.row("one", "base").add(CPU, cpu);
      report.row("one", "a|b").add(CPU, cpu == 5 ? 15 : 2 * cpu);
    }
    report.row("one", "a|b").add(RATE, 12345.4);
    report.row("two", "a|b").add(CPU, 1);
  }

  @Test
  void markdown_isATableAWorkload() {
    fill();
    report.relate(CPU, "base", RATIO);
    report.row("one", "a|b").note("disturbed");
    report.row("one", "a|b").note("disturbed");

    assertThat(Markdown.of(report))
        .isEqualTo(
            """
            # Servers

            - machine: a "quoted" one

            ## one

            | | CPU µs | × base | requests/s |
            |---|---:|---:|---:|
            | base | 5.00 (4.00..6.00) | 1.00 (1.00..1.00) | |
            | a\\|b | 12.00 (8.00..15.00) | 2.00 (2.00..3.00) | 12,345 |

            - a|b: disturbed

            ## two

            | | CPU µs |
            |---|---:|
            | a\\|b | 1.00 |
            """);
  }

  @Test
  void json_holdsEveryValue() {
    report.facts.put("machine", "a \"quoted\" one");
    report.row("one", "base").add(CPU, 4);
    report.row("one", "base").add(CPU, 5);
    report.row("one", "base").note("n");

    assertThat(Json.of(report))
        .isEqualTo(
            """
            {"kind":"http","title":"Servers","facts":{"machine":"a \\"quoted\\" one"},"columns":[\
            {"key":"cpuUs","title":"CPU µs","decimals":2},\
            {"key":"ratio","title":"× base","decimals":2},\
            {"key":"never","title":"never","decimals":0},\
            {"key":"rate","title":"requests/s","decimals":0}],"rows":[\
            {"workload":"one","contender":"base",\
            "metrics":{"cpuUs":{"median":4.5,"min":4,"max":5,"values":[4,5]}},\
            "notes":["n"]}]}""");
  }

  @Test
  void html_needsNothingElse_andNoTextLeavesItsScript() {
    fill();
    report.row("one", "base").note("</script><b>");

    String page = Html.of(report);

    assertThat(page).contains("\"workload\":\"one\"", "echarts.init");
    assertThat(page.split("</script>", -1)).as("three scripts").hasSize(4);
    assertThat(page).doesNotContain("<script src", "<link", "${echarts}", "${code}", "${report}");
  }

  @Test
  void html_drawsEveryPointOfALatencyCurve() {
    String page = Html.of(report);

    for (Percentile point : Percentile.values()) {
      assertThat(page).contains("['" + point.metric.key() + "', '" + point.text + " %']");
    }
  }

  @Test
  void relate_takesEachRoundByItself() {
    fill();
    report.relate(CPU, "base", RATIO);

    assertThat(report.row("one", "a|b").values).containsEntry(RATIO, List.of(2.0, 3.0, 2.0));
  }

  @Test
  void relate_leavesAWorkloadWithoutBaseAlone() {
    fill();
    report.relate(CPU, "base", RATIO);

    assertThat(report.row("two", "a|b").spread(RATIO)).isNull();
    assertThat(report.row("one", "base").values).containsEntry(RATIO, List.of(1.0, 1.0, 1.0));
  }

  @Test
  void relate_canBeOfOneContenderAlone() {
    fill();
    report.relate("a|b", CPU, "base", RATIO);

    assertThat(report.row("one", "a|b").spread(RATIO)).isNotNull();
    assertThat(report.row("one", "base").spread(RATIO)).isNull();
  }

  @Test
  void relate_leavesARatioThatIsThere() {
    fill();
    report.row("one", "a|b").add(RATIO, 7);
    report.relate(CPU, "base", RATIO);

    assertThat(report.row("one", "a|b").values).containsEntry(RATIO, List.of(7.0));
  }

  @Test
  void aSpread_isThatOfTheFirstMetricThereIs() {
    fill();
    report.row("one", "a|b").add(RATIO, 2);
    report.noteSpread(0.01, RATIO, CPU);

    assertThat(report.row("one", "a|b").notes).isEmpty();
    assertThat(report.row("one", "base").notes).isNotEmpty();
  }

  @Test
  void aWideSpread_isNoted() {
    fill();
    report.noteSpread(0.39, CPU);

    assertThat(report.row("one", "base").notes)
        .containsExactly("unsteady: CPU µs spread over 40 %");
    assertThat(report.row("two", "a|b").notes).isEmpty();
  }
}
