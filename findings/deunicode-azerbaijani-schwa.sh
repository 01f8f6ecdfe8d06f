#!/usr/bin/env bash
# deunicode 1.6.2: the Azerbaijani letter Ə (U+018F, U+0259) becomes “@” and not a letter.
#
# deunicode gives the letters a to z for letters of every script: `Ő` is `O`, `Đ` is `D`, `Þ` is `Th`. The schwa is a letter of
# the Latin alphabet of Azerbaijani and stands in most of its names (Əliyeva, Məmmədov). Both its cases become `@`, the sign of
# that sound in phonetic notation in ASCII (X-SAMPA). Whoever keeps only letters of the result loses the letter: an address
# of a page becomes `gulnar-liyeva`, and a search for “Eliyeva”, as passports write it, finds nothing. The turned e of African
# alphabets (U+018E, U+01DD) becomes `3` and `@`.
# Guessed: a letter, as for every other letter of a Latin alphabet; `E` and `e`, as in passports.
#
# What Matrikel does: a table of letters before deunicode (src/base/slug.rs, src/audit/tokens.rs), with `e` for all four.
#
# Fails if the schwa becomes a letter.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/src"
cat >"$folder/Cargo.toml" <<'TOML'
[package]
name = "schwa"
version = "0.0.0"
edition = "2021"

[dependencies]
deunicode = "=1.6.2"
TOML
cat >"$folder/src/main.rs" <<'RUST'
fn main() {
    for name in ["Əliyeva", "Məmmədov", "Ǝ", "ǝ", "Őri", "Đukić", "Þór"] {
        println!("{name}: {}", deunicode::deunicode(name));
    }
}
RUST
cargo run --quiet --manifest-path "$folder/Cargo.toml" >"$folder/seen"
cat "$folder/seen"
grep -qx 'Əliyeva: @liyeva' "$folder/seen" || { echo "changed: the capital schwa is another sign now"; exit 1; }
grep -qx 'Məmmədov: M@mm@dov' "$folder/seen" || { echo "changed: the small schwa is another sign now"; exit 1; }
grep -qx 'Ǝ: 3' "$folder/seen" || { echo "changed: the turned e is another sign now"; exit 1; }
grep -qx 'Őri: Ori' "$folder/seen" || { echo "changed: other letters"; exit 1; }
echo "as described"
