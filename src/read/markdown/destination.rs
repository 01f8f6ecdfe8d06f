//! Classifies link targets: another site by a safe scheme, this site, or unsafe.
//!
//! In comes a target as written, out goes its class. Never lets a scheme through that could run a
//! script.

use crate::base::diagnostic::nearest;

/// The class of a link target.
pub(super) enum Destination {
    Outside,
    Inside,
    Unsafe,
}

/// True for a target that somebody meant as a person: `persn:jana`, `/person:jana`.
pub(super) fn is_nearly_person(target: &str) -> bool {
    if matches!(destination(target), Destination::Outside) {
        return false;
    }
    let mut schemes = target.split('/').map(|part| part.split_once(':').map(|one| one.0));
    // The nearest of these two, since one is two letters from the other.
    let near = |scheme: &str| nearest(scheme.trim(), ["person", "version"]);
    let first = schemes.next().flatten().and_then(near);
    first.as_deref() == Some("person")
        || schemes.flatten().any(|scheme| scheme.trim().eq_ignore_ascii_case("person"))
}

/// Classifies a target as written.
pub(super) fn destination(target: &str) -> Destination {
    const SAFE: [&str; 5] = ["http:", "https:", "mailto:", "tel:", "webcal:"];
    // Browsers ignore these characters inside a scheme, so `java\tscript:` would run.
    let plain: String =
        target.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let lower = plain.to_ascii_lowercase();
    let scheme_end = lower.find(':').unwrap_or(usize::MAX);
    let path_start = lower.find(['/', '?', '#']).unwrap_or(usize::MAX);
    if lower.starts_with("//") {
        Destination::Unsafe
    } else if lower.starts_with('#')
        || SAFE.iter().any(|scheme| lower.starts_with(scheme))
    {
        Destination::Outside
    } else if scheme_end < path_start || lower.is_empty() {
        Destination::Unsafe
    } else {
        Destination::Inside
    }
}
