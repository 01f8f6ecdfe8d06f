#!/usr/bin/env bash
# Everything that must hold before a change is published: format, lints, tests, documentation,
# the sample site without a warning, and the site in a browser. The same locally and in
# continuous integration. With --install, only what is missing is installed.
#
# Beyond a Rust toolchain it needs a C compiler, for the WebP encoder; Chromium, Node.js and Java,
# for the preview and the pages; nginx, Apache and Caddy, for the includes that a build writes for
# them; git, vim and systemd, with which the program is used. It installs what is missing where it
# can, and otherwise says in one line what to install. Nothing passes unrun: a test whose program
# is missing fails here.
#
# MATRIKEL_TESTS=long asks the same of more cases (tests/support/extent.rs,
# tests/browser/extent.mjs):
#
#   what                                                      short                 long
#   random sites held against the contract of consent         40                    200
#   random edits of such sites                                10                    50
#   random texts, front matter and bytes                      60 of each            300 of each
#   random edits with a memory; with a preview                12; 16                48; 40
#   random changes of a folder that is kept up to date        150                   400
#   kills of a build                                          20                    60
#   made-up sites followed day by day (upcoming)              each kind of change   9 sites
#   sites broken and edited, searched for who is gone         10 and 4              2,000 and 400
#   innocent sites                                            150                   10,000
#   forms of what is planted into outputs; into downloads     every third; fifth    all
#   queries of made-up people, begun; mistyped                60; 200               150; 600
#   pages for axe, layout, html-validate, what is asked for   each kind of element  all
#   headers, footers and menus under keyboard and axe         each kind of element  of every page
#   axe in the dark                                           rules about colours   all rules
#   axe on what a search shows                                each view in German,  each view in both
#                                                             one view in English   languages
set -euo pipefail
cd "$(dirname "$0")/.."
target="${CARGO_TARGET_DIR:-$PWD/target}"

# Where servers and programs of administrators are; not everybody's PATH leads there.
there() { PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin" command -v "$1" >/dev/null 2>&1; }

lacking=()
packages=()
need() { # PROGRAM WHAT PACKAGE…
  if there "$1"; then return; fi
  lacking+=("$2 (on Debian: apt-get install ${*:3})")
  packages+=("${@:3}")
}

install_what_is_lacking() {
  if [ ${#packages[@]} = 0 ]; then return; fi
  if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "tests/run.sh: installing ${packages[*]}"
    apt-get update -qq || true
    if DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null; then return; fi
  fi
  printf 'tests/run.sh: install %s\n' "${lacking[@]}" >&2
  exit 2
}

need_component() { # COMPONENT COMMAND…
  local component=$1
  shift
  if "$@" >/dev/null 2>&1; then return; fi
  if command -v rustup >/dev/null 2>&1 && rustup component add "$component"; then return; fi
  echo "tests/run.sh: install the Rust component $component (rustup component add $component)" >&2
  exit 2
}

# Asked at the beginning: nobody should learn after ten minutes that something is missing.
need_everything() {
  if ! command -v cargo >/dev/null 2>&1; then
    echo "tests/run.sh: install Rust 1.89 or later with rustup" >&2
    exit 2
  fi
  need cc "a C compiler" gcc libc6-dev
  need git "git" git
  need kill "kill" procps
  need setpriv "setpriv" util-linux
  need script "script" bsdutils
  need vim "vim" vim
  need systemd-analyze "systemd-analyze" systemd
  need nginx "nginx" nginx-light
  need apache2 "Apache" apache2
  need caddy "Caddy" caddy
  install_what_is_lacking
  need_component rustfmt cargo fmt --version
  need_component clippy cargo clippy --version
  tests/browser/run.sh --install
}

step() { # NAME COMMAND…: runs it, and notes what it took
  local name=$1 status=0 own TIMEFORMAT='%R %U %S'
  shift
  own=$(mktemp -p "$notes")
  printf '\n== %s\n' "$name"
  { time "$@" 2>&3; } 3>&2 2>"$own" || status=$?
  awk -v name="$name" -v status="$status" '{
    printf "%9.0f %9.0f  %s%s\n", $1, $2 + $3, name, status == 0 ? "" : "  FAILED"
  }' "$own" >>"$notes/table"
  if [ "$status" = 0 ]; then return; fi
  printf '\n== failed: %s\n' "$name" >&2
  return "$status"
}

# Even of a run that fails: what each step took, and which one it was.
table() {
  printf '\n%9s %9s  %s\n' "seconds" "processor" "step"
  cat "$notes/table" 2>/dev/null || true
  printf '%9s %9s  %s\n' "$SECONDS" "" "everything"
  rm -rf "$notes"
}

need_everything
if [ "${1:-}" = --install ]; then exit; fi
notes=$(mktemp -d)
trap table EXIT

# Snapshots are compared, never rewritten here; colours would only get in the way.
export INSTA_UPDATE=no MATRIKEL_TOOLS=required CARGO_TERM_COLOR="${CARGO_TERM_COLOR:-auto}"
program="$target/debug/matrikel"

run_tests() {
  if cargo nextest --version >/dev/null 2>&1; then
    # It knows no tests of documentation: they hold what must not compile.
    cargo nextest run --locked && cargo test --locked --doc
  else
    cargo test --locked --no-fail-fast
  fi
}

documentation() {
  RUSTDOCFLAGS="-D warnings" cargo doc --locked --quiet --no-deps --document-private-items
}

step "format" cargo fmt --check
step "lints" cargo clippy --locked --all-targets -- -D warnings
step "lints without the optional parts" cargo clippy --locked --no-default-features -- -D warnings
step "compiling the tests" cargo test --locked --no-run
step "tests" run_tests
# With the program that the tests have built, as everything after them.
step "the sample site" "$program" check --deny warnings

# One compiler beside the browser, which leaves half of two processors idle.
step "documentation" documentation >"$notes/documentation" 2>&1 &
beside=$!
status=0
MATRIKEL="$program" step "the preview and the pages in a browser" tests/browser/run.sh || status=$?
wait "$beside" || status=$?
cat "$notes/documentation"
if [ "$status" != 0 ]; then exit "$status"; fi

printf '\n== all is well\n'
