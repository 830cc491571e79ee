#!/usr/bin/env bash
# Installs what the tests need where it is missing (Debian and Ubuntu), then runs every test.
# Arguments are passed on to dotnet test, e.g. ./test.sh --project tests/Matching.Tests
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

command -v dotnet >/dev/null || { echo "test.sh: the .NET 10 SDK is missing; see https://dotnet.microsoft.com/download" >&2; exit 1; }
MATCHING_CHROMIUM=$(eng/setup-tools.sh)
MATCHING_PG_BINDIR=$(eng/setup-postgres.sh)
export MATCHING_CHROMIUM MATCHING_PG_BINDIR

if [ $# -eq 0 ]; then set -- --solution Matching.sln; fi
exec dotnet test "$@"
