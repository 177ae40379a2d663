package dev.mg.examples.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The connection to a browser's DevTools port: calls with their answers, and events by session. A
 * session is one tab; no session is the browser itself. Calls may come from any thread.
 */
final class DevTools implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Above what a condition may take that is waited for inside a page. */
  private static final long ANSWER_S = 60;

  /** How the browser says that the page it was asked about is no more. */
  private static final List<String> PAGE_GONE =
      List.of(
          "Inspected target navigated or closed",
          "Execution context was destroyed",
          "Cannot find context with specified id",
          "Cannot find default execution context");

  private final Map<Integer, CompletableFuture<JsonNode>> calls = new ConcurrentHashMap<>();
  private final Map<String, BiConsumer<String, JsonNode>> sessions = new ConcurrentHashMap<>();
  private final WebSocket socket;
  private int lastId;

  DevTools(URI uri) {
    socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(uri, new Reader()).join();
  }

  /** Where the events of a session go from now on, as method and parameters. */
  void listen(String session, BiConsumer<String, JsonNode> listener) {
    sessions.put(session, listener);
  }

  void forget(String session) {
    sessions.remove(session);
  }

  /** Parameters for a call, to be filled. */
  static ObjectNode params() {
    return JSON.createObjectNode();
  }

  /**
   * Calls a method and waits for its result.
   *
   * @throws PageGoneError if a navigation took the page away
   * @throws AssertionError if the browser refuses, or gives no answer
   */
  JsonNode call(@Nullable String session, String method, ObjectNode params) {
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    send(session, method, params, answer);
    try {
      return answer.get(ANSWER_S, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer to " + method + " " + params, e);
    } catch (ExecutionException e) {
      String why = method + " " + params + ": " + e.getCause().getMessage();
      throw PAGE_GONE.stream().anyMatch(why::contains)
          ? new PageGoneError(why, e)
          : new AssertionError(why, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted in " + method, e);
    }
  }

  /** One message at a time: the socket takes no second before the first is sent. */
  private synchronized void send(
      @Nullable String session, String method, ObjectNode params, CompletableFuture<JsonNode> to) {
    int id = ++lastId;
    calls.put(id, to);
    ObjectNode message = params().put("id", id).put("method", method).set("params", params);
    if (session != null) {
      message.put("sessionId", session);
    }
    socket.sendText(message.toString(), true).join();
  }

  private void receive(JsonNode message) {
    if (message.has("id")) {
      CompletableFuture<JsonNode> call = calls.remove(message.get("id").asInt());
      if (call == null) {
        return;
      }
      if (message.has("error")) {
        call.completeExceptionally(new IllegalStateException(message.get("error").toString()));
      } else {
        call.complete(message.path("result"));
      }
    } else {
      BiConsumer<String, JsonNode> listener = sessions.get(message.path("sessionId").asText());
      if (listener != null) {
        listener.accept(message.path("method").asText(), message.path("params"));
      }
    }
  }

  private void fail(Throwable why) {
    calls.values().forEach(call -> call.completeExceptionally(why));
  }

  @Override
  public void close() {
    socket.abort();
  }

  /** The page is no more; another may be there. */
  static final class PageGoneError extends AssertionError {
    private static final long serialVersionUID = 1;

    PageGoneError(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private final class Reader implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket ws, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        try {
          receive(JSON.readTree(text.toString()));
        } catch (JsonProcessingException e) {
          fail(e);
        }
        text.setLength(0);
      }
      ws.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket ws, int code, String reason) {
      fail(new IllegalStateException("the browser closed the connection: " + code + " " + reason));
      return null;
    }

    @Override
    public void onError(WebSocket ws, Throwable why) {
      fail(why);
    }
  }
}
