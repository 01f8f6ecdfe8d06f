//! Updates a published folder file by file: where few files differ, or where it cannot be swapped.
//!
//! In come the folder and the plan, out goes the folder as planned. Deletions come first, so that withdrawn people disappear
//! first; pages come last, so that none refers to a file that does not exist yet. Every file is
//! replaced in one step; an existing file is never written into.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use rayon::prelude::*;

use super::output_folder::MARKER;
use super::output_state::WantedContent;
use super::stage::MARKER_TEXT;
use super::write_plan::{FileJob, Plan};

/// Makes the folder hold the planned site.
pub(super) fn replace(folder: &Path, plan: &Plan<'_>) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    // Written first: without the marker, the next build would refuse a half-written folder.
    if !folder.join(MARKER).is_file() {
        fs::write(folder.join(MARKER), MARKER_TEXT)?;
    }
    in_order(folder, plan, &|target, job| replace_file(target, job))
}

/// Makes the folder hold the planned site by moving what is new out of the staging folder, in which
/// all of it is complete: nothing is written any more, so that neither a full disk nor a long
/// text can come in between.
pub(super) fn move_in(folder: &Path, staged: &Path, plan: &Plan<'_>) -> io::Result<()> {
    in_order(folder, plan, &|target, job| fs::rename(staged.join(job.path), target))
}

fn in_order(
    folder: &Path,
    plan: &Plan<'_>,
    put: &(dyn Fn(&Path, &FileJob<'_>) -> io::Result<()> + Sync),
) -> io::Result<()> {
    delete(folder, plan)?;
    for name in &plan.folders {
        if !plan.present.folders.contains(*name) {
            fs::create_dir(folder.join(name))?;
        }
    }
    let is_page = |job: &&FileJob<'_>| has_ending(job.path, "html");
    let (pages, others): (Vec<_>, Vec<_>) =
        plan.jobs.iter().filter(|job| !job.unchanged).partition(is_page);
    for jobs in [others, pages] {
        jobs.into_par_iter().try_for_each(|job| put(&folder.join(job.path), job))?;
    }
    Ok(())
}

fn has_ending(path: &str, ending: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found == ending)
}

fn delete(folder: &Path, plan: &Plan<'_>) -> io::Result<()> {
    // In reverse, since an unexpected folder is listed before what it contains.
    for unexpected in plan.present.unexpected.iter().rev() {
        let is_folder = fs::symlink_metadata(unexpected)?.is_dir();
        if is_folder { fs::remove_dir(unexpected)? } else { fs::remove_file(unexpected)? }
    }
    let wanted =
        |name: &str| plan.jobs.binary_search_by(|job| job.path.cmp(name)).is_ok();
    let gone: Vec<&String> =
        plan.present.files.keys().filter(|name| !wanted(name)).collect();
    gone.into_par_iter().try_for_each(|name| fs::remove_file(folder.join(name)))?;
    // In reverse order the contents of a folder come before the folder.
    for name in plan.present.folders.iter().rev() {
        if !plan.folders.contains(name.as_str()) {
            fs::remove_dir(folder.join(name))?;
        }
    }
    Ok(())
}

fn replace_file(target: &Path, job: &FileJob<'_>) -> io::Result<()> {
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(".matrikel-new");
    let new = target.with_file_name(name);
    let made = match &job.wanted {
        WantedContent::Bytes(bytes) => {
            File::create_new(&new).and_then(|mut file| file.write_all(bytes))
        }
        WantedContent::Cached(from) | WantedContent::Staged(from) => {
            fs::copy(from, &new).map(|_| ())
        }
        // It stays, and is not replaced; else there would be no plan.
        WantedContent::Kept(_) => return Err(io::ErrorKind::ResourceBusy.into()),
    };
    made.and_then(|()| fs::rename(&new, target)).inspect_err(|_| {
        // The first error is the one to report.
        let _ = fs::remove_file(&new);
    })
}
