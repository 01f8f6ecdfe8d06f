//! Measures the cost of photos: time per photo, and peak memory.
//!
//! `TMPDIR=/dev/shm cargo bench --bench pictures -- [PHOTOS] [avif]` generates a site of people
//! with photos of 12 megapixels, and has the real program build it with one thread and with two,
//! for a tenth of the photos and for all: with an empty cache, with cached placeholder colours,
//! and with everything cached. The photos are generated (*dead leaves*, texture and sensor noise)
//! so that they have the spectrum and edges of natural pictures.

#![expect(clippy::print_stdout, reason = "a benchmark is read on the terminal")]
#![expect(
    clippy::disallowed_methods,
    reason = "a benchmark reads the clock and the disk"
)]

mod dead_leaves;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Number of different pictures; further files differ in a comment only, which is enough for the
/// cache to treat them as different photos.
const DIFFERENT: u64 = 4;

/// Width and height of a photo: 12 megapixels.
const SIZE: [u16; 2] = [3000, 4000];

/// Length of a clock tick for processor time in seconds: 100 per second on Linux.
const TICK: f64 = 0.01;

struct Cost {
    wall: f64,
    processor: f64,
    /// Peak resident memory in MiB.
    memory: u64,
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let most = words.iter().find_map(|word| word.parse().ok()).unwrap_or(20);
    let avif = words.iter().any(|word| word == "avif");
    let photos: Vec<Vec<u8>> = (0..DIFFERENT).map(photo).collect();
    let bytes: usize = photos.iter().map(Vec::len).sum();
    println!("photos of {} kB in the mean\n", bytes / photos.len() / 1000);
    println!(
        "| photos | threads | kept | ms for each | processor ms for each | MiB at most |\n\
         |--:|--:|---|--:|--:|--:|"
    );
    for count in [most / 10, most] {
        let site = tempfile::tempdir().expect("a temporary folder");
        write(site.path(), &photos, count, avif);
        for threads in [1, 2] {
            let kept = site.path().join(".matrikel");
            let _ = fs::remove_dir_all(&kept);
            row(site.path(), count, threads, "nothing");
            fs::remove_dir_all(kept.join("images")).expect("pictures");
            row(site.path(), count, threads, "the colours");
            row(site.path(), count, threads, "all");
        }
    }
}

fn row(site: &Path, count: usize, threads: usize, kept: &str) {
    let Cost { wall, processor, memory } = build(site, threads);
    let each =
        |seconds: f64| seconds * 1e3 / f64::from(u32::try_from(count).unwrap_or(1));
    println!(
        "| {count} | {threads} | {kept} | {:.0} | {:.0} | {memory} |",
        each(wall),
        each(processor)
    );
}

/// A photo as JPEG, encoded like a camera would.
fn photo(seed: u64) -> Vec<u8> {
    let [width, height] = SIZE;
    let pixels = dead_leaves::pixels(width.into(), height.into(), seed);
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 90);
    encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::R_4_2_0);
    encoder
        .encode(&pixels, width, height, jpeg_encoder::ColorType::Rgb)
        .expect("a photo can be written");
    bytes
}

/// Writes a site of people, each with a photo.
fn write(site: &Path, photos: &[Vec<u8>], count: usize, avif: bool) {
    let folder = site.join("content/directory");
    fs::create_dir_all(&folder).expect("a folder");
    let settings = format!(
        "title = \"Probe\"\nbase_url = \"https://alumni.example.org/\"\nlanguages = [\"de\"]\n\
         theme = \"campus\"\ntime_zone = \"Europe/Berlin\"\n[pictures]\navif = {avif}\n"
    );
    fs::write(site.join("config.toml"), settings).expect("the settings");
    for (number, photo) in photos.iter().cycle().take(count).enumerate() {
        let entry = format!(
            "---\nname: {{ given: Jana, family: Probe{number} }}\n\
             photo: {{ file: p{number}.jpg, alt: Ein Bild }}\n\
             consent:\n  given: 2026-01-01\n  until: 2036-01-01\n  fields: [photo]\n  \
             channels: [site]\n---\n"
        );
        fs::write(folder.join(format!("p{number}.md")), entry).expect("an entry");
        // A JPEG comment after the start marker makes each file unique.
        let comment = format!("{number:08}");
        let parts = [&photo[..2], b"\xff\xfe\0\x0a", comment.as_bytes(), &photo[2..]];
        fs::write(folder.join(format!("p{number}.jpg")), parts.concat())
            .expect("a photo");
    }
}

/// Builds the site and watches the process until it has ended. Waiting for it comes last, because
/// the system forgets the figures then.
fn build(site: &Path, threads: usize) -> Cost {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_matrikel"))
        .args(["build", "--at", "2026-11-24"])
        .current_dir(site)
        .env("RAYON_NUM_THREADS", threads.to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program can be run");
    let about = |name: &str| {
        fs::read_to_string(format!("/proc/{}/{name}", child.id())).unwrap_or_default()
    };
    let mut memory = 0;
    let processor = loop {
        let status = about("status");
        let line = status.lines().find(|line| line.starts_with("VmHWM:"));
        let number = line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok());
        memory = number.map_or(memory, |kilobytes: u64| kilobytes / 1024);
        let stat = about("stat");
        // The process name may contain anything, so parse from after its closing bracket.
        let fields: Vec<&str> =
            stat.rsplit_once(')').unwrap_or_default().1.split_whitespace().collect();
        if fields.first().is_none_or(|state| *state == "Z") {
            let ticks = |at: usize| fields.get(at).and_then(|n| n.parse::<f64>().ok());
            break (ticks(11).unwrap_or(0.0) + ticks(12).unwrap_or(0.0)) * TICK;
        }
        sleep(Duration::from_millis(2));
    };
    let wall = start.elapsed().as_secs_f64();
    assert!(child.wait().expect("it has ended").success(), "the site can be built");
    Cost { wall, processor, memory }
}
