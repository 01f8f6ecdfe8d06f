//! The include for Apache.
//!
//! In come the rules, out goes a text to include in a `VirtualHost`. Needs `mod_headers`,
//! `mod_alias`, `mod_dir` and `mod_mime`, and says so if one is missing; never needs `.htaccess`.

use std::fmt::Write as _;

use crate::publish::address::SEARCH_SHARDS;

use crate::render::formats::registry::NamedFile;

use super::{ASK, KEEP, MARK, MARKER, Rules, UNLISTED, escaped, quoted, split};

pub(super) fn text(rules: &Rules) -> String {
    let base = &rules.base;
    let mut out = format!(
        "{MARK} A build writes it anew.\n\
         #\n\
         # Include it in the VirtualHost of the site:\n\
         #     DocumentRoot /srv/www/site      # {base} is the folder {base} in it\n\
         #     Include /path/to/server/apache.conf\n\
         # Once: a2enmod headers; after each change: apachectl configtest && apachectl graceful\n\n\
         <Location {}>\n\
         \x20   DirectoryIndex index.html\n\
         \x20   Options -Indexes -MultiViews\n\
         \x20   ErrorDocument 404 {base}404.html\n\
         \x20   ErrorDocument 410 {base}404.html\n",
        quoted(base)
    );
    header_lines(&mut out, rules);
    types(&mut out, rules);
    out.push_str("</Location>\n");
    for home in &rules.homes {
        let page = rules.error_page(&format!("{base}{home}"));
        let _ = write!(
            out,
            "<Location {}>\n    ErrorDocument 404 {page}\n    ErrorDocument 410 {page}\n\
             </Location>\n",
            quoted(&format!("{base}{home}"))
        );
    }
    let _ = write!(
        out,
        "# The name of such a file changes with its content.\n\
         <Location {}>\n    Header always set Cache-Control {} \"expr=%{{REQUEST_STATUS}} < 400\"\n\
         </Location>\n",
        quoted(&format!("{base}assets/")),
        quoted(KEEP)
    );
    out.push_str("# The search index: for visitors, not for crawlers.\n");
    let shards =
        std::iter::once(format!("^{}", escaped(&format!("{base}{SEARCH_SHARDS}"))));
    let contents = rules.contents.iter();
    let contents =
        contents.map(|file| format!("^{}$", escaped(&format!("{base}{file}"))));
    for pattern in shards.chain(contents) {
        let (name, value) = UNLISTED;
        let _ = write!(
            out,
            "<LocationMatch \"{pattern}\">\n    Header always set {name} {}\n</LocationMatch>\n",
            quoted(value)
        );
    }
    for file in &rules.named {
        named(&mut out, base, file);
    }
    let _ = writeln!(out, "RedirectMatch 404 \"^{}{}$\"", escaped(base), escaped(MARKER));
    if !rules.gone.is_empty() {
        out.push_str("# Withdrawn or expired: this was here and does not come back.\n");
    }
    for address in &rules.gone {
        // Compared with the address as the server has decoded it.
        let spellings = rules.spellings(address);
        let end = if spellings.len() > 1 { "(/|/index\\.html)?" } else { "" };
        let bare = spellings.first().map_or("", String::as_str);
        let _ = writeln!(out, "RedirectMatch gone \"^{}{end}$\"", escaped(bare));
    }
    out
}

fn named(out: &mut String, base: &str, file: &NamedFile) {
    // A text has its charset with its type: `AddDefaultCharset` knows two types only.
    let _ = write!(
        out,
        "<LocationMatch \"^{}(.*/)?{}$\">\n    ForceType {}\n",
        escaped(base),
        escaped(file.name),
        quoted(file.media_type)
    );
    if file.cache_control != ASK {
        let _ = writeln!(
            out,
            "    Header always set Cache-Control {} \"expr=%{{REQUEST_STATUS}} < 400\"",
            quoted(file.cache_control)
        );
    }
    out.push_str("</LocationMatch>\n");
}

fn header_lines(out: &mut String, rules: &Rules) {
    let cache = [("Cache-Control", ASK.to_owned())];
    for (name, value) in rules.headers.iter().chain(&cache) {
        let _ = writeln!(out, "    Header always set {name} {}", quoted(value));
    }
}

fn types(out: &mut String, rules: &Rules) {
    for (ending, media_type) in rules.endings() {
        let (kind, charset) = split(media_type);
        let _ = writeln!(out, "    AddType {kind} .{ending}");
        if let Some(charset) = charset {
            let _ = writeln!(out, "    AddCharset {charset} .{ending}");
        }
    }
}
