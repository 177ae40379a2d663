package dev.mg.ws;

import dev.mg.MgException;
import dev.mg.spi.MgCheck;

/**
 * What a program may send: the rules a peer would end the connection for, told where they are
 * broken. Pure; every method throws {@link MgException} or does nothing.
 */
final class SendRules {
  private SendRules() {}

  /**
   * A whole message or a control frame.
   *
   * @param inParts whether a message in parts is under way
   */
  static void check(boolean inParts, int op, byte[] data, int off, int len) {
    switch (op) {
      case MgWs.OP_TEXT, MgWs.OP_BINARY -> {
        if (inParts) {
          throw new MgException(
              "a message in parts is not finished: end it with sendPart(.., OP_CONTINUE, true)");
        }
        if (MgCheck.ON && op == MgWs.OP_TEXT) {
          checkText(data, off, len);
        }
      }
      case MgWs.OP_PING, MgWs.OP_PONG -> checkControl(len);
      case MgWs.OP_CLOSE -> {
        checkControl(len);
        int wrong = CloseCodes.check(data, off, len);
        if (wrong == Violation.CLOSE_CODE.answer()) {
          checkCode(CloseCodes.at(data, off));
        }
        if (wrong != 0) {
          throw new MgException(Violation.of(wrong).text + " was to be sent");
        }
      }
      default ->
          throw new MgException(
              "opcode " + op + " cannot be sent as a message: OP_TEXT is 1, OP_BINARY 2");
    }
  }

  /** A part of a message. */
  static void checkPart(boolean inParts, int op) {
    if (op != MgWs.OP_CONTINUE && op != MgWs.OP_TEXT && op != MgWs.OP_BINARY) {
      throw new MgException("opcode " + op + " cannot be sent in parts: only messages can");
    }
    if (inParts != (op == MgWs.OP_CONTINUE)) {
      throw new MgException(
          inParts
              ? "a message in parts is not finished: go on with OP_CONTINUE"
              : "there is no message to continue: begin with OP_TEXT or OP_BINARY");
    }
  }

  /** A message to many. */
  static void checkPublished(int op, byte[] data, int off, int len) {
    if (op != MgWs.OP_TEXT && op != MgWs.OP_BINARY) {
      throw new MgException(
          "opcode " + op + " cannot be published: only messages can, OP_TEXT is 1, OP_BINARY 2");
    }
    check(false, op, data, off, len);
  }

  /** A status code. */
  static void checkCode(int code) {
    if (!CloseCodes.isLegal(code)) {
      throw new MgException(
          "close code "
              + code
              + " must not be sent: 1000 is a normal end, 4000 to 4999 are the program's own");
    }
  }

  /** The payload of a control frame; that of a close frame is a code and a reason. */
  static void checkControl(int len) {
    if (len > FrameHeader.SHORT) {
      throw new MgException(
          "a control frame of "
              + len
              + " bytes: 125 at most, and 123 for the reason of a close frame");
    }
  }

  /** Checked only where checks are on, since it takes a look at every byte. */
  private static void checkText(byte[] data, int off, int len) {
    if (Utf8Validator.feed(Utf8Validator.DONE, data, off, off + len) != Utf8Validator.DONE) {
      throw new MgException("text that is not UTF-8 was to be sent: send it as OP_BINARY");
    }
  }
}
