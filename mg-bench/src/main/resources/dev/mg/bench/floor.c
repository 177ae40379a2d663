/*
 * The least a single-threaded HTTP server can do on Linux: epoll, read, count the ends of request
 * heads, write that many fixed answers at once. What it costs is the floor the others stand on.
 * It understands nothing else of HTTP, so requests must have no body.
 *
 * floor PORT: serves 127.0.0.1:PORT (0 = any free one) until SIGTERM or the end of its standard
 * input, so that it does not outlive who started it.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define ANSWER                               \
  "HTTP/1.1 200 OK\r\n"                      \
  "Content-Type: text/plain\r\n"             \
  "Date: Thu, 01 Jan 2026 00:00:00 GMT\r\n"  \
  "Content-Length: 13\r\n"                   \
  "\r\n"                                     \
  "Hello, World!"

enum { ANSWER_LEN = sizeof(ANSWER) - 1, BATCH = 512, MAX_FDS = 65536, MAX_EVENTS = 1024 };

static char answers[BATCH * ANSWER_LEN];
static char in[65536];
/* How much of the end of a head each connection has seen: 0 to 3 bytes of CR LF CR LF. */
static unsigned char seen[MAX_FDS];

static void die(const char *what) {
  perror(what);
  exit(1);
}

/* Ends of heads in in[0..n), going on where the last read of this connection stopped. */
static int count_heads(int fd, ssize_t n) {
  int heads = 0;
  unsigned state = seen[fd];
  for (ssize_t i = 0; i < n; i++) {
    char ch = in[i];
    if (ch == (state & 1 ? '\n' : '\r')) {
      if (++state == 4) {
        heads++;
        state = 0;
      }
    } else {
      state = ch == '\r';
    }
  }
  seen[fd] = (unsigned char) state;
  return heads;
}

/* 0, or -1 if the connection is to be closed. */
static int write_answers(int fd, int heads) {
  while (heads > 0) {
    int batch = heads < BATCH ? heads : BATCH;
    size_t len = (size_t) batch * ANSWER_LEN;
    for (size_t done = 0; done < len;) {
      ssize_t n = send(fd, answers + done, len - done, MSG_NOSIGNAL);
      if (n > 0) {
        done += (size_t) n;
      } else if (errno == EAGAIN) {
        /* A load generator reads all it asked for, so waiting here is rare and short. */
        struct pollfd room = {.fd = fd, .events = POLLOUT};
        poll(&room, 1, 1000);
      } else if (errno != EINTR) {
        return -1;
      }
    }
    heads -= batch;
  }
  return 0;
}

static void accept_all(int ep, int listener) {
  int one = 1;
  int fd;
  while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
    struct epoll_event ev = {.events = EPOLLIN, .data.fd = fd};
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (fd >= MAX_FDS || epoll_ctl(ep, EPOLL_CTL_ADD, fd, &ev) < 0) {
      close(fd);
    } else {
      seen[fd] = 0;
    }
  }
}

static void serve(int fd) {
  ssize_t n = read(fd, in, sizeof in);
  if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (n <= 0 || write_answers(fd, count_heads(fd, n)) < 0) close(fd);
}

static int listen_on(const char *port) {
  struct sockaddr_in addr = {.sin_family = AF_INET, .sin_port = htons((unsigned short) atoi(port))};
  socklen_t len = sizeof addr;
  int one = 1;
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (fd < 0) die("socket");
  addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(fd, (struct sockaddr *) &addr, len) < 0) die("bind");
  if (listen(fd, 1024) < 0) die("listen");
  getsockname(fd, (struct sockaddr *) &addr, &len);
  printf("listening on http://127.0.0.1:%d (floor)\n", ntohs(addr.sin_port));
  fflush(stdout);
  return fd;
}

int main(int argc, char **argv) {
  int listener = listen_on(argc > 1 ? argv[1] : "0");
  int ep = epoll_create1(0);
  if (ep < 0) die("epoll_create1");
  struct epoll_event ev = {.events = EPOLLIN, .data.fd = listener};
  if (epoll_ctl(ep, EPOLL_CTL_ADD, listener, &ev) < 0) die("epoll_ctl");
  /* Refused for a file or /dev/null, which have no end to wait for. */
  ev.data.fd = STDIN_FILENO;
  epoll_ctl(ep, EPOLL_CTL_ADD, STDIN_FILENO, &ev);
  for (int i = 0; i < BATCH; i++) memcpy(answers + i * ANSWER_LEN, ANSWER, ANSWER_LEN);

  for (;;) {
    static struct epoll_event events[MAX_EVENTS];
    int n = epoll_wait(ep, events, MAX_EVENTS, -1);
    for (int i = 0; i < n; i++) {
      int fd = events[i].data.fd;
      if (fd == listener) {
        accept_all(ep, listener);
      } else if (fd != STDIN_FILENO) {
        serve(fd);
      } else if (read(fd, in, sizeof in) == 0) {
        return 0;
      }
    }
  }
}
