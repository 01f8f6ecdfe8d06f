//! The names that sync clients, file managers and editors give to a copy of a file.
//!
//! In comes the name of a file or folder, out go the names that it may be a copy of. Whether there
//! is such a file is for others to see: a name alone never proves a copy.

use super::slug::composed;

/// Words for a copy: German, English, Polish, Czech, Sorbian, and of the neighbours.
const COPIES: [&str; 14] = [
    "copy",
    "kopie",
    "kopia",
    "kopii",
    "kopija",
    "copie",
    "copia",
    "cópia",
    "duplicate",
    "duplikat",
    "duplikát",
    "backup",
    "sicherung",
    "sicherungskopie",
];

/// Beginnings of words for a conflict between two versions, and for what was rescued.
const CONFLICTS: [&str; 11] = [
    "conflict",
    "konflikt",
    "konflikc",
    "conflit",
    "sfconflict",
    "kolidujíc",
    "skonfliktowan",
    "wiederhergestellt",
    "recovered",
    "odzyskan",
    "obnoven",
];

/// What follows the last dot before the extension: `jana.orig.md`.
const SEGMENTS: [&str; 7] = ["orig", "bak", "old", "backup", "copy", "kopie", "conflict"];

/// What a merge tool of Git appends: `jana_LOCAL_4711.md`.
const MERGES: [&str; 4] = ["BACKUP", "BASE", "LOCAL", "REMOTE"];

/// What stands between “copy” and the name of the original.
const JOINTS: [&str; 8] =
    ["of ", "von ", "z ", "souboru ", "pliku ", "de ", "wot ", "- "];

/// Highest number that a file manager is taken to have given: 2026 is a year.
const HIGHEST: u32 = 99;

/// The names that a file may be a copy of, as [`plain`] writes them, the nearest first; none for
/// most names. The copy of a copy may be one of the first original too.
pub fn originals(name: &str) -> Vec<String> {
    if !may_be_copy(name) {
        return Vec::new();
    }
    let name = composed(name);
    let (stem, extension) = split(&name);
    let mut found = of_stem(stem, extension);
    // The mark of a copy may stand before the language too: `jana (Kopie).en.md`.
    if let Some((inner, language)) = stem.rsplit_once('.')
        && language.len() == 2
        && language.bytes().all(|b| b.is_ascii_lowercase())
    {
        found.extend(of_stem(inner, &name[inner.len()..]));
    }
    found
}

/// A name without its extension, and that with its dot.
fn split(name: &str) -> (&str, &str) {
    match name.rsplit_once('.') {
        Some((stem, end)) if !stem.is_empty() && !end.contains([' ', '(', ')']) => {
            (stem, &name[stem.len()..])
        }
        _ => (name, ""),
    }
}

fn of_stem(stem: &str, extension: &str) -> Vec<String> {
    let mut stems = vec![stem.to_owned()];
    let mut looked_at = 0;
    while looked_at < stems.len() && stems.len() < 12 {
        let new = shorter(&stems[looked_at]);
        for stem in new {
            if !stems.contains(&stem) {
                stems.push(stem);
            }
        }
        looked_at += 1;
    }
    stems.into_iter().skip(1).map(|stem| plain(&format!("{stem}{extension}"))).collect()
}

/// A name in the form in which it is compared: composed, in small letters.
pub fn plain(name: &str) -> String {
    composed(name).to_lowercase()
}

/// Nearly every name holds none of the signs that stand in all names of copies.
fn may_be_copy(name: &str) -> bool {
    name.bytes().any(|b| b" _([~\xc2\xa0".contains(&b) || b.is_ascii_uppercase())
        || name.matches('.').count() > 1
        || name.contains("-conflict-")
}

/// The stems that are left if one mark of a copy is taken off.
fn shorter(stem: &str) -> Vec<String> {
    let found = [
        in_brackets(stem, '(', ')'),
        in_brackets(stem, '[', ']'),
        after_spaces(stem),
        before(stem),
        after_dot(stem),
        after_underscore(stem),
        after_tilde(stem),
    ];
    let named = found.into_iter().flatten();
    let stems = named.chain(computers(stem)).map(|stem| stem.trim().to_owned());
    stems.filter(|stem| !stem.is_empty()).collect()
}

fn is_number(text: &str) -> bool {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits && text.parse::<u32>().is_ok_and(|number| (1..=HIGHEST).contains(&number))
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

fn is_copy_word(word: &str) -> bool {
    COPIES.contains(&word)
}

fn is_conflict_word(word: &str) -> bool {
    CONFLICTS.iter().any(|known| word.starts_with(known))
}

/// `jana (2)`, `jana(1)`, `jana (Kopie)`, `jana (conflicted copy 2026-11-24 101530)`,
/// `jana [Conflict]`.
fn in_brackets(stem: &str, open: char, close: char) -> Option<String> {
    let (before, inner) = stem.strip_suffix(close)?.rsplit_once(open)?;
    let words = words(inner);
    let marked = is_number(inner.trim())
        || words.iter().any(|word| is_copy_word(word) || is_conflict_word(word));
    marked.then(|| before.to_owned())
}

/// `jana 2`, `jana copy`, `jana Kopie 2`, `jana - Kopie`, `jana — kopia 3`, `jana - Copy (2)` once
/// its number is off.
fn after_spaces(stem: &str) -> Option<String> {
    let spaced: Vec<&str> = stem.split([' ', '\u{a0}']).collect();
    let (last, before) = spaced.split_last()?;
    let off = |count: usize| {
        let kept = spaced[..spaced.len() - count].join(" ");
        kept.trim_end_matches([' ', '-', '–', '—']).to_owned()
    };
    let last = last.to_lowercase();
    if is_copy_word(&last) && !before.is_empty() {
        return Some(off(1));
    }
    if !is_number(&last) || before.is_empty() {
        return None;
    }
    let second = before.last().map(|word| word.to_lowercase()).unwrap_or_default();
    if before.len() > 1 && is_copy_word(&second) {
        return Some(off(2));
    }
    // Finder and iCloud count from 2.
    (last != "1").then(|| spaced[..spaced.len() - 1].join(" "))
}

/// `Kopie von jana`, `Copy (2) of jana`, `Kopia jana`, `Kopie - jana`, `Kopie_von_jana`.
fn before(stem: &str) -> Option<String> {
    let spaced = stem.replace('_', " ");
    let (first, rest) = spaced.split_once(' ')?;
    if !is_copy_word(&first.to_lowercase()) {
        return None;
    }
    let kept = |rest: &str| stem[stem.len() - rest.len()..].to_owned();
    let mut rest = rest.trim_start();
    if let Some((number, after)) = rest.strip_prefix('(').and_then(|r| r.split_once(')'))
        && is_number(number)
    {
        rest = after.trim_start();
    }
    let lower = rest.to_lowercase();
    let joint = JOINTS.iter().find(|joint| lower.starts_with(**joint));
    Some(kept(joint.map_or(rest, |joint| rest[joint.len()..].trim_start())))
}

/// `jana.sync-conflict-20261124-101530-ABCDEFG`, `jana.conflict1`, `jana.orig`.
fn after_dot(stem: &str) -> Option<String> {
    let (before, last) = stem.rsplit_once('.')?;
    let last = last.to_lowercase();
    let marked = last.starts_with("sync-conflict-")
        || SEGMENTS.contains(&last.trim_end_matches(|c: char| c.is_ascii_digit()));
    marked.then(|| before.to_owned())
}

/// `jana_conflict-20261124-101530`, `jana_Kopie`, `jana_LOCAL_4711`.
fn after_underscore(stem: &str) -> Option<String> {
    let (before, last) = stem.rsplit_once('_')?;
    let lower = last.to_lowercase();
    if is_copy_word(&lower) || (is_conflict_word(&lower) && lower.contains('-')) {
        return Some(before.to_owned());
    }
    let is_process = !last.is_empty() && last.bytes().all(|b| b.is_ascii_digit());
    let (name, tool) = before.rsplit_once('_')?;
    (is_process && MERGES.contains(&tool)).then(|| name.to_owned())
}

/// `jana~20261124-101530`, as Syncthing keeps versions, and `jana~`.
fn after_tilde(stem: &str) -> Option<String> {
    let (before, last) = stem.rsplit_once('~')?;
    let is_mark = last.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    is_mark.then(|| before.to_owned())
}

/// `jana-DESKTOP-7H3K2LQ`, `jana-BUERO-PC`, `jana-MacBook Pro von Anna`: `OneDrive` appends the name
/// of the computer.
fn computers(stem: &str) -> Vec<String> {
    let hyphens = stem.match_indices('-').map(|(at, _)| stem.split_at(at));
    let named = hyphens.filter(|(_, rest)| is_computer(&rest[1..]));
    named.map(|(before, _)| before.to_owned()).collect()
}

/// `conflict-20261124-101530`, as older clients of ownCloud append it.
fn is_dated_conflict(name: &str) -> bool {
    let rest = name.strip_prefix("conflict-").unwrap_or("");
    rest.len() >= 8 && rest.bytes().all(|b| b.is_ascii_digit() || b == b'-')
}

fn is_computer(name: &str) -> bool {
    let is_loud = |text: &str| {
        let signs = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-';
        !text.is_empty() && text.bytes().all(signs)
    };
    let windows = ["DESKTOP-", "LAPTOP-", "WIN-"];
    let by_windows = windows.iter().filter_map(|start| name.strip_prefix(start));
    let is_pc = is_loud(name) && (name.ends_with("-PC") || name.ends_with("-NB"));
    let apple = ["MacBook", "MBP", "iMac", "Mac mini", "Mac-mini", "iPad", "iPhone"];
    by_windows.into_iter().any(|rest| rest.len() > 4 && is_loud(rest))
        || is_pc
        || is_dated_conflict(name)
        || apple.iter().any(|device| name.contains(device))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OF_THE_WEIR: &[&str] = &[
        // Dropbox, Nextcloud, ownCloud, Syncthing, Seafile, Unison, rclone
        "das-wehr (conflicted copy 2026-11-24 101530).md",
        "das-wehr (conflicted copy Anna 2026-11-24 101530).md",
        "das-wehr (Annas in Konflikt stehende Kopie 2026-11-24).md",
        "das-wehr (Case Conflict).md",
        "das-wehr (kopia powodująca konflikt 2026-11-24).md",
        "das-wehr (konfliktní kopie 2026-11-24).md",
        "das-wehr_conflict-20261124-101530.md",
        "das-wehr-conflict-20261124-101530.md",
        "das-wehr (wersja w konflikcie).md",
        "das-wehr-Annas-MBP.md",
        "das-wehr.sync-conflict-20261124-101530-ABCDEFG.md",
        "das-wehr~20261124-101530.md",
        "das-wehr (SFConflict anna@example.org 2026-11-24-10-15-30).md",
        "das-wehr (conflict #1 on 2026-11-24).md",
        "das-wehr.conflict1.md",
        "das-wehr [Conflict].md",
        // OneDrive
        "das-wehr-DESKTOP-7H3K2LQ.md",
        "das-wehr-LAPTOP-1A2B3C4D.md",
        "das-wehr-BUERO-PC.md",
        "das-wehr-Annas MacBook Pro.md",
        // iCloud, Finder
        "das-wehr 2.md",
        "das-wehr copy.md",
        "das-wehr copy 2.md",
        "das-wehr Kopie.md",
        "das-wehr Kopie 3.md",
        "das-wehr kopia 2.md",
        "das-wehr – kopie.md",
        // Windows
        "das-wehr - Kopie.md",
        "das-wehr - Kopie (2).md",
        "das-wehr - Kopie - Kopie.md",
        "Das-Wehr - Copy (2).md",
        "das-wehr — kopia.md",
        "das-wehr — kopia (2).md",
        "das-wehr – kopie (2).md",
        "Kopie von das-wehr.md",
        "Kopie (2) von das-wehr.md",
        "Copy of das-wehr.md",
        "Copy (2) of das-wehr.md",
        "Kopia das-wehr.md",
        "Kopia (2) das-wehr.md",
        "Kopie - das-wehr.md",
        "Kopie_von_das-wehr.md",
        // GNOME, Xfce, KDE, browsers
        "das-wehr (copy).md",
        "das-wehr (another copy).md",
        "das-wehr (3rd copy).md",
        "das-wehr (Kopie).md",
        "das-wehr (weitere Kopie).md",
        "das-wehr (3. Kopie).md",
        "das-wehr (Kopie 1).md",
        "das-wehr (kopia).md",
        "das-wehr (kolejna kopia).md",
        "das-wehr (další kopie).md",
        "das-wehr (1).md",
        "das-wehr(1).md",
        "das-wehr (2) (Kopie).md",
        // Git and editors
        "das-wehr.orig.md",
        "das-wehr.bak.md",
        "das-wehr_LOCAL_4711.md",
        "das-wehr_REMOTE_4711.md",
        "das-wehr (Wiederhergestellt).md",
    ];

    #[test]
    fn copies_of_every_client_are_told() {
        for (name, copies) in [
            ("das-wehr.md", OF_THE_WEIR),
            ("photos.yaml", &["photos - Kopie.yaml", "photos (1).yaml", "photos 2.yaml"]),
            ("jana.en.md", &["jana.en 2.md", "jana.en (Kopie).md", "jana (Kopie).en.md"]),
            ("fest.jpg", &["fest (Kopie).jpg", "Fest-DESKTOP-7H3K2LQ.JPG", "fest 2.jpg"]),
            ("müller.md", &["mu\u{308}ller 2.md", "Müller - Kopie.md"]),
            ("jana", &["jana 2", "jana - Kopie", "Kopie von jana", "jana (2)"]),
        ] {
            for copy in copies {
                let originals = originals(copy);
                assert!(originals.contains(&name.to_owned()), "{copy}: {originals:?}");
            }
        }
    }

    #[test]
    fn innocent_names_are_no_copies() {
        for name in [
            "mission-2.md",
            "das-wehr.md",
            "das-wehr-kopie.md",
            "luppe-konflikt.md",
            "copy-shop.md",
            "Sommerfest 2026.md",
            "sommerfest (2026).md",
            "sommerfest (Fotos).jpg",
            "IMG_2.jpg",
            "IMG_1234.jpg",
            "mission_2.md",
            "kapitel 1.md",
            "2.md",
            "Kopie.md",
            "copy.md",
            "a.b.c.md",
            "jana.en.md",
            "mein-desktop-pc.md",
            "Haus-A.jpg",
            "(1).md",
            "wehr 2. Teil.md",
            "",
            ".md",
        ] {
            assert_eq!(originals(name), [""; 0], "{name}");
        }
    }
}
