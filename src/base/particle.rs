//! Particles of names: the small words before a family name.
//!
//! In comes a word in small letters, out goes whether it may be one. The list is the browser's,
//! too (`tests/browser/search/`). Never decides that a word is one: Le is a family name as well.

use std::collections::BTreeSet;
use std::sync::LazyLock;

static PARTICLES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("particles.json")).unwrap_or_default()
});

/// True for a word that may be the particle of a name.
pub fn is_particle(word: &str) -> bool {
    PARTICLES.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_can_be_read() {
        assert!(is_particle("von") && is_particle("zwischen") && !is_particle("muller"));
    }
}
