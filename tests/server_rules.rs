//! The includes for web servers, asked of the real nginx, Apache and Caddy.
//!
//! A server that is not installed is passed over, unless `MATRIKEL_TOOLS=required` says that
//! all must be there, as `tests/run.sh` does.

#[path = "server_rules/servers.rs"]
mod servers;

use crate::support::SiteTest;
use servers::{Answer, Running, SERVERS};

/// A site with somebody published, withdrawn and lapsed, and one address that has passed on to
/// somebody else.
fn site(base_url: &str) -> SiteTest {
    let site = SiteTest::new();
    let config = crate::support::CONFIG.replace("https://alumni.example.org/", base_url);
    site.write("config.toml", &config);
    let person = |file: &str, name: &str, consent: &str| {
        let text = format!(
            "---\nname: {{ given: {name} }}\nconsent: {{ channels: [site], \
             fields: [photo], {consent} }}\nphoto: {{ file: a.jpg, alt: Bild }}\n---\n"
        );
        site.write(&format!("content/directory/{file}.md"), &text);
    };
    site.photo("content/directory/a.jpg", "x");
    person("jana", "Jana", "given: 2026-01-01, until: 2029-01-01");
    person("tariq-el", "Tariq", "given: 2026-01-01, withdrawn: 2026-10-01");
    person("ende", "Ende", "given: 2026-01-01, until: 2026-10-01");
    person("nie", "Nie", "given: 2027-01-01");
    for (file, more) in [
        ("vorbei", "expires: 2026-10-01"),
        ("mia", "expires: 2026-10-01"),
        ("neue", "slug: mia"),
    ] {
        let text = format!(
            "---\ntitle: {file}\ndate: 2026-01-01\nname: {{ given: Ada }}\n{more}\n\
             consent: {{ given: 2026-01-01, channels: [site] }}\n---\nText.\n"
        );
        site.write(&format!("content/portraits/{file}.md"), &text);
    }
    site.write("assets/app.webmanifest", "{}");
    site.write(
        "content/events/fest.md",
        "---\ntitle: Fest\nstart: 2027-01-01\n---\nText.\n",
    );
    site
}

fn built(base_url: &str) -> SiteTest {
    let site = site(base_url);
    site.command(&["build", "--at", crate::support::TODAY]).ends_with(0);
    site
}

/// Runs a question against every server there is, for a site at `/` and one below a path.
fn everywhere(ask: impl Fn(&Running, &str, &SiteTest)) {
    for (base_url, base) in [
        ("https://alumni.example.org/", "/"),
        ("http://host.example.org/alumni/", "/alumni/"),
    ] {
        let site = built(base_url);
        for server in SERVERS {
            if let Some(running) = Running::start(*server, &site, base) {
                ask(&running, base, &site);
            }
        }
    }
}

#[test]
fn a_withdrawn_address_answers_410_however_it_is_written() {
    everywhere(|server, base, _| {
        for (path, status) in [
            ("verzeichnis/tariq-el/", 410),
            ("verzeichnis/tariq-el", 410),
            ("verzeichnis/tariq-el/index.html", 410),
            ("verzeichnis/%74ariq%2Del/", 410),
            ("verzeichnis//tariq-el/", 410),
            ("verzeichnis/x/../tariq-el/", 410),
            ("en/directory/tariq-el/", 410),
            ("verzeichnis/ende/", 410),
            ("portraets/vorbei/", 410),
            ("portraets/mia/", 200),
            ("verzeichnis/jana/", 200),
            ("verzeichnis/tariq/", 404),
            ("verzeichnis/tariq-el-zwei/", 404),
            // Was never published.
            ("verzeichnis/nie/", 404),
            (".matrikel-site", 404),
            ("gibt/es/nicht", 404),
            ("", 200),
        ] {
            let answer = server.get(&format!("{base}{path}"));
            assert_eq!(
                answer.status,
                status,
                "{} {base}{path}\n{answer:?}",
                server.name()
            );
        }
    });
}

#[test]
fn crawlers_leave_the_search_index_alone() {
    everywhere(|server, base, site| {
        let shards =
            std::fs::read_dir(site.path("public/assets/search")).expect("shards");
        let shard = shards.last().expect("a shard").expect("a shard").file_name();
        let shard = format!("assets/search/{}", shard.to_str().expect("a name"));
        for (path, unlisted, cache) in [
            (shard.as_str(), true, "private, max-age=31536000, immutable"),
            ("suche/index.bin", true, "no-cache"),
            ("en/search/index.bin", true, "no-cache"),
            ("suche/", false, "no-cache"),
            ("verzeichnis/jana/", false, "no-cache"),
        ] {
            let answer = server.get(&format!("{base}{path}"));
            let at = format!("{} {base}{path}", server.name());
            assert_eq!(answer.status, 200, "{at}");
            let tags: &[&str] = if unlisted { &["noindex"] } else { &[] };
            assert_eq!(answer.header("x-robots-tag"), tags, "{at}");
            assert_eq!(answer.header("cache-control"), [cache], "{at}");
            assert_eq!(answer.header("content-security-policy").len(), 1, "{at}");
        }
    });
}

#[test]
fn errors_are_told_by_the_error_page_in_its_language_and_with_all_headers() {
    everywhere(|server, base, site| {
        for (path, page) in [
            ("verzeichnis/tariq-el/", "404.html"),
            ("gibt/es/nicht", "404.html"),
            ("en/directory/tariq-el/", "en/404.html"),
            ("en/nothing", "en/404.html"),
            ("assets/nothing.css", "404.html"),
            ("nothing.ics", "404.html"),
            ("portraets/nichts/atom.xml", "404.html"),
            ("en/portraits/nothing/atom.xml", "en/404.html"),
            ("en/events/nothing/feed.json", "en/404.html"),
            ("en/nothing.css", "en/404.html"),
        ] {
            let answer = server.get(&format!("{base}{path}"));
            let at = format!("{} {base}{path}", server.name());
            assert_eq!(answer.body, site.read(&format!("public/{page}")), "{at}");
            assert_eq!(
                answer.header("content-type"),
                ["text/html; charset=utf-8"],
                "{at}"
            );
            assert_eq!(answer.header("cache-control"), ["no-cache"], "{at}");
            has_security_headers(&answer, base, &at);
        }
    });
}

fn has_security_headers(answer: &Answer, base: &str, at: &str) {
    let policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; \
                  font-src 'self'; media-src 'self'; manifest-src 'self'; script-src 'self'; connect-src 'self'; \
                  form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    assert_eq!(answer.header("content-security-policy"), [policy], "{at}");
    assert_eq!(answer.header("x-content-type-options"), ["nosniff"], "{at}");
    assert_eq!(answer.header("referrer-policy"), ["same-origin"], "{at}");
    let permissions = answer.header("permissions-policy");
    assert!(permissions.len() == 1 && permissions[0].contains("camera=()"), "{at}");
    // A site by HTTP must not promise HTTPS.
    let secure: &[&str] = if base == "/" { &["max-age=31536000"] } else { &[] };
    assert_eq!(answer.header("strict-transport-security"), secure, "{at}");
}

#[test]
fn types_and_cache_times_are_as_documented() {
    everywhere(|server, base, site| {
        let public = site.tree("public");
        let asset = |ending: &str| {
            let found = public
                .keys()
                .find(|path| path.starts_with("assets/") && path.ends_with(ending));
            found.unwrap_or_else(|| panic!("an asset {ending}")).as_str()
        };
        let (page, keep) = ("no-cache", "private, max-age=31536000, immutable");
        for (path, kind, cache) in [
            ("", "text/html; charset=utf-8", page),
            ("verzeichnis/jana/", "text/html; charset=utf-8", page),
            ("portraets/atom.xml", "application/atom+xml; charset=utf-8", page),
            ("en/portraits/atom.xml", "application/atom+xml; charset=utf-8", page),
            ("portraets/feed.json", "application/feed+json; charset=utf-8", page),
            ("veranstaltungen/kalender.ics", "text/calendar; charset=utf-8", page),
            ("veranstaltungen/fest/event.ics", "text/calendar; charset=utf-8", page),
            ("sitemap.xml", "application/xml; charset=utf-8", page),
            ("robots.txt", "text/plain; charset=utf-8", page),
            ("suche/index.bin", "application/octet-stream", page),
            ("en/search/index.bin", "application/octet-stream", page),
            (asset(".bin"), "application/octet-stream", keep),
            (asset(".webmanifest"), "application/manifest+json; charset=utf-8", keep),
            (asset(".css"), "text/css; charset=utf-8", keep),
            (asset(".svg"), "image/svg+xml; charset=utf-8", keep),
            (asset(".woff2"), "font/woff2", keep),
            (asset(".webp"), "image/webp", keep),
            (asset(".jpg"), "image/jpeg", keep),
        ] {
            let answer = server.get(&format!("{base}{path}"));
            let at = format!("{} {base}{path}", server.name());
            assert_eq!(answer.status, 200, "{at}");
            assert_eq!(answer.header("content-type"), [kind], "{at}");
            assert_eq!(answer.header("cache-control"), [cache], "{at}");
            has_security_headers(&answer, base, &at);
        }
    });
}

#[test]
fn the_way_to_the_slash_keeps_the_query_and_names_no_port() {
    everywhere(|server, base, _| {
        let mut paths = vec![format!("{base}verzeichnis"), format!("{base}en/directory")];
        paths.extend((base != "/").then(|| base.trim_end_matches('/').to_owned()));
        for path in paths {
            for query in ["", "?faculty=bau&year=1991"] {
                let answer = server.get(&format!("{path}{query}"));
                let at = format!("{} {path}{query}\n{answer:?}", server.name());
                assert!([301, 308].contains(&answer.status), "{at}");
                let [target] = answer.header("location")[..] else { panic!("{at}") };
                // Apache names the host by which it was asked.
                let asked = target.split_once("://").map_or(target, |(_, rest)| {
                    assert_eq!(server.name(), "Apache", "{at}");
                    rest.find('/').map_or("", |start| &rest[start..])
                });
                assert_eq!(asked, format!("{path}/{query}"), "{at}");
            }
        }
        let other_host = server.get(&format!("/{base}verzeichnis"));
        let target = other_host.header("location").join(" ");
        assert!(!target.starts_with("//"), "{} {target}", server.name());
    });
}

#[test]
fn what_is_refused_below_assets_is_not_kept() {
    everywhere(|server, base, _| {
        for path in ["assets/", "assets/search/"] {
            let answer = server.get(&format!("{base}{path}"));
            let at = format!("{} {base}{path}\n{answer:?}", server.name());
            assert!([403, 404].contains(&answer.status), "{at}");
            assert_eq!(answer.header("cache-control"), ["no-cache"], "{at}");
            has_security_headers(&answer, base, &at);
        }
    });
}

#[test]
fn rules_are_written_beside_the_site_and_only_if_they_differ() {
    let site = site("https://alumni.example.org/");
    let build = |arguments: &[&str]| {
        let all = ["build", "--at", crate::support::TODAY, "--lang", "en"];
        site.command(&[&all, arguments].concat())
    };
    let first = build(&[]);
    first.ends_with(0);
    let line = "rules for web servers renewed in “server”: 5 withdrawn addresses (410); \
                reload the server";
    assert!(first.stdout.contains(line), "{}", first.stdout);
    let names: Vec<String> = site.tree("server").into_keys().collect();
    assert_eq!(names, [".gitignore", "Caddyfile", "apache.conf", "nginx.conf"]);
    assert_eq!(site.read("server/.gitignore"), "*\n");
    // The names of withdrawn people stand in no file of the site.
    let public = site.tree("public");
    assert!(!public.keys().any(|path| path.contains("tariq")));
    let second = build(&[]);
    assert!(!second.stdout.contains("rules for web servers"), "{}", second.stdout);
    assert!(second.ends_with(0).stderr.is_empty() || !second.stderr.contains("server"));
    for inside in ["public", "public/server"] {
        let refused = build(&["--server-rules", inside]);
        assert!(refused.ends_with(2).stderr.contains("withdrawn addresses"));
    }
    site.write("mine/nginx.conf", "server { }\n");
    build(&["--server-rules", "mine"]).ends_with(2);
    assert_eq!(site.read("mine/nginx.conf"), "server { }\n");
    // A folder of somebody else is not hidden from Git.
    site.write("other/README", "x");
    build(&["--server-rules", "other"]).ends_with(0);
    assert!(site.read("other/nginx.conf").starts_with("# Made by Matrikel."));
    assert!(!site.path("other/.gitignore").exists());
}
