#!/bin/sh
# Builds mg when something changed, and runs it. See "./mg help".
set -eu

usage() {
  cat <<'TEXT'
./mg                        build if needed, then run the demo on http://127.0.0.1:8000
./mg run [OPTIONS]          the same with options; "./mg run --help" tells all
./mg test [--full] [ARGS]   the test suite; --full adds the long runs; ARGS go to mvn
./mg bench [ARGS]           benchmarks and their report; with --against peers beside other servers
./mg example [NAME ARGS]    one example; without a name, the list
./mg help                   this text

It needs a JDK, 17 or newer, and Maven; JAVA_HOME is honoured.
TEXT
}

die() {
  for line; do printf 'mg: %s\n' "$line" >&2; done
  exit 1
}

# Sets $java, and refuses what is missing or too old. The release file beside a JDK saves a start of it.
find_java() {
  java=${JAVA_HOME:+$JAVA_HOME/bin/java}
  java=${java:-$(command -v java)} || die "no java found: install a JDK, 17 or newer, or set JAVA_HOME"
  [ -x "$java" ] || die "$java is not there: JAVA_HOME must be the folder of a JDK, 17 or newer"
  bin=$(readlink -f "$java" 2>/dev/null) || bin=$java
  version= && release=${bin%/bin/java}/release
  if [ -r "$release" ]; then
    while read -r entry; do
      case $entry in JAVA_VERSION=*) version=${entry#*=} ;; esac
    done <"$release"
  fi
  [ -n "$version" ] || version=$("$java" -version 2>&1 | sed -n 's/.* version \("[^"]*"\).*/\1/p')
  version=${version#\"} && version=${version%\"}
  major=${version#1.} && major=${major%%[!0-9]*}
  [ "${major:-0}" -ge 17 ] || die "$java is Java ${version:-of unknown version}: mg needs 17 or newer"
}

# What only a build needs.
find_tools() {
  command -v mvn >/dev/null || die "no mvn found: install Maven, 3.8.6 or newer"
  [ -x "${bin%/*}/javac" ] || command -v javac >/dev/null ||
    die "no javac beside $java: mg is built with a JDK, a JRE is not enough"
}

# build MODULE JAR OTHER [PROFILE]: makes the jar of that module unless no source is newer than it; OTHER has no part in it.
build() {
  jar=$root/$1/target/$2
  if [ -f "$jar" ]; then
    newer=$(find "$root"/pom.xml "$root"/mg-*/pom.xml "$root"/mg-*/src/main \
      ! -path "$root/$3/*" -newer "$jar" -print | head -n 1)
    [ -n "$newer" ] || return 0
  fi
  find_tools
  log=$root/$1/target/build.log start=$root/$1/target/build.start
  mkdir -p "$root/$1/target" && : >"$start"
  printf 'mg: building %s, log in %s ... ' "$1" "${log#"$PWD"/}" >&2
  if ! mvn -B -ntp -f "$root/pom.xml" -pl "$1" -am package -Dmaven.test.skip=true ${4:+-P"$4"} >"$log" 2>&1; then
    printf 'failed\n\n' >&2
    tail -n 30 "$log" >&2
    exit 1
  fi
  # As old as the start of the build: what was saved during it is newer.
  touch -r "$start" "$jar"
  printf 'done\n' >&2
}

root=$(cd "$(dirname "$0")" && pwd)
command=${1:-run}
case $command in
  help | -h | --help) usage && exit ;;
  -*) command=run ;;
  run | test | bench | example) [ $# -eq 0 ] || shift ;;
  *) die "no such command: $command" "./mg help lists them" ;;
esac

find_java
case $command in
  run | example)
    build mg-examples mg-examples-all.jar mg-bench
    exec "$java" -jar "$jar" "$command" "$@"
    ;;
  bench)
    case " $* " in
      *" --against"*)
        # Beside the benchmarks and not among them, but for JMH, which runs all it finds.
        build mg-bench-peers mg-bench-peers.jar mg-it peers && peers=$jar
        build mg-bench mg-bench.jar mg-it
        classes=$jar && [ "${1:-}" != micro ] || classes=$jar:$peers
        exec "$java" -Ddev.mg.bench.peers="$peers" -cp "$classes" dev.mg.bench.Main bench "$@"
        ;;
    esac
    build mg-bench mg-bench.jar mg-it
    exec "$java" -jar "$jar" bench "$@"
    ;;
  test)
    find_tools
    full=
    if [ "${1:-}" = --full ]; then full=-Ddev.mg.full=true && shift; fi
    exec mvn -B -ntp -f "$root/pom.xml" verify $full "$@"
    ;;
esac
