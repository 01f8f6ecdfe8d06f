//! The command line: what can be asked, and in which words.
//!
//! In comes what was typed, out go values. Nothing here does anything, and nothing here
//! imports another room.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

/// Build a website of alumni stories, events and an opt-in directory
#[derive(Debug, Clone, Parser)]
#[command(name = "matrikel", version, about, max_term_width = 100)]
pub struct Arguments {
    /// Use the site in this folder
    #[arg(
        long,
        global = true,
        help_heading = "Everywhere",
        value_name = "DIR",
        default_value = "."
    )]
    pub root: PathBuf,
    /// Report for people (human), for machines (json), or for spreadsheets (csv, “consent list” only)
    #[arg(long, global = true, help_heading = "Everywhere", value_enum, hide_possible_values = true, default_value_t = ReportFormat::Human)]
    pub format: ReportFormat,
    /// Speak this language: de, en [default: that of config.toml, else of the system, else en]
    #[arg(
        long,
        global = true,
        help_heading = "Everywhere",
        value_enum,
        hide_possible_values = true
    )]
    pub lang: Option<Lang>,
    /// Show every note in full
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub verbose: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Clone, Subcommand)]
pub enum Command {
    /// Begin a site: settings, legal pages to fill in, an invented person, a story, an event
    Init(InitArguments),
    /// Begin a story, an event, a directory entry or a page
    New(NewArguments),
    /// Preview the site while you write; every saved change shows at once
    #[cfg(feature = "serve")]
    Serve(ServeArguments),
    /// Find everything that is wrong, without writing anything
    Check(CheckArguments),
    /// Build the site, all or nothing
    Build(BuildArguments),
    /// Write a proof of a story or an entry: for the person to read and to sign
    Proof(ProofArguments),
    /// List consents, record them in the register, verify the register
    #[command(subcommand)]
    Consent(ConsentCommand),
    /// Enter the withdrawal of a consent, build the site, and say what else is to be done
    Withdraw(WithdrawArguments),
    /// Remove the data of a person and say where it still is
    Erase(EraseArguments),
    /// Say what is published of somebody and why, or who is in an output and by which consent
    Explain(ExplainArguments),
    /// Say what coming builds will drop or change, by day, and why
    Upcoming(UpcomingArguments),
    /// Write down everything that is held and published about one person (Art. 15 GDPR)
    Dossier(DossierArguments),
    /// Draft what the law wants to be told about the site, in German
    Privacy(PrivacyArguments),
    /// Give an opaque id to every person who has none
    AssignIds,
    /// Begin a theme, or put one to the test
    #[command(subcommand)]
    Theme(ThemeCommand),
    /// Print completions for a shell
    Completions {
        /// The shell that will read them
        shell: clap_complete::Shell,
    },
    /// Print a manual page, or write those of all commands
    Man(ManArguments),
}

/// Arguments of `build`.
#[derive(Debug, Clone, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub struct BuildArguments {
    /// Write the site to this folder [default: “public” in the site's folder]
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Build the site of this day [default: today in the site's time zone]
    #[arg(long, value_name = "DATE")]
    pub at: Option<Date>,
    /// With --at: also a day before that of the site in the folder
    #[arg(long, requires = "at")]
    pub allow_earlier: bool,
    /// Add drafts and scheduled pages; consent decides all the same
    #[arg(long)]
    pub drafts: bool,
    /// Build for this address [default: that of config.toml]
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Leave out files with errors instead of building nothing
    #[arg(long)]
    pub leave_out_broken: bool,
    /// Write the includes for web servers to this folder [default: “server” in the site's folder]
    #[arg(long, value_name = "DIR")]
    pub server_rules: Option<PathBuf>,
    /// Say what the time was spent on: stages, slowest templates and pages
    #[arg(long)]
    pub timings: bool,
    /// Write what the time was spent on to this file, for the profiler of a browser
    #[arg(long, value_name = "FILE")]
    pub trace: Option<PathBuf>,
}

/// Arguments of `serve`.
#[cfg(feature = "serve")]
#[derive(Debug, Clone, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub struct ServeArguments {
    /// Answer on this port [default: 3000, or the next free one]
    #[arg(long, value_name = "N")]
    pub port: Option<u16>,
    /// Open the preview in the browser
    #[arg(long)]
    pub open: bool,
    /// Begin with drafts and scheduled pages; consent decides all the same
    #[arg(long)]
    pub drafts: bool,
    /// Preview the site of this day [default: today, and tomorrow after midnight]
    #[arg(long, value_name = "DATE")]
    pub at: Option<Date>,
    /// Let other machines of the network look; they see no files and no excerpts
    #[arg(long)]
    pub share: bool,
    /// Look for changes instead of being told: for drives in a network
    #[arg(long)]
    pub poll: bool,
    /// Open files in this editor: vscode, vscodium, cursor, zed, jetbrains, sublime, none, or an
    /// address with {path}, {line}, {column}
    #[arg(long, value_name = "EDITOR", default_value = "vscode")]
    pub editor: String,
}

/// Arguments of `check`.
#[derive(Debug, Clone, Args)]
pub struct CheckArguments {
    /// Check the site of this day [default: today in the site's time zone]
    #[arg(long, value_name = "DATE")]
    pub at: Option<Date>,
    /// Fail on warnings too [default: on errors only]
    #[arg(long, value_enum, value_name = "WHAT")]
    pub deny: Option<Deny>,
}

/// Arguments of `init`.
#[derive(Debug, Clone, Args)]
pub struct InitArguments {
    /// A new or an empty folder [default: this one]
    pub folder: Option<PathBuf>,
    /// Title of the site
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// Address of the site [default: an example]
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Languages of the site, the first one first [default: the language of messages]
    #[arg(long, value_name = "LANGUAGES", value_enum, value_delimiter = ',')]
    pub languages: Vec<Lang>,
}

/// Arguments of `proof`.
#[derive(Debug, Clone, Args)]
pub struct ProofArguments {
    /// The story or the person: a file, an id or a name
    pub what: String,
    /// Write it to this new file, outside of what is published [default: a file in “proofs”]
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// As it would be on this day [default: today in the site's time zone]
    #[arg(long, value_name = "DATE")]
    pub at: Option<Date>,
}

/// Arguments of `new`.
#[derive(Debug, Clone, Args)]
pub struct NewArguments {
    /// What to begin
    #[arg(value_enum)]
    pub kind: NewKind,
    /// Its title, or the person's name: “Dr. Jana Müller” or “Müller, Jana”
    pub title: String,
    /// Name the file like this [default: after the title]
    #[arg(long, value_name = "NAME")]
    pub file: Option<String>,
}

/// Arguments of `explain`.
#[derive(Debug, Clone, Args)]
pub struct ExplainArguments {
    /// A person by name, id or file, or an output by path, address or URL
    pub what: String,
    /// Explain the site of this day [default: today in the site's time zone]
    #[arg(long, value_name = "DATE")]
    pub at: Option<Date>,
}

/// Arguments of `upcoming`.
#[derive(Debug, Clone, Args)]
pub struct UpcomingArguments {
    /// Look ahead so many days (90d) or weeks (12w)
    #[arg(long, value_name = "TIME", default_value = "90d", value_parser = days)]
    pub within: i32,
    /// Look ahead from this day [default: today in the site's time zone]
    #[arg(long, value_name = "DATE")]
    pub at: Option<Date>,
}

/// Arguments of `dossier`.
#[derive(Debug, Clone, Args)]
pub struct DossierArguments {
    /// The person, by name, id or file
    pub person: String,
    /// Write it to this new file, outside of what is published [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Tell what is published on this day [default: today in the site's time zone]
    #[arg(long, value_name = "DATE")]
    pub at: Option<Date>,
}

/// Arguments of `privacy`.
#[derive(Debug, Clone, Args)]
pub struct PrivacyArguments {
    /// Which draft
    #[arg(value_enum)]
    pub draft: PrivacyDraft,
    /// Draft it for this day [default: today in the site's time zone]
    #[arg(long, value_name = "DATE")]
    pub at: Option<Date>,
}

/// Arguments of `man`.
#[derive(Debug, Clone, Args)]
pub struct ManArguments {
    /// The command that the page is about, for example “consent list” [default: the program]
    #[arg(conflicts_with = "output")]
    pub command: Vec<String>,
    /// Write the pages of all commands to this folder
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

/// A draft for the data-protection officer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PrivacyDraft {
    /// Information for people whose data is published (Art. 13 GDPR)
    Notice,
    /// Entry in the record of processing (Art. 30 GDPR)
    Record,
}

/// A number of days: `90`, `90d`, `12w`; at most a hundred years.
fn days(text: &str) -> Result<i32, String> {
    let (number, days) = match text.strip_suffix('w') {
        Some(number) => (number, 7),
        None => (text.strip_suffix('d').unwrap_or(text), 1),
    };
    let number = number.parse::<i32>().ok().and_then(|number| number.checked_mul(days));
    let number = number.filter(|days| (0..=36_500).contains(days));
    number.ok_or_else(|| "write a number of days or weeks, for example 90d".to_owned())
}

/// What to do with a theme.
#[derive(Debug, Clone, Subcommand)]
pub enum ThemeCommand {
    /// Begin a theme that holds only what differs from the built-in one
    New {
        /// Its name, of small letters, digits and hyphens
        name: String,
    },
    /// Try a theme on sites that are hard on it, in light and in dark
    #[cfg(feature = "theme-check")]
    Check(ThemeCheckArguments),
}

/// Arguments of `theme check`.
#[cfg(feature = "theme-check")]
#[derive(Debug, Clone, Args)]
pub struct ThemeCheckArguments {
    /// The theme [default: that of config.toml]
    pub name: Option<String>,
    /// How many people stand in the directory of the largest site
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    pub people: usize,
}

/// What to do with consents.
#[derive(Debug, Clone, Subcommand)]
pub enum ConsentCommand {
    /// Append to the register what the content says and the register does not know yet
    Record(RecordArguments),
    /// Find every changed, removed or reordered line of the register
    Verify {
        /// Compare with a head that was noted earlier
        #[arg(long, value_name = "HASH")]
        expect: Option<String>,
    },
    /// List all consents: whose, how they stand, until when
    List(ListArguments),
    /// Write a calendar of the days on which consents end; internal, with names
    Calendar {
        /// Write it to this file [default: standard output]
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

/// Arguments of `consent record`.
#[derive(Debug, Clone, Args)]
pub struct RecordArguments {
    /// Whose: a file, an id or a name
    #[arg(conflicts_with = "all")]
    pub person: Option<String>,
    /// Everybody's
    #[arg(long)]
    pub all: bool,
    /// The day on which it is entered [default: today in the site's time zone]
    #[arg(long, value_name = "DATE")]
    pub on: Option<Date>,
}

/// Arguments of `consent list`.
#[derive(Debug, Clone, Args)]
pub struct ListArguments {
    /// Only those that stand like this
    #[arg(long, value_enum)]
    pub state: Vec<ConsentFilter>,
    /// Those that end within so many days are “expiring” [default: as in config.toml]
    #[arg(long, value_name = "DAYS", value_parser = days)]
    pub within: Option<i32>,
    /// As they stand on this day [default: today in the site's time zone]
    #[arg(long, value_name = "DATE")]
    pub at: Option<Date>,
}

/// Arguments of `withdraw`.
#[derive(Debug, Clone, Args)]
pub struct WithdrawArguments {
    /// Who: a file, an id or a name
    pub person: String,
    /// From this day on [default: today in the site's time zone]
    #[arg(long, value_name = "DATE")]
    pub on: Option<Date>,
    /// The reason that the person gave; it stands in the letter only
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Write the site to this folder [default: “public” in the site's folder]
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Build for this address [default: that of the last build]
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Write the includes for web servers to this folder [default: that of the last build]
    #[arg(long, value_name = "DIR")]
    pub server_rules: Option<PathBuf>,
    /// Write the draft of the letter to this file
    #[arg(long, value_name = "FILE")]
    pub letter: Option<PathBuf>,
}

/// Arguments of `erase`.
#[derive(Debug, Clone, Args)]
pub struct EraseArguments {
    /// Who: a file, an id or a name
    pub person: String,
    /// Do it; without this, only say what would be done
    #[arg(long)]
    pub yes: bool,
    /// Write the site to this folder [default: “public” in the site's folder]
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Build for this address [default: that of the last build]
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Write the includes for web servers to this folder [default: that of the last build]
    #[arg(long, value_name = "DIR")]
    pub server_rules: Option<PathBuf>,
}

/// How a consent stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ConsentFilter {
    /// It holds, and not only for a short time
    Valid,
    /// It holds, and ends soon
    Expiring,
    /// It begins later
    Future,
    /// Its last day is over
    Lapsed,
    /// It was withdrawn
    Withdrawn,
    /// There is none
    Missing,
}

/// Form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// Lines for people
    Human,
    /// One JSON object
    Json,
    /// Lines for spreadsheets (`consent list` only)
    Csv,
}

/// Language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// German
    De,
    /// English
    En,
}

/// What else makes a check fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// Warnings
    Warnings,
}

/// What can be begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum NewKind {
    /// A story about somebody; “story” is the same
    #[value(alias = "story", alias = "portraet", alias = "porträt")]
    Portrait,
    /// An event
    Event,
    /// An entry in the directory
    Person,
    /// An ordinary page
    Page,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_definition_holds_together() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn options_may_stand_before_and_after_the_command() {
        let parse = |line: &str| Arguments::try_parse_from(line.split(' '));
        let before = parse("matrikel --root a --lang de build --at 2029-05-01").unwrap();
        let after = parse("matrikel build --at 2029-05-01 --root a --lang de").unwrap();
        assert_eq!(format!("{before:?}"), format!("{after:?}"));
        for wrong in
            ["matrikel", "matrikel build --at 2029-02-30", "matrikel new", "matrikel x"]
        {
            assert_eq!(parse(wrong).unwrap_err().exit_code(), 2, "{wrong}");
        }
    }
}
