#!/usr/bin/env bash
# clap_mangen 0.3.3 with clap 4.6.9: a page without a date shows the version where the date belongs.
#
# A manual page's heading is `.TH title section date source manual`. `Man::date` is optional, and its default is
# an empty text. The heading that is written then has two spaces between section and source, and roff takes
# any number of spaces for one: what follows moves one place to the left. `man` prints the version in the middle
# of the last line, where the date stands on every other page, and no version at all.
# Guessed: an empty part is written as "" and keeps its place.
#
# What Matrikel does: `matrikel man` gives one blank as the date (src/cmd/man.rs), which is quoted and keeps the place.
#
# Fails if the heading keeps the place of an empty date, or if a blank is no longer quoted.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/src"
cat >"$folder/Cargo.toml" <<'TOML'
[package]
name = "empty-date"
version = "1.2.3"
edition = "2021"

[dependencies]
clap = { version = "=4.6.9", default-features = false, features = ["std", "help", "usage"] }
clap_mangen = "=0.3.3"
TOML
cat >"$folder/src/main.rs" <<'RUST'
fn heading(man: &clap_mangen::Man) -> String {
    let mut page = Vec::new();
    man.render(&mut page).expect("a page");
    let page = String::from_utf8(page).expect("text");
    page.lines().find(|line| line.starts_with(".TH")).expect("a heading").to_owned()
}

fn main() {
    let command = || clap::Command::new("demo").version("1.2.3");
    println!("no date:    {}", heading(&clap_mangen::Man::new(command())));
    println!("one blank:  {}", heading(&clap_mangen::Man::new(command()).date(" ")));
}
RUST
cargo run --quiet --manifest-path "$folder/Cargo.toml" >"$folder/seen"
cat "$folder/seen"
# Words and quoted texts, as roff counts them.
count() { grep "^$1" "$folder/seen" | sed 's/^[^.]*//' | grep -oE '"[^"]*"|[^ ]+' | wc -l; }
empty=$(count "no date")
blank=$(count "one blank")
echo "parts of the heading: $empty without a date, $blank with a blank as the date"
[ "$blank" -eq $((empty + 1)) ] || { echo "changed: an empty date keeps its place now"; exit 1; }
echo "as described"
