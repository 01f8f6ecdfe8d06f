//! The browser side of the search as one script.
//!
//! In come the parts of `client/`, out goes one module without imports, since each further file is
//! a round trip, and slow lines make those long. Never contains anything of a site.

use std::sync::{Arc, LazyLock};

/// The parts in the order in which they build on each other.
const PARTS: [&str; 18] = [
    include_str!("client/stop_words.js"),
    include_str!("client/fold.js"),
    include_str!("client/cologne.js"),
    include_str!("client/stem.js"),
    include_str!("client/distance.js"),
    include_str!("client/shards.js"),
    include_str!("client/ask.js"),
    include_str!("client/match.js"),
    include_str!("client/tokens.js"),
    include_str!("client/heads.js"),
    include_str!("client/words.js"),
    include_str!("client/facets.js"),
    include_str!("client/leaves.js"),
    include_str!("client/query.js"),
    include_str!("client/state.js"),
    include_str!("client/controls.js"),
    include_str!("client/view.js"),
    include_str!("client/start.js"),
];

static SCRIPT: LazyLock<Arc<[u8]>> =
    LazyLock::new(|| Arc::from(joined(&PARTS).into_bytes()));

/// The script.
pub fn script() -> Arc<[u8]> {
    Arc::clone(&SCRIPT)
}

/// The parts as one module: without the imports, which only connect the parts, and without comments
/// and indentation. None of the parts has a template string in which indentation would matter.
fn joined(parts: &[&str]) -> String {
    let mut script = String::new();
    for line in parts.iter().flat_map(|part| part.lines()) {
        let bare = line.trim_start();
        if line.starts_with("import ") || bare.starts_with("//") || bare.is_empty() {
            continue;
        }
        script.push_str(bare.strip_prefix("export ").unwrap_or(bare).trim_end());
        script.push('\n');
    }
    script
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_become_one_module() {
        let parts = [
            "// Says what it is.\nexport const one = 1;\n",
            "import { one } from './one.js';\n\nexport function two() {\n  // Why.\n  return one + 1;\n}\n",
        ];
        assert_eq!(
            joined(&parts),
            "const one = 1;\nfunction two() {\nreturn one + 1;\n}\n"
        );
    }
}
