//! The include for nginx.
//!
//! In come the rules, out goes a text to include in a `server` block. Written for nginx 1.18 and
//! later, and without modules that Debian's `nginx-light` lacks; never names the folder of the
//! site, which is the server's own business (`root`).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::base::media_type::UNKNOWN;

use crate::publish::address::SEARCH_SHARDS;

use crate::render::formats::registry::NamedFile;

use super::{ASK, KEEP, MARK, MARKER, Rules, UNLISTED, quoted, split};

pub(super) fn text(rules: &Rules) -> String {
    let base = &rules.base;
    let bare = match base.trim_end_matches('/') {
        "" => String::new(),
        bare => format!(
            "location = {bare} {{ absolute_redirect off; return 301 {base}$is_args$args; }}\n"
        ),
    };
    let mut out = format!(
        "{MARK} A build writes it anew.\n\
         #\n\
         # Include it in the server block of the site:\n\
         #     root /srv/www/site;      # {base} is the folder {base} in it\n\
         #     include /path/to/server/nginx.conf;\n\
         # After each change: nginx -t && nginx -s reload\n\n\
         {bare}location {base} {{\n\
         \x20   index index.html;\n\
         \x20   absolute_redirect off;\n\
         \x20   error_page 404 410 {base}404.html;\n\n"
    );
    types(&mut out, rules);
    header_lines(&mut out, rules, ASK, "    ");
    let _ = write!(
        out,
        "\n    location = {base}{MARKER} {{ return 404; }}\n\n\
         \x20   # The name of such a file changes with its content.\n\
         \x20   location ^~ {base}assets/ {{\n"
    );
    kept(&mut out, rules);
    out.push_str("    }\n\n    # The search index: for visitors, not for crawlers.\n");
    let _ = writeln!(out, "    location ^~ {base}{SEARCH_SHARDS} {{");
    kept(&mut out, rules);
    unlisted(&mut out, rules);
    for contents in &rules.contents {
        let page = rules.error_page(&format!("{base}{contents}"));
        let _ = writeln!(
            out,
            "    location = {base}{contents} {{\n        error_page 404 410 {page};"
        );
        header_lines(&mut out, rules, ASK, "        ");
        unlisted(&mut out, rules);
    }
    out.push('\n');
    for file in &rules.named {
        named(&mut out, rules, file);
    }
    homes(&mut out, rules);
    if !rules.gone.is_empty() {
        out.push_str(
            "\n    # Withdrawn or expired: this was here and does not come back.\n",
        );
    }
    for address in &rules.gone {
        for path in rules.spellings(address) {
            // Compared with the address as the server has decoded it.
            let (page, path) = (rules.error_page(&path), quoted(&path));
            let _ = writeln!(
                out,
                "    location = {path} {{ error_page 410 {page}; return 410; }}"
            );
        }
    }
    out.push_str("}\n");
    out
}

/// Where each further language lives, with its own error page.
fn homes(out: &mut String, rules: &Rules) {
    for home in &rules.homes {
        let home = format!("{}{home}", rules.base);
        let page = rules.error_page(&home);
        let _ = writeln!(out, "    location {home} {{\n    error_page 404 410 {page};");
        // Those above would win over this block, and tell errors in the other language.
        for file in &rules.named {
            named(out, rules, file);
        }
        out.push_str("    }\n");
    }
}

fn named(out: &mut String, rules: &Rules, file: &NamedFile) {
    let (name, (kind, _)) = (file.name.replace('.', "\\."), split(file.media_type));
    let _ = write!(out, "    location ~ /{name}$ {{ types {{ }} default_type {kind};");
    if file.cache_control == ASK {
        out.push_str(" }\n");
    } else {
        out.push('\n');
        header_lines(out, rules, file.cache_control, "        ");
        out.push_str("    }\n");
    }
}

/// Files that are kept for good; what is refused (a folder) is none, and is asked for again.
fn kept(out: &mut String, rules: &Rules) {
    let _ = writeln!(out, "        error_page 403 404 405 410 {}404.html;", rules.base);
    header_lines(out, rules, KEEP, "        ");
}

/// The rest of a block that crawlers must not list.
fn unlisted(out: &mut String, rules: &Rules) {
    let (name, value) = UNLISTED;
    if !rules.headers.iter().any(|(known, _)| *known == name) {
        let _ = writeln!(out, "        add_header {name} {} always;", quoted(value));
    }
    out.push_str("    }\n");
}

fn header_lines(out: &mut String, rules: &Rules, cache: &str, indent: &str) {
    // A block with headers of its own inherits none, so each has all of them.
    for (name, value) in &rules.headers {
        let _ = writeln!(out, "{indent}add_header {name} {} always;", quoted(value));
    }
    // Without `always`, an answer that is an error says nothing of it.
    let always = if cache == ASK { " always" } else { "" };
    let _ = writeln!(out, "{indent}add_header Cache-Control {}{always};", quoted(cache));
}

/// The whole table of types: what the server's own lacks or knows otherwise must not count.
fn types(out: &mut String, rules: &Rules) {
    let mut kinds: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut texts = BTreeSet::new();
    for (ending, media_type) in rules.endings() {
        let (kind, charset) = split(media_type);
        kinds.entry(kind).or_default().push(ending);
        texts.extend(charset.map(|_| kind));
    }
    texts.extend(rules.named.iter().map(|file| split(file.media_type).0));
    // The server adds this one itself.
    texts.remove("text/html");
    out.push_str("    types {\n");
    for (kind, endings) in kinds {
        let _ = writeln!(out, "        {kind} {};", endings.join(" "));
    }
    let texts: Vec<&str> = texts.into_iter().collect();
    let _ = write!(
        out,
        "    }}\n    default_type {UNKNOWN};\n    charset utf-8;\n    charset_types {};\n\n",
        texts.join(" ")
    );
}
