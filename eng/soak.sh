#!/usr/bin/env bash
# The long forms of the reliability tests, one after the other, and a table of what they measured beside the goals:
#   eng/soak.sh MINUTES [--store pg|sqlite]
# Kills share half of the time, at most 1,000 a store; the rest is an outage of 30 s, 100,000 damaged inputs a parser, 200 clients for 60 s, reads and
# writes alone, and whether the disk is asked before a write is acknowledged (strace). Ends with 1 when anything was not as promised.
set -euo pipefail
cd "$(dirname "$0")/.."
[[ ${1:-} =~ ^[0-9]+$ ]] && [ "$1" -ge 1 ] || { echo "soak.sh: say for how many minutes: eng/soak.sh MINUTES [--store pg|sqlite]" >&2; exit 2; }
minutes=$1 store=both
if [ "${2:-}" = --store ]; then store=${3:?pg or sqlite}; fi
case $store in
  both) kinds=(Sqlite Postgres) names=(a_file PostgreSQL) ;;
  sqlite) kinds=(Sqlite) names=(a_file) ;;
  pg) kinds=(Postgres) names=(PostgreSQL) ;;
  *) echo "soak.sh: --store is pg or sqlite, not $store" >&2; exit 2 ;;
esac
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
MATCHING_PG_BINDIR=$(eng/setup-postgres.sh)
eng/setup-tools.sh >/dev/null
MATCHING_FIGURES=$(mktemp)
export MATCHING_PG_BINDIR MATCHING_FIGURES
artifacts=${MATCHING_ARTIFACTS:-artifacts}
for project in Storage.Tests Api.Tests; do dotnet build -c Release --artifacts-path "$artifacts" -v quiet "tests/$project"; done

failed=0
run() { # run PROJECT NAME-PATTERN… : the tests whose names match, with what they say only where one fails
  local project=$1 log; shift; log=$(mktemp)
  local filters=(); for pattern in "$@"; do filters+=(-method "$pattern"); done
  echo "soak: $* (load $(cut -d' ' -f1 /proc/loadavg))" >&2
  if ! "$artifacts/bin/$project/release/Matching.$project" "${filters[@]}" -noColor >"$log" 2>&1 || ! grep -q 'Total: [1-9]' "$log"; then
    failed=1; cat "$log" >&2; printf '%s\tFAILED\t\n' "$*" >>"$MATCHING_FIGURES"
  fi
  rm -f "$log"
}

export MATCHING_KILLS=1000 MATCHING_SERVER_KILLS=1000 MATCHING_KILL_SECONDS=$((minutes * 60 / 2 / (2 * ${#kinds[@]})))
for kind in "${kinds[@]}"; do run Storage.Tests "*.${kind}KillTests.*"; done
for name in "${names[@]}"; do run Api.Tests "*.ServerKillTests.On_$name*"; done
export MATCHING_OUTAGE_SECONDS=30 MATCHING_LOAD_SECONDS=60 MATCHING_GOAL_SECONDS=20
if [ "$store" != sqlite ]; then run Api.Tests "*.StoreReachTests.*"; fi
for name in "${names[@]}"; do run Api.Tests "*.Two_hundred_clients_on_$name*" "*.Reads_and_writes_alone_on_$name*"; done
if [ "$store" != pg ]; then
  run Api.Tests "*.DurableTests.*"
fi
# A quarter of an hour on two cores that have nothing else to do; fewer when there is less time.
export MATCHING_FUZZ_CASES=$((minutes >= 30 ? 100000 : minutes * 3000))
run Api.Tests "*.FuzzTests.*"

echo
echo "$(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg), $(git rev-parse --short HEAD)"
column -t -s "$(printf '\t')" -N measured,value,goal "$MATCHING_FIGURES"
rm -f "$MATCHING_FIGURES"
exit $failed
