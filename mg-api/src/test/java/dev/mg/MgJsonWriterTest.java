package dev.mg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class MgJsonWriterTest {
  private static String written(Consumer<MgJsonWriter> calls) {
    MgIobuf out = new MgIobuf();
    calls.accept(new MgJsonWriter(out));
    return out.toString();
  }

  @Test
  void document_isWrittenWithoutBlanks() {
    String json =
        written(
            w -> {
              w.object().name("a").value(1).name("b\"").array().value("x\n").value((String) null);
              w.value(true).value(1.5).object().end().array().end().raw(MgStr.of("[ 1 ]")).end();
              assertThat(w.isDone()).isFalse();
              w.name("").value(MgStr.of("\u00e9\t")).end();
              assertThat(w.isDone()).isTrue();
            });
    assertThat(json)
        .isEqualTo("{\"a\":1,\"b\\\"\":[\"x\\n\",null,true,1.5,{},[],[ 1 ]],\"\":\"\u00e9\\t\"}");
  }

  @Test
  void numbers_readBackTheSame() {
    assertThat(written(w -> w.value(Long.MIN_VALUE))).isEqualTo("-9223372036854775808");
    assertThat(written(w -> w.value(100.0))).isEqualTo("100");
    assertThat(written(w -> w.value(-0.0))).isEqualTo("-0.0");
    Seeded.runs(
        20_000,
        random -> {
          double d = Seeded.anyDouble(random);
          if (Double.isFinite(d)) {
            MgStr json = MgStr.of(written(w -> w.value(d)));
            assertThat(MgJson.getNum(json, "$", Double.NaN)).isEqualTo(d);
          }
        });
  }

  @Test
  void nanAndInfinity_areRefused() {
    for (double d : new double[] {0.0 / 0, 1 / 0.0, -1 / 0.0}) {
      assertThatThrownBy(() -> written(w -> w.value(d)))
          .isInstanceOf(MgException.class)
          .hasMessageContaining(Double.toString(d));
    }
  }

  @Test
  void callsOutOfOrder_areRefusedAndAppendNothing() {
    refused(w -> {}, MgJsonWriter::end, "nothing is open");
    refused(w -> {}, w -> w.name("a"), "names stand in objects");
    refused(w -> w.value(1), w -> w.value(2), "the document is whole");
    refused(w -> w.object().end(), MgJsonWriter::object, "the document is whole");
    refused(MgJsonWriter::object, w -> w.value(1), "a name is due");
    refused(w -> w.object().name("a").value(1), w -> w.value(1), "a name is due");
    refused(w -> w.object().name("a"), MgJsonWriter::end, "a value is due");
    refused(w -> w.object().name("a"), w -> w.name("b"), "names stand in objects");
    refused(MgJsonWriter::array, w -> w.name("b"), "names stand in objects");
    refused(w -> w.object().end(), MgJsonWriter::end, "nothing is open");
    refused(
        w -> {
          for (int i = 0; i < MgJson.MAX_DEPTH; i++) {
            w.array();
          }
        },
        MgJsonWriter::array,
        "deeper than 100");
  }

  private static void refused(
      Consumer<MgJsonWriter> before, Consumer<MgJsonWriter> call, String why) {
    MgIobuf out = new MgIobuf();
    MgJsonWriter writer = new MgJsonWriter(out);
    before.accept(writer);
    int len = out.len();
    assertThatThrownBy(() -> call.accept(writer))
        .isInstanceOf(MgException.class)
        .hasMessageContaining(why);
    assertThat(out.len()).isEqualTo(len);
  }
}
