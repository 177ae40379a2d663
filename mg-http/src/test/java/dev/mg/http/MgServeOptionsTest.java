package dev.mg.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Misuse is told at the call, with the value. */
class MgServeOptionsTest {
  @TempDir Path dir;

  private static void refused(Consumer<MgServeOptions> call, String... words) {
    assertThatThrownBy(() -> call.accept(new MgServeOptions()))
        .isInstanceOf(MgException.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void folders() throws Exception {
    Path file = FilesRig.file(dir, "a.txt", "");
    refused(o -> o.rootDir(dir + "/none"), dir + "/none", "cannot be served: it is not there");
    refused(o -> o.rootDir("/=" + dir + ",/b=" + dir + "/none"), dir + "/none");
    refused(o -> o.rootDir(file.toString()), "no folder");
    refused(o -> o.rootDir("a\0b"), "no path");
    for (String list : new String[] {"", " ", "/a=", "/a=" + dir + ", /b= "}) {
      refused(o -> o.rootDir(list), "'" + list + "'", "lacks a folder");
    }
    refused(o -> o.root("x", dir), "'x'", "slash");
    refused(o -> o.root("/%zz", dir), "'/%zz'");
    refused(o -> o.rootDir("x=" + dir), "'x'", "slash");
  }

  @Test
  void resources() {
    ClassLoader loader = getClass().getClassLoader();
    refused(o -> o.resources(loader, "no/such/folder"), "'no/such/folder'", "class path");
    refused(o -> o.resources(loader, ""), "''");
    refused(o -> o.resources(loader, "/dev"), "'/dev'");
    refused(o -> o.resources(loader, "dev/"), "'dev/'");
  }

  @Test
  void texts() {
    refused(o -> o.extraHeaders("X: y"), "'X: y'");
    refused(o -> o.extraHeaders("X: a\nb\r\n"), "control");
    refused(o -> o.extraHeaders("Content-Length: 1\r\n"), "Content-Length");
    refused(o -> o.mimeTypes("foo"), "'foo'");
    refused(o -> o.mimeTypes("a=b/c,foo="), "'foo='");
    refused(o -> o.mimeTypes("=a/b"), "'=a/b'");
    refused(o -> o.mimeTypes("foo=a/b\r\nX: y"), "foo=");
    refused(o -> o.page404("404.html"), "'404.html'", "/404.html");
  }
}
