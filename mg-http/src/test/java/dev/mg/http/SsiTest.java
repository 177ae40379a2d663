package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgStr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Includes found in a page; what is not exactly one is left alone. */
class SsiTest {
  /** The page with each include replaced: F for a file, V for a URL. */
  private static String shown(String page) {
    MgStr text = MgStr.of(page);
    Ssi ssi = new Ssi(text);
    StringBuilder to = new StringBuilder();
    int from = 0;
    while (ssi.next()) {
      to.append(text.slice(from, ssi.start()));
      to.append(ssi.isVirtual() ? "{V " : "{F ").append(ssi.path()).append('}');
      from = ssi.end();
    }
    return to.append(text.slice(from, text.len())).toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "a<!--#include file=\"x.html\" -->b    | a{F x.html}b",
        "a<!--#include virtual=\"/x\"-->b      | a{V /x}b",
        "<!--#include file='x y'-->            | {F x y}",
        "<!--#include  \tfile=\"x\"   -->      | {F x}",
        "<!--#include file=\"\"-->             | {F }",
        "<!--#include file=\"a'b\"-->          | {F a'b}",
        "<!--#include file=\"a\"--><!--#include virtual=\"b\"-->c | {F a}{V b}c",
        "<!--#include file=\"--> \"-->         | {F --> }",
        // left alone
        "<!--#includefile=\"x\"-->             | <!--#includefile=\"x\"-->",
        "<!--#include file=x-->                | <!--#include file=x-->",
        "<!--#include file=\"x-->              | <!--#include file=\"x-->",
        "<!--#include file=\"x\" more -->      | <!--#include file=\"x\" more -->",
        "<!--#include path=\"x\"-->            | <!--#include path=\"x\"-->",
        "<!-- #include file=\"x\"-->           | <!-- #include file=\"x\"-->",
        "<!--#INCLUDE file=\"x\"-->            | <!--#INCLUDE file=\"x\"-->",
        "<!--#echo var=\"x\"-->                | <!--#echo var=\"x\"-->",
        "<!--#include                          | <!--#include",
        "<!--#include file=                    | <!--#include file=",
        "<!--#include file=\"x\"               | <!--#include file=\"x\"",
        "<!--#include file=\"x\"--             | <!--#include file=\"x\"--",
        // and what follows it is found
        "<!--#include <!--#include file=\"x\"-->b | <!--#include {F x}b",
        "<!--#include file='<!--#include file=\"x\"-->b | <!--#include file='{F x}b",
      })
  void pages(String page, String expected) {
    assertThat(shown(page)).isEqualTo(expected);
  }

  @Test
  void anyPrefixOfAPage_isTaken() {
    String page = "ab<!--#include\r\n file=\"x\"\r\n-->cd<!--#include virtual='y' -->";
    assertThat(shown(page)).isEqualTo("ab{F x}cd{V y}");
    int end = page.indexOf("cd");
    for (int n = 0; n < page.length(); n++) {
      String prefix = page.substring(0, n);
      assertThat(shown(prefix)).isEqualTo(n < end ? prefix : "ab{F x}" + prefix.substring(end));
    }
  }
}
