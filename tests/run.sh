#!/usr/bin/env bash
# Everything that must hold before a change is published: format, lints, tests, documentation,
# and the sample site without a warning. The same locally and in continuous integration.
# Beyond a Rust toolchain it needs a C compiler, for the WebP encoder, and Chromium with Node.js,
# for the preview and the pages, Java, for the checker of HTML, and nginx, Apache and Caddy, for
# the includes that a build writes for them; it installs what is missing
# where it can, and otherwise says in one line what to install.
set -euo pipefail
cd "$(dirname "$0")/.."

need_c_compiler() {
  if command -v cc >/dev/null 2>&1; then return; fi
  if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    apt-get update -qq && apt-get install -y -qq build-essential >/dev/null
  else
    echo "tests/run.sh: install a C compiler (for example: apt-get install build-essential)" >&2
    exit 2
  fi
}

need_servers() {
  local missing=()
  [ -x /usr/sbin/nginx ] || missing+=(nginx-light)
  [ -x /usr/sbin/apache2 ] || missing+=(apache2)
  [ -x /usr/bin/caddy ] || missing+=(caddy)
  if [ ${#missing[@]} = 0 ]; then return; fi
  if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  else
    echo "tests/run.sh: install the web servers (for example: apt-get install ${missing[*]})" >&2
    exit 2
  fi
}

# Asked at the beginning: nobody should learn after ten minutes that something is missing.
need_browser() { tests/browser/run.sh --install; }

need_component() { # COMPONENT COMMAND…
  local component=$1
  shift
  if "$@" >/dev/null 2>&1; then return; fi
  if command -v rustup >/dev/null 2>&1; then
    rustup component add "$component"
  else
    echo "tests/run.sh: install the Rust component $component" >&2
    exit 2
  fi
}

step() { printf '\n== %s\n' "$*"; }

need_c_compiler
need_browser
need_servers
need_component rustfmt cargo fmt --version
need_component clippy cargo clippy --version

# Snapshots are compared, never rewritten here; colours would only get in the way.
export INSTA_UPDATE=no MATRIKEL_SERVERS=required CARGO_TERM_COLOR="${CARGO_TERM_COLOR:-auto}"

step "format"
cargo fmt --check

step "lints, warnings denied"
cargo clippy --locked --all-targets -- -D warnings

step "tests"
cargo test --locked

step "the preview and every page of the site in a browser"
# With the program that the tests have built.
MATRIKEL="${CARGO_TARGET_DIR:-$PWD/target}/debug/matrikel" tests/browser/run.sh

step "documentation, warnings denied"
RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --document-private-items

step "the sample site, warnings denied"
cargo run --locked --quiet -- check --deny warnings

step "all is well"
