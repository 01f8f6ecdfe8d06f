#!/usr/bin/env bash
# moxcms 0.8.1: a table of inks of 8 bits in an ICC profile of version 2 is read with the white of the old form of 16 bits.
#
# Version 2 of the format writes Lab in 16 bits such that white is 0xFF00, version 4 such that it is 0xFFFF; in 8 bits white is 255 in both
# (ICC.1, lut8Type and lut16Type). moxcms goes by the version alone, so that the tables (lut8Type, `mft1`) of most
# profiles of printing inks make light colours lighter: inks of (10, 20, 10, 5) of 255 become (241, 229, 231). LittleCMS 2.17, in Pillow 12.0.0, has
# (239, 228, 231), and so has moxcms if the version in the header is 4.
# Guessed: the version changes nothing where there are 8 bits.
#
# What Matrikel does: it hands such a profile on as one of version 4 (src/pictures/colour.rs), which a test holds against LittleCMS.
#
# Fails if both versions give the same. The profile is one of our own, made for the tests.
set -euo pipefail
profile="$(cd "$(dirname "$0")/.." && pwd)/tests/pictures/profiles/inks.icc"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/src"
cat >"$folder/Cargo.toml" <<'TOML'
[package]
name = "inks"
version = "0.0.0"
edition = "2021"

[dependencies]
moxcms = "=0.8.1"
TOML
cat >"$folder/src/main.rs" <<'RUST'
use moxcms::{ColorProfile, Layout, TransformOptions};

fn main() {
    let mut bytes = std::fs::read(std::env::args().nth(1).expect("a path")).expect("a profile");
    for version in [2, 4] {
        bytes[8] = version;
        let profile = ColorProfile::new_from_slice(&bytes).expect("a profile");
        let options = TransformOptions { prefer_fixed_point: false, ..TransformOptions::default() };
        let srgb = ColorProfile::new_srgb();
        let transform = profile.create_transform_8bit(Layout::Rgba, &srgb, Layout::Rgb, options);
        let mut light = [0; 3];
        transform.expect("a transform").transform(&[10, 20, 10, 5], &mut light).expect("a pixel");
        println!("version {version}: {light:?}");
    }
}
RUST
cargo run --quiet --manifest-path "$folder/Cargo.toml" -- "$profile" >"$folder/seen"
cat "$folder/seen"
grep -qx 'version 2: \[241, 229, 231\]' "$folder/seen" || { echo "changed: version 2"; exit 1; }
grep -qx 'version 4: \[239, 228, 231\]' "$folder/seen" || { echo "changed: version 4"; exit 1; }
echo "as described"
