//! `man`: the manual pages, one for each command.
//!
//! In comes the name of a command or a folder, out goes that page on standard output, or every
//! page as a file. Says nothing of its own about a command: what it says stands in `cli.rs`.

use std::path::Path;

use anyhow::Result;
use clap::CommandFactory as _;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use super::Caller;
use crate::base::refusal::Refusal;
use crate::cli::{Arguments, ManArguments, ReportFormat};
use crate::io::report;
use crate::io::source_file::write_folder;

const SECTION: &str = "1";

pub(super) fn run(caller: &Caller<'_>, wanted: &ManArguments) -> Result<bool> {
    match &wanted.output {
        Some(folder) => write_all(caller, folder),
        None => print_one(&wanted.command),
    }
}

/// `consent list`, `consent-list` and `matrikel-consent-list` are the same page.
fn print_one(words: &[String]) -> Result<bool> {
    let asked = words.join("-");
    let program = Arguments::command().get_name().to_owned();
    let full = match asked.as_str() {
        "" => program,
        name if name == program || name.starts_with(&format!("{program}-")) => asked,
        name => format!("{program}-{name}"),
    };
    let all = pages()?;
    let Some((_, text)) =
        all.iter().find(|(file, _)| *file == format!("{full}.{SECTION}"))
    else {
        return Err(Refusal::new("man-unknown").with("name", words.join(" ")).into());
    };
    report::to_stdout(text)?;
    Ok(true)
}

fn write_all(caller: &Caller<'_>, folder: &Path) -> Result<bool> {
    let all = pages()?;
    write_folder(folder, &all)?;
    let path = folder.display().to_string();
    let line = match caller.format {
        ReportFormat::Json => {
            let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
            serde_json::json!({ "folder": path, "written": names }).to_string()
        }
        ReportFormat::Human | ReportFormat::Csv => {
            let count = caller.words().count("manual-pages", all.len());
            caller.words().phrase("man-written", &[("pages", &count), ("path", &path)])
        }
    };
    report::to_stdout(&format!("{line}\n"))?;
    Ok(true)
}

/// Every page with the name of its file, the program's own first.
fn pages() -> Result<Vec<(String, String)>> {
    // “help” is no command of its own: its page would repeat all others.
    let mut program = Arguments::command().disable_help_subcommand(true);
    program.build();
    let mut all = Vec::new();
    collect(&program, None, &mut all)?;
    Ok(all)
}

fn collect(
    command: &clap::Command,
    above: Option<&str>,
    all: &mut Vec<(String, String)>,
) -> Result<()> {
    let name = command.get_display_name().unwrap_or_else(|| command.get_name());
    let source = concat!("matrikel ", env!("CARGO_PKG_VERSION"));
    // A day would be that of the build. An empty one is left out, and what follows moves up.
    let page = Man::new(command.clone()).section(SECTION).date(" ").source(source);
    let mut text = Vec::new();
    page.render(&mut text)?;
    ending(above).to_writer(&mut text)?;
    all.push((page.get_filename(), String::from_utf8_lossy(&text).into_owned()));
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        collect(below, Some(name), all)?;
    }
    Ok(())
}

/// What the command line knows nothing of: statuses, and the page above.
fn ending(above: Option<&str>) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["EXIT STATUS"]);
    for (status, meaning) in [
        ("0", "Done."),
        ("1", "The site has errors, or what was asked for could not be done in full."),
        ("2", "The command line is wrong, or something outside of the site's sources."),
    ] {
        roff.control("TP", []);
        roff.text([roman(status)]);
        roff.text([roman(meaning)]);
    }
    if let Some(above) = above {
        roff.control("SH", ["SEE ALSO"]);
        roff.text([roman(format!("{above}({SECTION})"))]);
    }
    roff
}
