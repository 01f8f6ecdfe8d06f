//! The command line in the reader's language: help with examples, and what is wrong with a call.
//!
//! In come the words that were typed, out go arguments or a text. Never changes what may be
//! typed: names of commands and options are the same in every language.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::IsTerminal as _;
use std::path::Path;
use std::sync::LazyLock;

use clap::error::ErrorKind;
use clap::{Arg, Command, CommandFactory as _, FromArgMatches as _};
use serde::Deserialize;

use crate::base::language::Language;
use crate::cli::{Arguments, Lang};
use crate::io::report;

/// Help in German.
#[derive(Deserialize)]
struct GermanHelp {
    commands: BTreeMap<String, String>,
    arguments: BTreeMap<String, String>,
    fixed: Vec<FixedWords>,
}

/// What the library says, and what it is to say.
#[derive(Deserialize)]
struct FixedWords {
    from: String,
    to: String,
}

static GERMAN: LazyLock<GermanHelp> = LazyLock::new(|| {
    // The file is part of the program, and a test reads it.
    toml::from_str(include_str!("help.de.toml")).unwrap_or(GermanHelp {
        commands: BTreeMap::new(),
        arguments: BTreeMap::new(),
        fixed: Vec::new(),
    })
});

/// Calls to begin with; names and titles in them are invented.
const EXAMPLES: [(&str, &str); 6] = [
    (
        "matrikel",
        "matrikel init my-site --languages de,en\n  matrikel serve --open\n  \
         matrikel new story \"Das Wehr\"\n  matrikel check\n  matrikel build",
    ),
    ("init", "matrikel init my-site --title \"Alumni\" --languages de,en"),
    (
        "new",
        "matrikel new person \"Müller, Jana\"\n  matrikel new story \"Das Wehr\"\n  \
         matrikel new event \"Sommerfest\"",
    ),
    ("proof", "matrikel proof \"Das Wehr\"\n  matrikel proof jana-mueller"),
    ("explain", "matrikel explain \"Jana Müller\"\n  matrikel explain /verzeichnis/"),
    ("withdraw", "matrikel withdraw jana-mueller --letter ../letter.txt"),
];

/// What was typed as arguments. Otherwise says help, or what is wrong, in the language that the
/// caller reads.
///
/// # Errors
/// If there is nothing to run, with the exit status; what there is to say has been said.
pub fn arguments() -> Result<Arguments, u8> {
    let typed: Vec<OsString> = std::env::args_os().collect();
    let language = language_of(&typed);
    let command = in_language(Arguments::command(), language);
    let matches = command.try_get_matches_from(&typed);
    matches.and_then(|found| Arguments::from_arg_matches(&found)).map_err(|error| {
        // If not even this can be said, the status still says it.
        let _ = say(&error, language);
        u8::try_from(error.exit_code()).unwrap_or(2)
    })
}

fn say(error: &clap::Error, language: Language) -> std::io::Result<()> {
    let is_help =
        matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if language == Language::En {
        return error.print();
    }
    let terminal = if is_help {
        std::io::stdout().is_terminal()
    } else {
        std::io::stderr().is_terminal()
    };
    let rendered = error.render();
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let text = if terminal && !plain {
        rendered.ansi().to_string()
    } else {
        rendered.to_string()
    };
    let text =
        GERMAN.fixed.iter().fold(text, |text, one| text.replace(&one.from, &one.to));
    if is_help { report::to_stdout(&text) } else { report::to_stderr(&text) }
}

/// The language before anything is parsed: what is wrong may be any word of the call.
fn language_of(typed: &[OsString]) -> Language {
    let value = |name: &str| {
        let words = typed.iter().map(|word| word.to_string_lossy());
        let mut behind = words
            .skip_while(|word| *word != name && !word.starts_with(&format!("{name}=")));
        let found = behind.next()?;
        match found.split_once('=') {
            Some((_, value)) => Some(value.to_owned()),
            None => behind.next().map(std::borrow::Cow::into_owned),
        }
    };
    let asked = value("--lang").and_then(|code| match code.as_str() {
        "de" => Some(Lang::De),
        "en" => Some(Lang::En),
        _ => None,
    });
    super::language(asked, Path::new(&value("--root").unwrap_or_else(|| ".".to_owned())))
}

/// The command line with examples, and with its texts in a language.
fn in_language(command: Command, language: Language) -> Command {
    let texts = (language == Language::De).then(|| &*GERMAN);
    translated(command, "", texts)
}

fn translated(command: Command, above: &str, texts: Option<&GermanHelp>) -> Command {
    let name = command.get_name().to_owned();
    let path = match above {
        _ if name == "matrikel" => String::new(),
        "" => name.clone(),
        above => format!("{above} {name}"),
    };
    let mut command = command;
    if let Some((_, calls)) =
        EXAMPLES.iter().find(|(own, _)| *own == name || *own == path)
    {
        command = command.after_help(format!("Examples:\n  {calls}"));
    }
    if let Some(texts) = texts {
        let key = if path.is_empty() { &name } else { &path };
        if let Some(about) = texts.commands.get(key) {
            command = command.about(about.clone());
        }
        command = command.mut_args(|argument| {
            let key = key_of(&path, &argument);
            match texts.arguments.get(&key) {
                // The values stand in the text, since theirs are in English.
                Some(help) if argument.get_action().takes_values() => {
                    argument.help(help.clone()).hide_possible_values(true)
                }
                Some(help) => argument.help(help.clone()),
                None => argument,
            }
        });
    }
    command.mut_subcommands(|inner| translated(inner, &path, texts))
}

/// The name of an argument in the catalogue; those that go everywhere stand once.
fn key_of(path: &str, argument: &Arg) -> String {
    let name = argument.get_id().as_str();
    if path.is_empty() { name.to_owned() } else { format!("{path} {name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missing(command: &Command, above: &str, found: &mut Vec<String>) {
        let name = command.get_name();
        let path = match above {
            _ if name == "matrikel" => String::new(),
            "" => name.to_owned(),
            above => format!("{above} {name}"),
        };
        let key = if path.is_empty() { name } else { &path };
        if !GERMAN.commands.contains_key(key) {
            found.push(key.to_owned());
        }
        for argument in command.get_arguments() {
            let key = key_of(&path, argument);
            if !GERMAN.arguments.contains_key(&key) {
                found.push(key);
            }
        }
        for inner in command.get_subcommands() {
            missing(inner, &path, found);
        }
    }

    #[test]
    fn every_command_and_every_argument_has_german_help() {
        let mut found = Vec::new();
        missing(&Arguments::command(), "", &mut found);
        assert_eq!(found, [""; 0]);
    }

    #[test]
    fn what_may_be_typed_is_the_same_in_every_language() {
        in_language(Arguments::command(), Language::De).debug_assert();
        let typed = |words: &[&str]| words.iter().map(OsString::from).collect::<Vec<_>>();
        assert_eq!(language_of(&typed(&["matrikel", "--lang", "de", "x"])), Language::De);
        assert_eq!(language_of(&typed(&["matrikel", "x", "--lang=de"])), Language::De);
    }
}
