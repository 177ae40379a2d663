package dev.mg.ws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 7692 section 7.1, both sides of the negotiation. */
class DeflateTermsTest {
  private static List<WsExtension> parsed(String text) {
    return Objects.requireNonNull(new ExtensionParser(text).parse(), text);
  }

  private static String answer(String offer, boolean keeps) {
    DeflateTerms terms = DeflateTerms.accept(parsed(offer), keeps);
    return terms == null ? "none" : terms.answer();
  }

  private static String agreed(String answer, boolean keeps) {
    DeflateTerms terms = DeflateTerms.agreed(parsed(answer).get(0), keeps);
    return terms == null
        ? "refused"
        : terms.serverKeeps()
            + " "
            + terms.clientKeeps()
            + " "
            + terms.serverBits()
            + " "
            + terms.clientBits();
  }

  @ParameterizedTest
  @CsvSource({
    "permessage-deflate, permessage-deflate",
    "permessage-deflate; client_max_window_bits, permessage-deflate",
    "permessage-deflate; client_max_window_bits=10, permessage-deflate",
    "permessage-deflate; client_max_window_bits=8, permessage-deflate",
    "permessage-deflate; server_max_window_bits=15, permessage-deflate",
    "permessage-deflate; server_max_window_bits=8,"
        + " permessage-deflate; server_max_window_bits=8",
    "permessage-deflate; server_max_window_bits=\"12\","
        + " permessage-deflate; server_max_window_bits=12",
    "permessage-deflate; server_no_context_takeover,"
        + " permessage-deflate; server_no_context_takeover",
    "permessage-deflate; client_no_context_takeover,"
        + " permessage-deflate; client_no_context_takeover",
  })
  void offersThatAreAccepted_byWhoKeepsWindows(String offer, String answer) {
    assertThat(answer(offer, true)).isEqualTo(answer);
  }

  @Test
  void whoKeepsNoWindows_saysSoForBothSides() {
    String none = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
    assertThat(answer("permessage-deflate", false)).isEqualTo(none);
    assertThat(answer("permessage-deflate; client_no_context_takeover", false)).isEqualTo(none);
    assertThat(answer("permessage-deflate; server_max_window_bits=9", false))
        .isEqualTo(none + "; server_max_window_bits=9");
  }

  @ParameterizedTest
  @CsvSource({
    "x",
    "PerMessage-Deflate",
    "x-webkit-deflate-frame",
    "permessage-deflate; unknown",
    "permessage-deflate; unknown=1",
    "permessage-deflate; SERVER_NO_CONTEXT_TAKEOVER",
    "permessage-deflate; server_no_context_takeover=1",
    "permessage-deflate; server_no_context_takeover=true",
    "permessage-deflate; client_no_context_takeover=0",
    "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
    "permessage-deflate; client_no_context_takeover; client_no_context_takeover",
    "permessage-deflate; server_max_window_bits",
    "permessage-deflate; server_max_window_bits=7",
    "permessage-deflate; server_max_window_bits=16",
    "permessage-deflate; server_max_window_bits=0",
    "permessage-deflate; server_max_window_bits=08",
    "permessage-deflate; server_max_window_bits=010",
    "permessage-deflate; server_max_window_bits=1x",
    "permessage-deflate; server_max_window_bits=+9",
    "permessage-deflate; server_max_window_bits=-9",
    "permessage-deflate; server_max_window_bits=4294967304",
    "permessage-deflate; server_max_window_bits=10; server_max_window_bits=10",
    "permessage-deflate; client_max_window_bits=7",
    "permessage-deflate; client_max_window_bits=16",
    "permessage-deflate; client_max_window_bits=09",
    "permessage-deflate; client_max_window_bits=x",
    "permessage-deflate; client_max_window_bits; client_max_window_bits",
    "permessage-deflate; client_max_window_bits=10; client_max_window_bits",
  })
  void offersThatAreDeclined(String offer) {
    assertThat(answer(offer, true)).isEqualTo("none");
    assertThat(answer(offer + ", " + offer, true)).isEqualTo("none");
    assertThat(answer(offer + ", permessage-deflate", true))
        .as("the fallback after it")
        .isEqualTo("permessage-deflate");
    assertThat(answer("permessage-deflate, " + offer, true))
        .as("the one before it")
        .isEqualTo("permessage-deflate");
  }

  @Test
  void theFirstOfferThatCanBeAcceptedCounts() {
    assertThat(
            answer(
                "x, permessage-deflate; server_max_window_bits=99,"
                    + " permessage-deflate; server_max_window_bits=10, permessage-deflate",
                true))
        .isEqualTo("permessage-deflate; server_max_window_bits=10");
  }

  @Test
  void ourOffers() {
    assertThat(DeflateTerms.offer(true)).isEqualTo("permessage-deflate; client_max_window_bits");
    assertThat(DeflateTerms.offer(false))
        .isEqualTo(
            "permessage-deflate; client_max_window_bits; server_no_context_takeover;"
                + " client_no_context_takeover");
  }

  @ParameterizedTest
  @CsvSource({
    "permessage-deflate, true true 15 15",
    "permessage-deflate; server_no_context_takeover, false true 15 15",
    "permessage-deflate; client_no_context_takeover, true false 15 15",
    "permessage-deflate; client_max_window_bits=9, true true 15 9",
    "permessage-deflate; server_max_window_bits=8, true true 8 15",
    "permessage-deflate; server_max_window_bits=8; client_max_window_bits=15, true true 8 15",
    "permessage-deflate; client_max_window_bits, refused",
    "permessage-deflate; server_max_window_bits, refused",
    "permessage-deflate; server_max_window_bits=16, refused",
    "permessage-deflate; client_max_window_bits=7, refused",
    "permessage-deflate; client_no_context_takeover=1, refused",
    "permessage-deflate; server_no_context_takeover; server_no_context_takeover, refused",
    "permessage-deflate; x, refused",
    "x, refused",
  })
  void answersOfServers(String answer, String terms) {
    assertThat(agreed(answer, true)).isEqualTo(terms);
  }

  /** RFC 7692 section 7.1.1.1: a server that was asked to keep no window has to confirm it. */
  @Test
  void anAnswerThatKeepsAWindowAgainstOurWish_isRefused() {
    assertThat(agreed("permessage-deflate", false)).isEqualTo("refused");
    assertThat(agreed("permessage-deflate; client_no_context_takeover", false))
        .isEqualTo("refused");
    assertThat(agreed("permessage-deflate; server_no_context_takeover", false))
        .isEqualTo("false false 15 15");
  }
}
