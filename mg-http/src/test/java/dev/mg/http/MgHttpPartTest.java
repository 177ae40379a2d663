package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgException;
import dev.mg.MgStr;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of a body that is all there. */
class MgHttpPartTest {
  private static List<String> all(MgHttpMessage hm) {
    List<String> out = new ArrayList<>();
    MgHttpPart part = new MgHttpPart();
    int offset = 0;
    while ((offset = MgHttp.nextMultipart(hm, offset, part)) > 0) {
      out.add(part.name + "|" + part.filename + "|" + part.body.latin1());
    }
    out.add(offset == 0 ? "end" : "malformed");
    return out;
  }

  private static String named(String disposition) {
    String body = "--b\r\nContent-Disposition: " + disposition + "\r\n\r\nx\r\n--b--";
    List<String> out = all(Messages.post("multipart/form-data; boundary=b", body));
    return out.size() == 1 ? out.get(0) : out.get(0).substring(0, out.get(0).length() - 2);
  }

  @Test
  void parts_areThoseOfABrowser() {
    String body =
        "------WebKitFormBoundary7MA4YWxk\r\n"
            + "Content-Disposition: form-data; name=\"text\"\r\n\r\nhi \r\n"
            + "------WebKitFormBoundary7MA4YWxk\r\n"
            + "Content-Disposition: form-data; name=\"file\"; filename=\"a b.txt\"\r\n"
            + "Content-Type: text/plain\r\n\r\n1\r\n2\r\n\r\n"
            + "------WebKitFormBoundary7MA4YWxk--\r\n";
    MgHttpMessage hm =
        Messages.post("multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxk", body);
    assertThat(all(hm)).containsExactly("text||hi ", "file|a b.txt|1\r\n2\r\n", "end");

    MgHttpPart part = new MgHttpPart();
    int second = MgHttp.nextMultipart(hm, 0, part);
    assertThat(part.isFile()).isFalse();
    assertThat(part.header("content-type")).isNull();
    assertThat(MgHttp.nextMultipart(hm, second, part)).isPositive();
    assertThat(part.isFile()).isTrue();
    assertThat(part.header("content-type")).hasToString("text/plain");
    assertThat(part.headers.count()).isEqualTo(2);
    assertThat(part.body.buf()).as("a view").isSameAs(hm.body.buf());
  }

  @Test
  void partsWithoutData_andNone() {
    MgHttpMessage two =
        Messages.post("multipart/mixed; boundary=b", "--b\r\nA: b\r\n\r\n--b\r\n\r\n\r\n--b--");
    assertThat(all(two)).containsExactly("||", "||", "end");
    assertThat(all(Messages.post("multipart/mixed; boundary=b", "--b--"))).containsExactly("end");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '!',
      value = {
        "form-data; name=a~a|",
        "Form-Data;NAME=\"a\" ;FileName=\"\"~a|",
        "form-data; name=\"a%22b\"; filename=\"c%0d%0A%41%%2\"~!a\"b|c\r\n%41%%2!",
        "form-data; name=\"a\\\"b\"; filename=\"C:\\dir\\x\\\\y\"~a\"b|C:\\dir\\x\\y",
        "form-data; name=\"a;b=c\"; filename=\"\u00c3\u00a9\"~a;b=c|\u00e9",
        "form-data; name=a; filename=b; filename*=UTF-8''c~a|b",
        "form-data; name=a; filename*=UTF-8''c~a|",
        "form-data; filename=b%22~|b%22",
        "attachment;~|",
        "form-data~|",
        "form-data; name=a; name=b~malformed",
        "form-data; filename=a; name=b; filename=a~malformed",
        "form-data; name~malformed",
        "form-data; name=~malformed",
        "form-data; name=\"a~malformed",
        "form-data; name=\"a\\\"~malformed",
        "form-data; name=\"a\"b~malformed",
        "form-data; name=\"a\" filename=\"b\"~malformed",
        "form-data name=a~malformed",
        "form-data; =a~malformed",
        "form-data; name=a b~malformed",
      })
  void names_areThoseOfTheContentDisposition(String disposition, String expected) {
    assertThat(named(disposition)).isEqualTo(expected);
  }

  @Test
  void twoDispositions_areMalformed() {
    String two = "form-data; name=a\r\ncontent-disposition: form-data; name=b";
    assertThat(named(two)).isEqualTo("malformed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--b\r\n\r\nx",
        "--b\r\n\r\nx\r\n--b",
        "--b\r\n\r\nx\r\n--b-",
        "--b\r\nA : b\r\n\r\nx\r\n--b--",
        "--bx\r\n\r\nx\r\n--b--",
        "",
        "x"
      })
  void whatIsNotWhole_isMalformed(String body) {
    assertThat(all(Messages.post("multipart/form-data; boundary=b", body))).endsWith("malformed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '!',
      value = {
        "multipart/form-data; boundary=a~a",
        "Multipart/Mixed;x=y;BOUNDARY=\"a b:c\" ~a b:c",
        "multipart/form-data; boundary=aA0'()+_,-./:=?~none",
        "multipart/form-data; boundary=\"aA0'()+_,-./:=?\"~aA0'()+_,-./:=?",
        "multipart/form-data; charset=\"; boundary=x\"; boundary=y~y",
        "multipart/form-data~none",
        "multipart/form-data; boundary=~none",
        "multipart/form-data; boundary=\"\"~none",
        "multipart/form-data; boundary=\"a \"~none",
        "multipart/form-data; boundary=a; boundary=a~none",
        "multipart/form-data; boundary=\"a~none",
        "multipart/form-data; boundary=a*~none",
        "multipart/form-data; boundary=a, b~none",
        "multipart/form-data boundary=a~none",
        "multipart/; boundary=a~none",
        "text/plain; boundary=a~none",
        "~none",
      })
  void boundary_isOneOfRfc2046(String type, String boundary) {
    String expected = boundary.equals("none") ? "null" : boundary;
    MgHttpMessage hm = Messages.post(type == null ? "" : type, "");
    assertThat(String.valueOf(MgHttp.boundary(hm))).isEqualTo(expected);
  }

  @Test
  void boundary_has1To70Bytes_andOneField() {
    String most = "x".repeat(70);
    assertThat(MgHttp.boundary(Messages.post("multipart/a; boundary=" + most, "")))
        .hasToString(most);
    assertThat(MgHttp.boundary(Messages.post("multipart/a; boundary=x" + most, ""))).isNull();
    String type = "Content-Type: multipart/a; boundary=a";
    assertThat(MgHttp.boundary(Messages.get("/", type))).hasToString("a");
    assertThat(MgHttp.boundary(Messages.get("/", type, type))).isNull();
    assertThat(MgHttp.boundary(Messages.get("/", "A: b"))).isNull();
  }

  @Test
  void anyBytes_withABoundary() {
    MgStr body = MgStr.of("xx--b\r\n\r\n1\r\n--b--yy").slice(2, 17);
    MgHttpPart part = new MgHttpPart();
    int offset = MgHttp.nextMultipart(body, MgStr.of("b"), 0, part);
    assertThat(offset).isEqualTo(8);
    assertThat(part.body).hasToString("1");
    assertThat(MgHttp.nextMultipart(body, MgStr.of("b"), offset, part)).isZero();
    assertThat(MgHttp.nextMultipart(body, MgStr.of("b*"), 0, part)).isEqualTo(-1);
    assertThat(new String(body.toBytes(), StandardCharsets.US_ASCII)).endsWith("--b--");
  }

  @Test
  void aWrongOffset_throws() {
    MgHttpPart part = new MgHttpPart();
    for (int offset : new int[] {-1, 6}) {
      assertThatThrownBy(() -> MgHttp.nextMultipart(MgStr.of("--b--"), MgStr.of("b"), offset, part))
          .isInstanceOf(MgException.class)
          .hasMessageContaining("offset " + offset);
    }
  }
}
