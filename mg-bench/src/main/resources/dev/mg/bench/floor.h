/*
 * What the C servers share: one thread, epoll, and all that is the same whatever is spoken. Who
 * includes this defines the functions declared first.
 *
 * PROGRAM PORT: serves 127.0.0.1:PORT (0 = any free one) until SIGTERM or the end of its standard
 * input, so that it does not outlive who started it.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
  MAX_FDS = 65536,
  MAX_EVENTS = 1024
};

/* A connection was accepted. */
static void begin(int fd);

/* There is something to read: 0, or -1 if the connection is to be closed. */
static int serve(int fd);

/* The connection is about to be closed. */
static void end(int fd);

static void die(const char *what) {
  perror(what);
  exit(1);
}

/* 0, or -1 if the connection is to be closed. */
static int write_all(int fd, const void *bytes, size_t len) {
  for (size_t done = 0; done < len;) {
    ssize_t n = send(fd, (const char *) bytes + done, len - done, MSG_NOSIGNAL);
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
      begin(fd);
    }
  }
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

  for (;;) {
    static struct epoll_event events[MAX_EVENTS];
    static char said[4096];
    int n = epoll_wait(ep, events, MAX_EVENTS, -1);
    for (int i = 0; i < n; i++) {
      int fd = events[i].data.fd;
      if (fd == listener) {
        accept_all(ep, listener);
      } else if (fd != STDIN_FILENO) {
        if (serve(fd) < 0) {
          end(fd);
          close(fd);
        }
      } else if (read(fd, said, sizeof said) == 0) {
        return 0;
      }
    }
  }
}
