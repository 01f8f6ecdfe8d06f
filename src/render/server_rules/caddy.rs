//! The include for Caddy 2.
//!
//! In come the rules, out goes a text to import into a site block. Never serves a file itself:
//! `root` and `file_server` are the server's own business.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::publish::address::SEARCH_SHARDS;

use super::{ASK, KEEP, MARK, MARKER, Rules, UNLISTED, escaped, quoted};

pub(super) fn text(rules: &Rules) -> String {
    let base = &rules.base;
    let mut out = format!(
        "{MARK} A build writes it anew.\n\
         #\n\
         # Import it into the block of the site:\n\
         #     root * /srv/www/site     # {base} is the folder {base} in it\n\
         #     import /path/to/server/Caddyfile\n\
         #     file_server\n\
         # After each change: caddy reload\n\n"
    );
    // Errors keep what was set before they came up, and lose what waits for the answer.
    let _ = writeln!(out, "@matrikel path {base}*\nheader @matrikel {{");
    for (name, value) in &rules.headers {
        let _ = writeln!(out, "    {name} {}", quoted(value));
    }
    let _ = writeln!(out, "    Cache-Control {ASK}\n}}");
    let _ = write!(
        out,
        "# The name of such a file changes with its content.\n\
         @matrikel_assets path {base}assets/*\n\
         header @matrikel_assets {{\n    Cache-Control {}\n    defer\n}}\n",
        quoted(KEEP)
    );
    let contents: Vec<String> =
        rules.contents.iter().map(|file| format!("{base}{file}")).collect();
    let contents = contents.join(" ");
    let (name, value) = UNLISTED;
    let _ = write!(
        out,
        "# The search index: for visitors, not for crawlers.\n\
         @matrikel_search path {base}{SEARCH_SHARDS}* {contents}\n\
         header @matrikel_search {name} {}\n",
        quoted(value)
    );
    types(&mut out, rules);
    slashes(&mut out, rules);
    let _ =
        write!(out, "@matrikel_hidden path {base}{MARKER}\nerror @matrikel_hidden 404\n");
    if !rules.gone.is_empty() {
        out.push_str("# Withdrawn or expired: this was here and does not come back.\n");
        out.push_str("@matrikel_gone path");
        for address in &rules.gone {
            // Compared with the address as the server has decoded it.
            for path in rules.spellings(address) {
                let _ = write!(out, " \\\n    {}", quoted(&path.replace('*', "")));
            }
        }
        out.push_str("\nerror @matrikel_gone 410\n");
    }
    errors(&mut out, rules);
    out
}

fn types(out: &mut String, rules: &Rules) {
    let mut kinds: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (ending, kind) in rules.endings() {
        kinds.entry(kind).or_default().push(escaped(ending));
    }
    let names = rules.named.iter().map(|file| {
        (format!("/{}", escaped(file.name)), file.media_type, file.cache_control)
    });
    let kinds = kinds.into_iter();
    let kinds = kinds.map(|(kind, all)| (format!("\\.(?:{})", all.join("|")), kind, ASK));
    // Of those that wait for the answer the first acts last, and counts.
    for (number, (name, kind, cache)) in names.chain(kinds).enumerate() {
        let base = escaped(rules.base.trim_end_matches('/'));
        let cache = if cache == ASK {
            String::new()
        } else {
            format!("    Cache-Control {}\n", quoted(cache))
        };
        let _ = write!(
            out,
            "@matrikel_type{number} path_regexp ^{base}(?:/.*)?{name}$\n\
             header @matrikel_type{number} {{\n    Content-Type {}\n{cache}    defer\n}}\n",
            quoted(kind)
        );
    }
}

/// The server would lead to the slash by itself, but some of its versions lose the query.
fn slashes(out: &mut String, rules: &Rules) {
    // Whole names of folders: `//host` would lead to another host.
    let pattern = match rules.base.trim_end_matches('/') {
        "" => "^((?:/[^/]+)+)$".to_owned(),
        bare => format!("^({}(?:/[^/]+)*)$", escaped(bare)),
    };
    out.push_str("# To the slash, with the query.\n");
    let query = "{http.request.uri.query}";
    for (name, test, rest) in [
        ("matrikel_slash", "==", String::new()),
        ("matrikel_slash_query", "!=", format!("?{query}")),
    ] {
        let _ = write!(
            out,
            "@{name} {{\n    path_regexp {name} {pattern}\n    \
             file {{http.request.uri.path}}/index.html\n    \
             expression `{query} {test} \"\"`\n}}\n\
             redir @{name} {{http.regexp.{name}.1}}/{rest} 308\n"
        );
    }
}

fn errors(out: &mut String, rules: &Rules) {
    let base = &rules.base;
    out.push_str("handle_errors {\n");
    let homes = rules.homes.iter().map(|home| format!("{base}{home}"));
    for (number, home) in homes.chain([base.clone()]).enumerate() {
        let page = rules.error_page(&home);
        let _ = write!(
            out,
            "    @matrikel_error{number} {{\n        path {home}*\n        \
             expression {{http.error.status_code}} in [404, 410]\n    }}\n    \
             handle @matrikel_error{number} {{\n        rewrite * {page}\n        \
             header Content-Type \"text/html; charset=utf-8\"\n        \
             file_server\n    }}\n"
        );
    }
    out.push_str("}\n");
}
