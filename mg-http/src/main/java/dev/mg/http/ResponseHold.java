package dev.mg.http;

/** What a response in pieces holds while it lasts. */
interface ResponseHold {
  /** The response is over, or its connection is. Called once. */
  void release();
}
