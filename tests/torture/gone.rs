//! Who may not be shown on a day, read from the files of a site.
//!
//! In come a folder, somebody and a day, out goes why nothing of them may be shown. It is a second
//! reading of the documented form, by lines and not by a parser, so that a mistake elsewhere in a
//! file hides nothing.

use std::fs;
use std::path::Path;

use jiff::civil::Date;

use super::people::{Person, Standing};

/// Why nothing of somebody may be shown; `None` if the files tell of no reason.
pub(crate) fn why(root: &Path, person: &Person, day: Date) -> Option<&'static str> {
    let file = root.join("content").join(person.file());
    let Ok(bytes) = fs::read(file) else { return Some("deleted") };
    let text = String::from_utf8_lossy(&bytes);
    let since =
        |key: &str| -> Option<Date> { text.split_once(key)?.1.get(..10)?.parse().ok() };
    if since("withdrawn: ").is_some_and(|since| since <= day) {
        return Some("withdrawn");
    }
    if since("  until: ").is_some_and(|until| until < day) {
        return Some("lapsed");
    }
    let id = text.lines().find_map(|line| line.strip_prefix("id: "));
    if let Some(id) = id.or(person.id.as_deref())
        && let Some(why) = registered(root, id, day)
    {
        return Some(why);
    }
    match person.standing {
        Standing::None => Some("without a consent"),
        Standing::Elsewhere => Some("not on the site"),
        _ => None,
    }
}

/// Why somebody is gone by the last line of their register.
fn registered(root: &Path, id: &str, day: Date) -> Option<&'static str> {
    let path = root.join("register").join(format!("{id}.jsonl"));
    let text = fs::read_to_string(path).ok()?;
    let last: serde_json::Value = serde_json::from_str(text.lines().last()?).ok()?;
    match last["event"].as_str()? {
        "erased" => Some("erased"),
        "withdrawn" => {
            let since: Date = last["withdrawn"].as_str()?.parse().ok()?;
            (since <= day).then_some("withdrawn by the register")
        }
        _ => None,
    }
}
