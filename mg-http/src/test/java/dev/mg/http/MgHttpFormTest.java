package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mg.MgStr;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Forms, variable by variable. */
class MgHttpFormTest {
  private static List<String> all(MgHttpForm form) {
    List<String> out = new ArrayList<>();
    while (form.next()) {
      out.add(form.name() + "=" + form.value());
    }
    if (form.isMalformed()) {
      out.add("malformed");
    }
    return out;
  }

  private static List<String> all(String source) {
    return all(new MgHttpForm(MgStr.of(source)));
  }

  @Test
  void variables_comeInOrderAndDecoded() {
    assertThat(all("a=1&b+c=x+y%21&a=%C3%A9&&d&e=&=f&g=h=i&"))
        .containsExactly("a=1", "b c=x y!", "a=\u00e9", "d=", "e=", "=f", "g=h=i");
    assertThat(all("")).isEmpty();
    assertThat(all("&&&")).isEmpty();
  }

  @Test
  void aBrokenEscape_isTold_andEndsThem() {
    assertThat(all("a=1&b=%4&c=2")).containsExactly("a=1", "malformed");
    assertThat(all("a=1&%zz=b&c=2")).containsExactly("a=1", "malformed");
    assertThat(all("%")).containsExactly("malformed");
  }

  @Test
  void thereAreNotMoreThanAForm_couldHave() {
    assertThat(all("a&".repeat(MgHttpForm.MAX_VARIABLES)))
        .hasSize(1_000)
        .doesNotContain("malformed");
    assertThat(all("a&".repeat(MgHttpForm.MAX_VARIABLES + 1))).hasSize(1_001).endsWith("malformed");
  }

  @Test
  void of_takesTheBodyOfAFormOnly() {
    assertThat(
            all(
                MgHttpForm.of(
                    Messages.post("Application/X-WWW-form-urlencoded ; charset=utf-8", "a=b"))))
        .containsExactly("a=b");
    assertThat(MgHttpForm.of(Messages.post("text/plain", "a=b"))).isNull();
    assertThat(MgHttpForm.of(Messages.post("application/x-www-form-urlencoded2", "a=b"))).isNull();
    assertThat(MgHttpForm.of(Messages.get("/", "Host: a"))).isNull();
  }
}
