//! `proof`: a story or an entry before its consent, for the person to read and to sign.
//!
//! In comes a word, out goes a new file that only its owner may read. Never writes where it is or
//! would be published, and never over a file that exists.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use serde_json::json;

use super::Caller;
use super::person::person_not_found;
use super::private_file::write_private;
use crate::base::explain::explain;
use crate::base::language::Language;
use crate::base::output::Content;
use crate::base::refusal::Refusal;
use crate::base::source::Snapshot;
use crate::cli::{ProofArguments, ReportFormat};
use crate::engine::proof::{NoProof, proof};
use crate::io::file;
use crate::io::internal_place::may_be_published;
use crate::io::leftovers::PROOFS;
use crate::io::picture_cache;
use crate::io::report;

pub(super) fn run(caller: &Caller<'_>, wanted: &ProofArguments) -> Result<bool> {
    let place = wanted.output.clone().unwrap_or_else(|| caller.path(PROOFS));
    refuse_published(caller, &place)?;
    // Texts and pictures belong together, as before or after another command.
    let _lock = caller.lock()?;
    let snapshot = caller.snapshot(wanted.at)?;
    let bytes = |content: &Content| bytes_of(caller.root, content);
    let made = proof(&snapshot, &wanted.what, caller.language, &bytes)
        .map_err(|why| no_proof(&wanted.what, &why, &snapshot, caller.language))?;
    let file = match &wanted.output {
        Some(file) => file.clone(),
        None => free_name(&own_folder(&place)?, made.name(), &snapshot),
    };
    write_private(&file, made.html(), "proof-exists")?;
    let told = if caller.format == ReportFormat::Json {
        json!({ "file": file.display().to_string() }).to_string()
    } else {
        file.display().to_string()
    };
    report::to_stdout(&(told + "\n"))?;
    Ok(true)
}

fn refuse_published(caller: &Caller<'_>, place: &Path) -> Result<(), Refusal> {
    let published = may_be_published(caller.root, &caller.path("public"), place)
        .map_err(|error| Refusal::about("write", place).because(&error))?;
    if published { Err(Refusal::about("proof-in-output", place)) } else { Ok(()) }
}

/// Makes the folder for proofs, which nobody else may read and no version control keeps.
fn own_folder(folder: &Path) -> Result<PathBuf, Refusal> {
    let cannot = |error: std::io::Error| Refusal::about("write", folder).because(&error);
    if !folder.exists() {
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        {
            use std::os::unix::fs::DirBuilderExt as _;
            builder.mode(0o700);
        }
        builder.create(folder).map_err(cannot)?;
    }
    let ignore = folder.join(".gitignore");
    if !ignore.exists() {
        fs::write(&ignore, "*\n").map_err(cannot)?;
    }
    Ok(folder.to_owned())
}

/// A name that is not taken: a former proof may have been signed.
fn free_name(folder: &Path, name: &str, snapshot: &Snapshot) -> PathBuf {
    let base = format!("{name}-{}", snapshot.today);
    let numbered = (2..).map(|number| format!("{base}-{number}.html"));
    let names = std::iter::once(format!("{base}.html")).chain(numbered);
    let mut paths = names.map(|name| folder.join(name));
    paths.find(|path| !path.exists()).unwrap_or_else(|| folder.join(base))
}

/// The bytes of a picture or of a file that a page shows; nothing is kept.
pub(super) fn bytes_of(root: &Path, content: &Content) -> Option<Vec<u8>> {
    match content {
        Content::Bytes(bytes) => Some(bytes.to_vec()),
        Content::Copy(source, _) => file::bytes(root, source),
        Content::Picture(recipe) => picture_cache::whole(root, &recipe.file_name())
            .or_else(|| {
                picture_cache::photo(root, &recipe.source, recipe.digest)?.make(recipe)
            }),
        // What other services show with a link is no part of a page; a proof stores none.
        Content::Card(_) | Content::Stored(_) => None,
    }
}

/// Why there is no proof, as a refusal.
pub(super) fn no_proof(
    word: &str,
    why: &NoProof,
    snapshot: &Snapshot,
    language: Language,
) -> Refusal {
    match why {
        NoProof::Unknown(why) => person_not_found(word, why),
        NoProof::Withdrawn => Refusal::new("proof-withdrawn").with("word", word),
        NoProof::Unusable | NoProof::Wrong(None) => Refusal::new("site-unusable"),
        NoProof::Wrong(Some(diagnostic)) => {
            let message = explain(diagnostic, snapshot, language).message;
            Refusal::new("proof-wrong").with("word", word).with("why", message)
        }
    }
}
