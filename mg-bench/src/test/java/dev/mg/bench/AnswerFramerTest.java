package dev.mg.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerFramerTest {
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String BODY = "Hello, World!";
  private static final byte[] BYTES = BODY.getBytes(StandardCharsets.US_ASCII);
  private static final String LENGTH = "Content-Length: 13\r\n";
  private static final String ONE = OK + "Date: 1\r\n" + LENGTH + "\r\n" + BODY;

  /** Its head is longer, and names the field otherwise. */
  private static final String TWO = OK + "content-length:\t13 \r\nDate: 12\r\n\r\n" + BODY;

  private final ExpectedAnswer expected = new ExpectedAnswer(BYTES, false);
  private final AnswerFramer framer = new AnswerFramer(expected);

  private int take(String text) throws IOException {
    return take(framer, text);
  }

  private static int take(AnswerFramer framer, String text) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    int answers = framer.take(in);
    assertThat(in.hasRemaining()).isFalse();
    return answers;
  }

  @Test
  void wholeAnswers_areCounted() throws IOException {
    assertThat(take(ONE)).isEqualTo(1);
    assertThat(take(ONE)).isEqualTo(1);
    assertThat(take(ONE + ONE + TWO + ONE + TWO + TWO)).isEqualTo(6);
    assertThat(framer.isWithin()).isFalse();
  }

  @Test
  void answers_areCountedByteByByte() throws IOException {
    String all = ONE + ONE + TWO + ONE;
    int answers = 0;
    for (int i = 0; i < all.length(); i++) {
      answers += take(all.substring(i, i + 1));
      assertThat(answers)
          .as("after byte " + i)
          .isEqualTo(all.substring(0, i + 1).split(BODY, -1).length - 1);
    }
    assertThat(answers).isEqualTo(4);
  }

  @Test
  void answers_areCountedWhereverTheyAreSplit() throws IOException {
    String all = ONE + ONE + TWO + TWO;
    List<String> wrong = new ArrayList<>();
    for (int from = 0; from < all.length(); from++) {
      AnswerFramer fresh = new AnswerFramer(new ExpectedAnswer(BYTES, false));
      for (int to = from; to < all.length(); to++) {
        int answers =
            take(fresh, all.substring(0, from))
                + take(fresh, all.substring(from, to))
                + take(fresh, all.substring(to));
        if (answers != 4) {
          wrong.add(answers + " split at " + from + " and " + to);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void anotherConnectionsHead_changesNothingInTheMiddleOfAnAnswer() throws IOException {
    AnswerFramer other = new AnswerFramer(expected);
    for (int split = 0; split <= ONE.length(); split++) {
      int answers = take(framer, ONE.substring(0, split));
      assertThat(take(other, TWO)).isEqualTo(1);
      answers += take(framer, ONE.substring(split));
      assertThat(answers).as("split at " + split).isEqualTo(1);
    }
  }

  @Test
  void isWithin_fromTheFirstByteToTheLast() throws IOException {
    take(ONE);
    for (int n = 1; n < ONE.length(); n++) {
      take(ONE.substring(0, n));
      assertThat(framer.isWithin()).as("after " + n + " bytes").isTrue();

      take(ONE.substring(n));
      assertThat(framer.isWithin()).isFalse();
    }
  }

  @Test
  void aClosingLoad_needsNoLength() throws IOException {
    AnswerFramer closing = new AnswerFramer(new ExpectedAnswer(BYTES, true));

    assertThat(take(closing, OK + "\r\n" + BODY)).isEqualTo(1);
    assertThat(take(closing, ONE)).isEqualTo(1);
    assertThatThrownBy(() -> take(OK + "\r\n" + BODY))
        .isInstanceOf(IOException.class)
        .hasMessage("answered without a Content-Length: 'HTTP/1.1 200 OK'");
  }

  @Test
  void anotherStatus_isAnErrorThatQuotesIt() {
    assertThatThrownBy(() -> take("HTTP/1.1 404 Not Found\r\n" + LENGTH + "\r\n" + BODY))
        .isInstanceOf(IOException.class)
        .hasMessage("answered by 'HTTP/1.1 404 Not Found'");
  }

  @Test
  void anotherLength_isAnError() {
    assertThatThrownBy(() -> take(OK + "Content-Length: 12\r\n\r\n" + BODY))
        .isInstanceOf(IOException.class)
        .hasMessage("answered by 12 bytes and not 13");
  }

  @Test
  void anotherBody_isAnErrorWhereverItIsSplit() throws IOException {
    String wrong = ONE.replace("World", "Wor1d");
    for (int split = 0; split <= wrong.length(); split++) {
      for (boolean known : new boolean[] {false, true}) {
        AnswerFramer fresh = new AnswerFramer(new ExpectedAnswer(BYTES, false));
        if (known) {
          take(fresh, ONE);
        }
        int at = split;
        assertThatThrownBy(
                () -> {
                  take(fresh, wrong.substring(0, at));
                  take(fresh, wrong.substring(at));
                })
            .as("split at " + split)
            .isInstanceOf(IOException.class)
            .hasMessage("the body of an answer is wrong from byte 10 on");
      }
    }
  }

  @Test
  void aHeadWithoutAnEnd_isAnError() {
    assertThatThrownBy(() -> take(OK + "x".repeat(10_000)))
        .isInstanceOf(IOException.class)
        .hasMessage("answered by a head of more than 8192 bytes");
  }

  @Test
  void whatIsNoAnswer_isAnErrorThatQuotesIt() {
    assertThatThrownBy(() -> take("SSH-2.0\r\n\r\n"))
        .isInstanceOf(IOException.class)
        .hasMessage("answered by 'SSH-2.0'");
  }
}
