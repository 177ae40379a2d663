package dev.mg.http;

import dev.mg.MgConnection;
import dev.mg.MgIobuf;
import dev.mg.MgLog;
import dev.mg.MgOn;
import dev.mg.MgStr;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stores the files of one form as they arrive. What goes wrong is answered here: 400 for what is no
 * form or has a name that is not safe, 409 for a name that is taken, 413 for too much, 500 when the
 * disk fails.
 */
final class UploadReceiver implements BodySink {
  private static final String TEXT = "Content-Type: text/plain\r\n";

  private final MgUpload rules;
  private final MgOn.Action<? super MgUploaded> done;
  private final MultipartParser parser = new MultipartParser();
  private final Disposition disposition = new Disposition();
  private final List<UploadFile> files = new ArrayList<>();
  private final List<MgUploaded.Field> fields = new ArrayList<>();
  private final MgIobuf value = new MgIobuf();

  /** The file under way; null while there is none. */
  private @Nullable UploadFile file;

  private long total;
  private int parts;
  private long fieldBytes;
  private boolean isOver;

  UploadReceiver(MgUpload rules, MgStr boundary, MgOn.Action<? super MgUploaded> done) {
    this.rules = rules;
    this.done = done;
    parser.begin(boundary);
  }

  /** As {@link MgHttp#upload(MgConnection, MgHttpMessage, MgUpload, MgOn.Action)} says. */
  static void start(
      MgConnection c, MgHttpMessage hm, MgUpload rules, MgOn.Action<? super MgUploaded> done) {
    ServerConnection s = ServerConnection.of(c);
    // First of all, since it throws where it is too late.
    long expectedBytes = s.expectedBytes(c);
    MgStr type = hm.header("Content-Type");
    MgStr boundary = Boundary.of(hm);
    String form = "multipart/form-data";
    if (type == null
        || type.len() < form.length()
        || !type.slice(0, form.length()).isIgnoreCase(form)) {
      answer(c, 415, "send multipart/form-data");
    } else if (boundary == null) {
      answer(c, 400, "the boundary is missing, or is none");
    } else if (expectedBytes > rules.maxTotalBytes) {
      answer(c, 413, tooMuch("a form", rules.maxTotalBytes));
    } else {
      s.stream(c, new UploadReceiver(rules, boundary, done));
    }
  }

  private static String tooMuch(String what, long bytes) {
    return what + " may have " + bytes + " bytes at most";
  }

  private static void answer(MgConnection c, int status, String why) {
    MgLog.debug(() -> c + ": upload refused: " + why);
    if (ServerConnection.of(c).isUnanswered()) {
      MgHttp.reply(c, status, TEXT, status + " " + StatusLines.reason(status) + ": " + why + "\n");
    } else {
      // The program has begun to answer: cutting that is all that is left to say.
      c.close();
    }
  }

  @Override
  public void take(MgConnection c, MgStr piece) {
    if (isOver) {
      return;
    }
    try {
      if (piece.isEmpty()) {
        end(c);
      } else {
        total += piece.len();
        parser.feed(piece.buf(), piece.off(), piece.off() + piece.len());
        boolean goesOn = total <= rules.maxTotalBytes;
        if (!goesOn) {
          refuse(c, 413, tooMuch("a form", rules.maxTotalBytes));
        }
        while (goesOn) {
          goesOn = step(c);
        }
      }
    } catch (FileAlreadyExistsException e) {
      refuse(c, 409, "a file of that name is there already");
    } catch (IOException e) {
      MgLog.error(c + ": an upload could not be stored in " + rules.dir, e);
      refuse(c, 500, "the file could not be stored");
    }
  }

  /** One step of the parser; false if there is nothing more to do with this piece. */
  private boolean step(MgConnection c) throws IOException {
    return switch (parser.next()) {
      case MultipartParser.PART -> begin(c);
      case MultipartParser.DATA -> data(c);
      case MultipartParser.PART_END -> finish();
      case MultipartParser.REFUSED -> refuse(c, 400, refusal());
      case MultipartParser.MORE -> false;
      default -> true;
    };
  }

  private String refusal() {
    Refusal why = parser.refusal;
    return why == null ? "" : why.why;
  }

  private boolean begin(MgConnection c) throws IOException {
    if (++parts > rules.maxParts) {
      return refuse(c, 413, "a form may have " + rules.maxParts + " parts at most");
    }
    if (!disposition.read(parser.headers) || !disposition.isNamed) {
      return refuse(c, 400, "each part needs one Content-Disposition with a name");
    }
    value.clear();
    // A file input that was left empty comes with an empty name.
    if (disposition.filename.isEmpty()) {
      fieldBytes += disposition.name.len();
      return isWithinFields(c);
    }
    Path target = UploadName.in(rules.dir, disposition.filename);
    if (target == null) {
      return refuse(c, 400, "no file can be stored under that name");
    }
    MgStr type = parser.headers.get("Content-Type");
    String contentType = type == null ? "" : type.toString();
    file = new UploadFile(target, disposition.name.toString(), contentType);
    files.add(file);
    return true;
  }

  private boolean data(MgConnection c) throws IOException {
    MgStr data = parser.data;
    UploadFile to = file;
    if (to == null) {
      if (disposition.isFile) {
        return refuse(c, 400, "a file needs a name");
      }
      fieldBytes += data.len();
      return isWithinFields(c) && value.add(data) >= 0;
    }
    if (data.len() > rules.maxFileBytes - to.bytes) {
      return refuse(c, 413, tooMuch("a file", rules.maxFileBytes));
    }
    to.write(data);
    return true;
  }

  private boolean isWithinFields(MgConnection c) {
    return fieldBytes <= rules.maxFieldBytes
        || refuse(c, 413, tooMuch("the fields of a form", rules.maxFieldBytes));
  }

  private boolean finish() throws IOException {
    if (file != null) {
      file.finish();
      file = null;
    } else if (!disposition.isFile) {
      fields.add(new MgUploaded.Field(disposition.name.toString(), value.toString()));
    }
    return true;
  }

  private void end(MgConnection c) throws IOException {
    if (!parser.isOver()) {
      refuse(c, 400, "the form ended before its last boundary");
      return;
    }
    List<MgUploaded.File> stored = new ArrayList<>();
    for (UploadFile each : files) {
      each.check(rules.overwrites);
    }
    for (UploadFile each : files) {
      each.publish(rules.overwrites);
      stored.add(new MgUploaded.File(each.field, each.target, each.bytes, each.contentType));
    }
    isOver = true;
    done.on(c, new MgUploaded(List.copyOf(stored), List.copyOf(fields)));
  }

  /** Answers, and takes nothing more; false. */
  private boolean refuse(MgConnection c, int status, String why) {
    close();
    answer(c, status, why);
    return false;
  }

  /** Leaves nothing behind of a form that was not stored whole. */
  @Override
  public void close() {
    if (isOver) {
      return;
    }
    isOver = true;
    for (UploadFile each : files) {
      try {
        each.discard();
      } catch (IOException e) {
        MgLog.error("part of an upload could not be deleted", e);
      }
    }
  }
}
