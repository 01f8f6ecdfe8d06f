#!/usr/bin/env bash
# The preview in a real browser: first its browser side against a mock server, then, if the
# program is built, the program itself. Installs what is missing; once installed, it needs no
# network. MATRIKEL names the program, CHROMIUM the browser.
set -euo pipefail
cd "$(dirname "$0")"

export CHROMIUM="${CHROMIUM:-$(command -v chromium || command -v chromium-browser || true)}"
if [ -z "$CHROMIUM" ]; then
  if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    apt-get update -qq && apt-get install -y -qq chromium >/dev/null
    CHROMIUM=$(command -v chromium)
  else
    echo "tests/browser/run.sh: install Chromium or name it in CHROMIUM" >&2
    exit 2
  fi
fi
if ! command -v npm >/dev/null 2>&1; then
  echo "tests/browser/run.sh: install Node.js 20 or later with npm" >&2
  exit 2
fi
[ -d node_modules ] || npm ci --no-audit --no-fund

tests=(preview.test.mjs)
if [ -n "${MATRIKEL:-}" ] || [ -x ../../target/release/matrikel ] || [ -x ../../target/debug/matrikel ]; then
  tests+=(serve.test.mjs)
else
  echo "tests/browser/run.sh: the program is not built, so only the browser side is tested" >&2
fi
node --test --test-reporter=spec "${tests[@]}"
