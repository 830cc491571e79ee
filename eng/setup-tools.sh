#!/usr/bin/env bash
# Makes sure that what the tests start is here: a Chromium for pages, curl for the README, strace to see that the disk is asked before an answer.
# Prints the browser's path on the last line.
# Idempotent. Needs root only when something has to be installed.
set -euo pipefail
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive
say() { printf 'setup-tools: %s\n' "$*" >&2; }
find_browser() { local b; for b in "${MATCHING_CHROMIUM:-}" chromium chromium-browser google-chrome; do
  if [ -n "$b" ] && command -v "$b" >/dev/null; then command -v "$b"; return; fi; done; return 1; }

missing=()
find_browser >/dev/null || missing+=(chromium fonts-liberation)
for tool in curl strace; do command -v "$tool" >/dev/null || missing+=("$tool"); done
if [ ${#missing[@]} -gt 0 ]; then
  command -v apt-get >/dev/null || { say "no apt-get: install ${missing[*]} by hand, and set MATCHING_CHROMIUM if the browser lies elsewhere"; exit 1; }
  [ "$(id -u)" = 0 ] || { say "missing: ${missing[*]}; installing needs root (sudo $0)"; exit 1; }
  say "installing ${missing[*]}"
  for attempt in 1 2 3 4 5; do
    { apt-get -q -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 update \
      && apt-get -y -q -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 --no-install-recommends install "${missing[@]}"; } >&2 && break
    [ "$attempt" -lt 5 ] || exit 1
    say "apt-get failed (another apt running?), trying again"; sleep 10
  done
fi
find_browser
