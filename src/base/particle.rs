//! Particles of names: the small words before a family name.
//!
//! In comes a word in lower case, out goes whether it may be a particle. The browser uses the
//! same list (`tests/browser/search/`). Never decides whether it is one here: Le is also a
//! family name.

use std::collections::BTreeSet;
use std::sync::LazyLock;

static PARTICLES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("particles.json")).unwrap_or_default()
});

/// True for a word that may be a particle.
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
