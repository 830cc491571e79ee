#!/usr/bin/env bash
# A PostgreSQL for tests on the loopback address, which keeps nothing: pg-test-server.sh start BINDIR DATADIR PORT | stop BINDIR DATADIR
# PostgreSQL refuses to run as root; for root it runs as the user postgres.
set -euo pipefail
command=$1 bin=$2 data=$3
as() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups env HOME=/tmp "$@"; else "$@"; fi; }
case $command in
  start)
    mkdir -p "$data"; [ "$(id -u)" != 0 ] || chown postgres: "$data"; cd "$data"
    [ -e "$data/PG_VERSION" ] || as "$bin/initdb" -D "$data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
    as "$bin/pg_ctl" -D "$data" -l "$data/server.log" -w -t 60 start -o "-p $4 -c listen_addresses=127.0.0.1 -c unix_socket_directories='' \
      -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=256MB -c jit=off -c max_wal_size=256MB -c max_connections=200" >/dev/null ;;
  stop) cd "$data"; as "$bin/pg_ctl" -D "$data" -m immediate -w stop >/dev/null ;;
  *) echo "pg-test-server.sh: start or stop, not $command" >&2; exit 1 ;;
esac
