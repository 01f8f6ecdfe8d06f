//! Formats explained diagnostics as text for people or as one JSON object.
//!
//! In come diagnostics in words, people still online and what was written; out goes text.
//! Excerpts are masked already. Never opens a file to show more of it.

use std::io::{self, Write as _};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde::Serialize;

pub use super::outcome::{Outcome, RulesPlace, WrittenTo};
use super::stale_pages::Online;
use super::taken_off::TakenOff;
use super::told_notes::{ToldNotes, is_withholding};
use crate::base::code::Severity;
use crate::base::explain::Explained;
use crate::base::language::Language;
use crate::base::program_words::ProgramWords;

/// Notes to show before the rest is only counted: a site with thousands of people withholds many
/// at any time.
const MOST_NOTES: usize = 10;

/// Notes of this kind to show before all of them become one line.
const MOST_WITHHELD: usize = 5;

/// How a report is formatted.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Language of headings and phrases.
    pub language: Language,
    /// Use colours, for a terminal.
    pub coloured: bool,
    /// Show every note in full.
    pub verbose: bool,
}

/// Everything a command reports.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    /// Who was taken off the published site, and how.
    #[serde(skip_serializing_if = "TakenOff::is_empty")]
    pub taken_off: TakenOff,
    /// People who are still online but no longer published.
    pub online: Vec<Online>,
    /// Problems and notes.
    pub diagnostics: Vec<Explained>,
    /// What the last build told already.
    #[serde(skip)]
    pub told: ToldNotes,
    /// The result; `None` if the command failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<Outcome>,
    /// Where the includes for web servers were written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server_rules: Option<RulesPlace>,
    /// Why the command could not run at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
}

impl Report {
    /// True if every error is in a Markdown file of `content/`, so that leaving out broken files
    /// would help.
    pub fn only_files_are_wrong(&self) -> bool {
        let is_text =
            |path: &str| path.rsplit_once('.').is_some_and(|(_, end)| end == "md");
        let in_a_text = |path: &str| path.starts_with("content/") && is_text(path);
        let mut errors = self.of(Severity::Error);
        errors.all(|one| one.path.as_deref().is_some_and(in_a_text))
    }
}

impl Report {
    /// Number of errors, warnings or notes.
    pub fn count(&self, severity: Severity) -> usize {
        self.of(severity).count()
    }

    fn of(&self, severity: Severity) -> impl Iterator<Item = &Explained> {
        self.diagnostics.iter().filter(move |one| one.severity == severity)
    }

    /// The report as one JSON object on one line.
    ///
    /// # Errors
    /// Never in practice: strings and numbers can always be serialised.
    pub fn json(&self) -> serde_json::Result<String> {
        #[derive(Serialize)]
        struct Whole<'r> {
            #[serde(flatten)]
            report: &'r Report,
            errors: usize,
            warnings: usize,
            notes: usize,
        }
        let whole = Whole {
            report: self,
            errors: self.count(Severity::Error),
            warnings: self.count(Severity::Warning),
            notes: self.count(Severity::Note),
        };
        Ok(serde_json::to_string(&whole)? + "\n")
    }

    /// The report for people: who is still online, errors, warnings, notes, and their numbers.
    pub fn problems(&self, style: Style) -> String {
        let words = ProgramWords::of(style.language);
        let mut text = self.taken_off.text(style.language);
        if !self.online.is_empty() {
            text.push_str(words.word("still-online"));
            text.extend(self.online.iter().map(|one| format!("\n  {}", one.text(words))));
            text.push_str("\n\n");
        }
        for severity in Severity::ALL {
            text.push_str(&self.of_severity(severity, style));
        }
        let counts: Vec<String> = Severity::ALL
            .into_iter()
            .map(|severity| (severity, self.count(severity)))
            .filter(|(_, count)| *count > 0)
            .map(|(severity, count)| words.count(&format!("{}s", severity.name()), count))
            .collect();
        if !counts.is_empty() {
            text.push_str(&counts.join(", "));
            text.push('\n');
        }
        text
    }

    fn of_severity(&self, severity: Severity, style: Style) -> String {
        let mut text = String::new();
        // All errors and warnings are shown; they have to be dealt with.
        let most = match severity {
            Severity::Note if !style.verbose => MOST_NOTES,
            Severity::Error | Severity::Warning | Severity::Note => usize::MAX,
        };
        let mut was_line = false;
        let folded = self.folded(severity, style);
        let fits = |one: &&Explained| folded == 0 || !self.is_old(one);
        let hidden = self.of(severity).filter(fits).count().saturating_sub(most);
        for one in self.of(severity).filter(fits).take(most) {
            let shown = rendered(one, style);
            was_line = !shown.contains('\n');
            text.push_str(&shown);
            text.push_str(if was_line { "\n" } else { "\n\n" });
        }
        if folded > 0 {
            text.push_str(
                &ProgramWords::of(style.language).count("notes-folded", folded),
            );
            text.push('\n');
        }
        if hidden > 0 {
            text.push_str(
                &ProgramWords::of(style.language).count("notes-hidden", hidden),
            );
            text.push('\n');
        }
        if was_line {
            text.push('\n');
        }
        text
    }

    /// How many notes say that something is still withheld, if they are told in one line: a site
    /// has many at any time. What is new since the last build is told by itself.
    fn folded(&self, severity: Severity, style: Style) -> usize {
        if severity != Severity::Note || style.verbose {
            return 0;
        }
        let many = self.of(severity).filter(|one| self.is_old(one)).count();
        if many > MOST_WITHHELD { many } else { 0 }
    }

    fn is_old(&self, one: &Explained) -> bool {
        is_withholding(one) && !self.told.is_new(one)
    }

    /// One line about the result.
    pub fn summary(&self, language: Language) -> String {
        let Some(done) = &self.result else { return String::new() };
        let words = ProgramWords::of(language);
        let [pages, files] =
            [words.count("pages", done.pages), words.count("files", done.files)];
        let seconds = words.seconds(done.seconds);
        let mut values =
            vec![("pages", pages.as_str()), ("files", &files), ("seconds", &seconds)];
        let Some(place) = &done.output else {
            return words.phrase("checked", &values) + "\n";
        };
        let mut parts = vec![
            words.count("written", place.written),
            words.count("unchanged", place.unchanged),
        ];
        if place.removed > 0 {
            parts.push(words.count("removed", place.removed));
        }
        let parts = parts.join(", ");
        values.extend([("parts", parts.as_str()), ("output", &place.output)]);
        let mut text = words.phrase("built", &values) + "\n";
        if place.file_by_file {
            text.push_str(words.word("file-by-file"));
            text.push('\n');
        }
        if let Some(rules) = self.server_rules.as_ref().filter(|rules| rules.changed) {
            let gone = words.count("gone", rules.gone);
            let values = [("gone", gone.as_str()), ("folder", &rules.folder)];
            text.push_str(&words.phrase("server-rules", &values));
            text.push('\n');
        }
        text
    }
}

/// A problem with another cause than the sources, and how to fix it.
pub fn refusal(message: &str, help: &str, style: Style) -> String {
    let words = ProgramWords::of(style.language);
    let title = Level::ERROR.with_name(words.word("error")).primary_title(message);
    let group = Group::with_title(title);
    let group = if help.is_empty() {
        group
    } else {
        group.element(Level::HELP.with_name(words.word("help")).message(help))
    };
    renderer(style).render(&[group]) + "\n"
}

fn renderer(style: Style) -> Renderer {
    if style.coloured { Renderer::styled() } else { Renderer::plain() }
}

fn rendered(one: &Explained, style: Style) -> String {
    let words = ProgramWords::of(style.language);
    let level = match one.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let with_code = |text: &str| format!("{text}   [{}]", one.code);
    // A note without advice says all in one line: most of them are about people who are
    // withheld as they should be.
    let short = one.severity == Severity::Note && one.help.is_empty() && !style.verbose;
    let message = match &one.path {
        Some(path) if short => with_code(&format!("{} ({path})", one.message)),
        _ if one.help.is_empty() => with_code(&one.message),
        _ => one.message.clone(),
    };
    let mut group = Group::with_title(
        level.with_name(words.word(one.severity.name())).primary_title(message),
    );
    if let (Some(path), false) = (&one.path, short) {
        group = match excerpt(one) {
            Some((source, span)) => group.element(
                Snippet::source(source)
                    .line_start(one.excerpt[0].0)
                    .path(path.as_str())
                    .fold(false)
                    .annotation(
                        AnnotationKind::Primary.span(span).label(one.label.as_str()),
                    ),
            ),
            None => group.element(match one.line {
                Some(line) => Origin::path(path.as_str()).line(line),
                None => Origin::path(path.as_str()),
            }),
        };
    }
    if !one.help.is_empty() {
        let help = Level::HELP.with_name(words.word("help"));
        group = group.element(help.message(with_code(&one.help)));
    }
    renderer(style).render(&[group])
}

/// The excerpt as one text, and the byte range to mark in it.
fn excerpt(one: &Explained) -> Option<(String, std::ops::Range<usize>)> {
    let (_, marked) = one.excerpt.last()?;
    let (start, length) = one.mark;
    if one.label.is_empty() && length == 0 {
        return None;
    }
    let lines: Vec<&str> = one.excerpt.iter().map(|(_, line)| line.as_str()).collect();
    let source = lines.join("\n");
    let start_of_line = source.len() - marked.len();
    // The excerpt may have been shortened after the mark was measured.
    let byte = |character: usize| {
        marked.char_indices().nth(character).map_or(marked.len(), |(at, _)| at)
            + start_of_line
    };
    Some((source, byte(start)..byte(start + length)))
}

/// Writes to standard output. A closed pipe (`matrikel check | head`) is not an error: the reader
/// has seen enough.
///
/// # Errors
/// If writing fails for another reason, such as a full disk.
pub fn to_stdout(text: &str) -> io::Result<()> {
    ignore_broken_pipe(
        io::stdout()
            .lock()
            .write_all(text.as_bytes())
            .and_then(|()| io::stdout().flush()),
    )
}

/// A warning that belongs to no file.
pub fn warning(message: &str, style: Style) -> String {
    let name = ProgramWords::of(style.language).word("warning");
    let level = Level::WARNING.with_name(name);
    renderer(style).render(&[Group::with_title(level.primary_title(message))]) + "\n"
}

/// Writes to standard error; a closed pipe is not an error.
///
/// # Errors
/// If writing fails for another reason.
pub fn to_stderr(text: &str) -> io::Result<()> {
    ignore_broken_pipe(io::stderr().lock().write_all(text.as_bytes()))
}

fn ignore_broken_pipe(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::write::{WriteMethod, Written};

    const PLAIN: Style =
        Style { language: Language::En, coloured: false, verbose: false };

    fn sommerfest() -> Explained {
        Explained {
            code: "event-ends-before-start",
            severity: Severity::Error,
            message: "the event “Sommerfest” ends before it starts".into(),
            path: Some("content/events/sommerfest.md".into()),
            line: Some(4),
            column: Some(6),
            length: 16,
            mark: (5, 16),
            excerpt: vec![
                (3, "start: 2027-06-05T18:00".into()),
                (4, "end: 2027-06-05T17:00".into()),
            ],
            label: "an hour before the start".into(),
            help: "end on the day after".into(),
            replacement: None,
        }
    }

    fn withheld(name: &str) -> Explained {
        Explained {
            code: "consent-lapsed",
            severity: Severity::Note,
            message: format!(
                "“{name}” is not published: her consent ended on 17 April 2029"
            ),
            path: Some("content/directory/jana.md".into()),
            line: Some(1),
            column: Some(1),
            length: 0,
            mark: (0, 0),
            excerpt: vec![(1, "---".into())],
            label: String::new(),
            help: String::new(),
            replacement: None,
        }
    }

    fn report(diagnostics: Vec<Explained>) -> Report {
        Report { diagnostics, ..Report::default() }
    }

    #[test]
    fn errors_show_the_place_and_the_mend_and_come_first() {
        let report = report(vec![withheld("Jana von Müller"), sommerfest()]);
        assert_eq!(
            report.problems(PLAIN),
            "\
error: the event “Sommerfest” ends before it starts
 --> content/events/sommerfest.md:4:6
  |
3 | start: 2027-06-05T18:00
4 | end: 2027-06-05T17:00
  |      ^^^^^^^^^^^^^^^^ an hour before the start
  |
  = help: end on the day after   [event-ends-before-start]

note: “Jana von Müller” is not published: her consent ended on 17 April 2029 (content/directory/jana.md)   [consent-lapsed]

1 error, 1 note
"
        );
    }

    #[test]
    fn a_file_without_text_is_named_with_its_line() {
        let mut one = sommerfest();
        one.excerpt = Vec::new();
        let text = report(vec![one]).problems(Style { language: Language::De, ..PLAIN });
        assert!(text.starts_with("Fehler: the event"), "{text}");
        assert!(text.contains("--> content/events/sommerfest.md:4\n"), "{text}");
    }

    #[test]
    fn a_mark_beyond_a_masked_line_does_no_harm() {
        let mut one = sommerfest();
        one.excerpt = vec![(4, "email: •••".into())];
        one.mark = (30, 500);
        assert!(report(vec![one]).problems(PLAIN).contains("4 | email: •••"));
    }

    #[test]
    fn many_notes_are_counted() {
        let notes = |code: Option<&'static str>| {
            let notes = (0..25).map(|n| withheld(&format!("Person {n}")));
            let with =
                |one: Explained| Explained { code: code.unwrap_or(one.code), ..one };
            report(notes.map(with).collect())
        };
        let text = notes(Some("value-shared")).problems(PLAIN);
        assert_eq!(text.matches("is not published").count(), 10);
        assert!(text.contains("15 more notes; --verbose shows them"), "{text}");
        let report = notes(None);
        let text = report.problems(PLAIN);
        assert_eq!(text.matches("is not published").count(), 0, "{text}");
        assert!(text.contains("25 files are withheld"), "{text}");
        let all = report.problems(Style { verbose: true, ..PLAIN });
        assert_eq!(all.matches("is not published").count(), 25);
        assert!(all.contains("--> content/directory/jana.md"), "{all}");
    }

    /// First hour, N6: twelve notes at each build drown the one that is new.
    #[test]
    fn what_is_new_since_the_last_build_is_told_beside_the_folded_notes() {
        let path = |n| Some(format!("content/directory/{n}.md"));
        let of = |n| Explained { path: path(n), ..withheld(&format!("Person {n}")) };
        let mut report = report((0..13).map(of).collect());
        report.told = ToldNotes::of(&report.diagnostics[..12]);
        let text = report.problems(PLAIN);
        assert_eq!(text.matches("is not published").count(), 1, "{text}");
        assert!(text.contains("“Person 12” is not published"), "{text}");
        assert!(text.contains("12 files are withheld"), "{text}");
    }

    #[test]
    fn who_is_still_online_is_said_first() {
        let mut report = report(vec![sommerfest()]);
        let addresses = vec!["/verzeichnis/jana/".into(), "/en/directory/jana/".into()];
        report.online.push(Online { name: "Jana".into(), addresses });
        let text = report.problems(PLAIN);
        assert!(
            text.starts_with(
                "still online and must go:\n  “Jana”: /verzeichnis/jana/, /en/"
            ),
            "{text}"
        );
    }

    #[test]
    fn machines_get_one_object() {
        let mut report = report(vec![sommerfest(), withheld("Jana")]);
        report.result = Some(Outcome { pages: 1, files: 2, output: None, seconds: 0.5 });
        let json: serde_json::Value =
            serde_json::from_str(&report.json().unwrap()).unwrap();
        assert_eq!(json["errors"], 1);
        assert_eq!(json["warnings"], 0);
        assert_eq!(json["notes"], 1);
        assert_eq!(json["result"]["files"], 2);
        assert_eq!(json["diagnostics"][0]["code"], "event-ends-before-start");
        assert_eq!(json["diagnostics"][0]["line"], 4);
    }

    #[test]
    fn the_summary_counts_in_the_readers_language() {
        let written =
            Written { written: 3, unchanged: 115, removed: 0, way: WriteMethod::Swapped };
        let output = Some(WrittenTo::new("public".into(), &written));
        let mut report = report(Vec::new());
        report.result = Some(Outcome { pages: 32, files: 118, output, seconds: 0.21 });
        assert_eq!(
            report.summary(Language::En),
            "32 pages, 118 files (3 written, 115 unchanged) in 0.21 s → public\n"
        );
        assert_eq!(
            report.summary(Language::De),
            "32 Seiten, 118 Dateien (3 geschrieben, 115 unverändert) in 0,21 s → public\n"
        );
    }
}
