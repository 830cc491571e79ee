#!/usr/bin/env bash
# Makes sure that a PostgreSQL (15 or later) with pgvector 0.8.0 or later is here, for the tests of the store, and prints its bin folder on the last line.
# Idempotent. Needs root only when something has to be installed. MATCHING_PG_BINDIR forces one that is here already, with whatever pgvector it has.
# Where the system has no package of it (Debian 12) or an older one (Ubuntu 24.04), Debian's newest source that the mirror gives is built against
# the PostgreSQL of this machine. An operator's server should have 0.8.7 or later: docs/operations.md says why.
set -euo pipefail
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive
say() { printf 'setup-postgres: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }
OLDEST=0.8.0   # the first with iterative scans
new_enough() { dpkg --compare-versions "$1" ge "$OLDEST"; }
ready() { [ -x "$1/postgres" ] && [ -x "$1/initdb" ] || return 1
  local n s; n=$(basename "$(dirname "$1")")
  for s in "/usr/share/postgresql/$n" "$("$1/pg_config" --sharedir 2>/dev/null || true)"; do
    [ -e "$s/extension/vector.control" ] && [ -e "$(dirname "$1")/lib/vector.so" -o -e "$("$1/pg_config" --pkglibdir 2>/dev/null)/vector.so" ] || continue
    [ -n "${MATCHING_PG_BINDIR:-}" ] || new_enough "$(sed -n "s/^default_version = '\(.*\)'/\1/p" "$s/extension/vector.control")" && return 0; done; return 1; }
newest() { { ls -d /usr/lib/postgresql/*/bin 2>/dev/null || true; } | sort -t/ -k5,5nr; }
find_ready() { local b; if [ -n "${MATCHING_PG_BINDIR:-}" ]; then ready "$MATCHING_PG_BINDIR" && echo "$MATCHING_PG_BINDIR"; return; fi
  while read -r b; do if ready "$b"; then echo "$b"; return; fi; done < <(newest); return 1; }

if b=$(find_ready); then say "already there: $("$b/postgres" -V)"; echo "$b"; exit 0; fi
[ "$(id -u)" = 0 ] || die "no PostgreSQL with pgvector here, and installing one needs root (sudo $0)"
command -v apt-get >/dev/null || die "no apt-get: install PostgreSQL 15+ with pgvector by hand and set MATCHING_PG_BINDIR"
exec 9>/var/lock/matching-setup-postgres.lock; flock 9
if b=$(find_ready); then echo "$b"; exit 0; fi
APT=(apt-get -y -q -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 -o Dpkg::Options::=--force-confold --no-install-recommends)
update() { local i; for i in 1 2 3 4 5 6; do "${APT[@]}" "$@" update >&2 && return 0; say "apt-get update failed (another apt running?), trying again"; sleep 10; done; return 1; }
update
install_pg() { # no system cluster is wanted: keep postgresql-common from making and starting one
  if [ ! -e /etc/postgresql-common/createcluster.conf ]; then mkdir -p /etc/postgresql-common; echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.conf; fi
  "${APT[@]}" install "$@" >&2; }

p=$(apt-cache search --names-only '^postgresql-[0-9]+-pgvector$' | awk '{print $1}' | sort -t- -k2,2nr | head -1)
if [ -n "$p" ] && new_enough "$(apt-cache show --no-all-versions "$p" | sed -n 's/^Version: //p')"; then n=${p#postgresql-}; n=${n%-pgvector}; say "installing $p"; install_pg "postgresql-$n" "$p"
  b=$(find_ready) || die "$p is installed but was not found"; echo "$b"; exit 0; fi

# --- build ---------------------------------------------------------------------------------------
b=$(newest | head -1)
if [ -z "$b" ]; then n=$(apt-cache search --names-only '^postgresql-[0-9]+$' | awk '{print $1}' | sort -t- -k2,2nr | head -1); n=${n#postgresql-}; [ -n "$n" ] || die "apt offers no PostgreSQL"
  install_pg "postgresql-$n"; b=/usr/lib/postgresql/$n/bin; fi
n=$(basename "$(dirname "$b")"); v=$(dpkg-query -W -f '${Version}' "postgresql-$n")
command -v gcc >/dev/null && command -v make >/dev/null && [ -e /usr/include/stdio.h ] || "${APT[@]}" install gcc make libc6-dev >&2
W=$(mktemp -d /tmp/pgvector-build.XXXXXX); trap 'rm -rf "$W"' EXIT; chmod 755 "$W"; mkdir -p "$W"/{lists,cache/archives,src,hdr,sources.d}/partial "$W/dl"; chown _apt "$W/dl" "$W/src" 2>/dev/null || true
# headers: unpacked privately, so nothing installed is upgraded; same version as the server, else any of its major
(cd "$W/dl"; "${APT[@]}" download "postgresql-server-dev-$n=$v" >&2 || "${APT[@]}" download "postgresql-server-dev-$n" >&2
 for d in *.deb; do dpkg-deb -x "$d" "$W/hdr"; done)
# source: Debian 14's source package, else Debian 13's, over a private apt state, from the mirror this machine already uses, else from Debian's own
IFS='|' read -r uri key < <(apt-get indextargets --format '$(REPO_URI)|$(SIGNED_BY)|$(RELEASE)|$(COMPONENT)|$(ORIGIN)' 'Created-By: Packages' | awk -F'|' '$4=="main" && $5=="Debian" && $3 !~ /security|updates|backports/ {print $1"|"$2; exit}') || true
case "${key:-}" in /*) ;; *) key=/usr/share/keyrings/debian-archive-keyring.gpg; [ -e "$key" ] || "${APT[@]}" install debian-archive-keyring >&2 ;; esac
PRIV=(-o Dir::State::lists="$W/lists" -o Dir::Cache="$W/cache" -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$W/sources.d")
fetch() { printf 'Types: deb-src\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: %s\n' "${uri:-http://deb.debian.org/debian}" "$1" "$key" > "$W/sources.d/pgvector.sources"
  update "${PRIV[@]}" && (cd "$W/src"; "${APT[@]}" "${PRIV[@]}" source --download-only pgvector >&2); }
fetch forky || { say "Debian 14's source is not to be had, taking Debian 13's"; fetch trixie; }
(cd "$W/src"; tar -xzf pgvector_*.orig.tar.gz)
cd "$W"/src/pgvector-*/
M=(with_llvm=no OPTFLAGS= PG_CONFIG="$b/pg_config" includedir_server="$W/hdr/usr/include/postgresql/$n/server")
make -s -j"$(nproc)" "${M[@]}" >&2
lib=$("$b/pg_config" --pkglibdir) ext=$("$b/pg_config" --sharedir)/extension
install -m 644 sql/vector--*.sql "$ext/"; install -m 755 -s vector.so "$lib/vector.so"; install -m 644 vector.control "$ext/"   # control last: it marks the work as done
b=$(find_ready) || die "built, but not found"
say "built pgvector $(sed -n "s/^default_version = '\(.*\)'/\1/p" vector.control) for $("$b/postgres" -V)"; echo "$b"
