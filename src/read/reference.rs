//! Reads `faculties.yaml`, `institutions.yaml`, `contacts.yaml` and `photos.yaml`.
//!
//! Empty and missing files are fine. An entry that cannot be read is left out and reported.

use std::collections::BTreeSet;

use crate::base::code::Code;
use crate::base::diagnostic::{Argument, Checked, Diagnostic, Place, Spot};
use crate::base::mention::AllowedMention;
use crate::base::source::{SitePath, Snapshot};
use crate::model::reference::{Contact, Faculty, GroupPhoto, Institution};

use super::fields::{At, Fields, Reader, Sink};
use super::node::Node;
use super::shared::allowed_mention;
use super::values::{email, flag, id, line, localised, partial, title, web_address};
use super::{mention, yaml};

/// Reference data of a site.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reference {
    /// Faculties in the order of the file.
    pub faculties: Vec<Faculty>,
    /// Institutions in the order of the file.
    pub institutions: Vec<Institution>,
    /// Contacts in the order of the file.
    pub contacts: Vec<Contact>,
    /// Photos with people, in the order of the file.
    pub photos: Vec<GroupPhoto>,
    /// What may stand in one of these files although it is withheld.
    pub allowed: Vec<(SitePath, AllowedMention)>,
}

/// Where faculties stand.
pub const FACULTIES: &str = "content/faculties.yaml";
/// Where institutions stand.
pub const INSTITUTIONS: &str = "content/institutions.yaml";
/// Where contacts stand.
pub const CONTACTS: &str = "content/contacts.yaml";
/// Where photos with several people stand.
pub const PHOTOS: &str = "content/photos.yaml";

/// Reads all reference data.
pub fn reference(snapshot: &Snapshot) -> Checked<Reference> {
    let mut files = DataFiles { snapshot, allowed: Vec::new(), diagnostics: Vec::new() };
    let faculties = files.read(FACULTIES, faculty, |faculty| &faculty.id);
    let institutions = files.read(INSTITUTIONS, institution, |one| &one.id);
    let contacts = files.read(CONTACTS, contact, |contact| &contact.id);
    let photos = files.read(PHOTOS, group_photo, |photo| &photo.file);
    let DataFiles { allowed, diagnostics, .. } = files;
    let value = Reference { faculties, institutions, contacts, photos, allowed };
    Checked { value, diagnostics }
}

/// The files of reference data, one after the other.
struct DataFiles<'s> {
    snapshot: &'s Snapshot,
    allowed: Vec<(SitePath, AllowedMention)>,
    diagnostics: Vec<Diagnostic>,
}

impl DataFiles<'_> {
    fn read<T>(
        &mut self,
        path: &str,
        read: Reader<T>,
        id_of: impl Fn(&T) -> &String,
    ) -> Vec<T> {
        file(self.snapshot, path, read, id_of, &mut self.allowed, &mut self.diagnostics)
    }
}

fn file<T>(
    snapshot: &Snapshot,
    path: &str,
    read: Reader<T>,
    id_of: impl Fn(&T) -> &String,
    allowed: &mut Vec<(SitePath, AllowedMention)>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<T> {
    let path = SitePath::new(path);
    let Some(text) = snapshot.text(&path) else { return Vec::new() };
    let mut sink = Sink::new(&path);
    let data = text.trim_start_matches('\u{feff}');
    let node = yaml::read(data);
    if let Ok(node) = &node {
        mention::nobody(node, &mut sink);
    }
    let entries = match node {
        Ok(Node::List(mut items)) => {
            allowed.extend(
                taken(&mut items, &mut sink).into_iter().map(|one| (path.clone(), one)),
            );
            entries(&items, read, id_of, &mut sink)
        }
        Ok(Node::Map(entries)) if entries.is_empty() => Vec::new(),
        Ok(node) => {
            sink.wrong_type(&At::TOP, "type-list", &node);
            Vec::new()
        }
        Err(mistake) => {
            diagnostics.push(data_mistake(&path, &mistake, text.len() - data.len()));
            Vec::new()
        }
    };
    diagnostics.append(&mut sink.diagnostics);
    entries
}

/// Takes out of the entries what they allow to stand in this file.
fn taken(items: &mut [Node], sink: &mut Sink<'_>) -> Vec<AllowedMention> {
    const KEY: &str = "allowed_mentions";
    let mut allowed = Vec::new();
    for (number, item) in items.iter_mut().enumerate() {
        let Node::Map(entries) = item else { continue };
        let Some(at) = entries.iter().position(|(key, _)| key == KEY) else { continue };
        let own = Node::Map(vec![entries.remove(at)]);
        let top = At::TOP;
        let place = top.item(number);
        if let Some(mut fields) = Fields::open(&own, &place, sink) {
            allowed.extend(fields.list(KEY, allowed_mention, sink));
        }
    }
    allowed
}

fn entries<T>(
    items: &[Node],
    read: Reader<T>,
    id_of: impl Fn(&T) -> &String,
    sink: &mut Sink<'_>,
) -> Vec<T> {
    let mut entries: Vec<T> = Vec::new();
    let mut ids = BTreeSet::new();
    for (number, item) in items.iter().enumerate() {
        let at = At::TOP;
        let at = at.item(number);
        let Some(entry) = read(item, &at, sink) else { continue };
        if !ids.insert(id_of(&entry).clone()) {
            let quoted = sink.quoted(&at, id_of(&entry));
            let key = if sink.path.as_str() == PHOTOS { "file" } else { "id" };
            sink.value(Code::IdDuplicate, &at.key(key)).arguments.extend([
                ("value", quoted),
                ("other", Argument::Word("word-further-up")),
            ]);
            continue;
        }
        entries.push(entry);
    }
    entries
}

/// The diagnostic for a file in which two versions stand beside each other.
pub fn merge_mistake(path: &SitePath, line: usize) -> Diagnostic {
    let place = Place { path: path.clone(), spot: Spot::Line(line) };
    Diagnostic::at(Code::MergeUnfinished, place)
}

/// The diagnostic for a text that is no YAML. `offset` is the number of bytes before it.
pub(super) fn data_mistake(
    path: &SitePath,
    mistake: &yaml::Mistake,
    offset: usize,
) -> Diagnostic {
    let code = if mistake.too_deep { Code::DataTooDeep } else { Code::DataSyntax };
    let place = match &mistake.range {
        Some(range) => Place::range(path, range.start + offset..range.end + offset),
        None => Place::file(path),
    };
    Diagnostic::at(code, place)
        .with("cause", Argument::YamlCause(mistake.message.clone()))
}

fn faculty(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<Faculty> {
    let mut fields = Fields::open(node, at, sink)?;
    let id_and_name =
        (fields.required("id", id, sink), fields.required("name", localised, sink));
    let faculty = Faculty {
        id: id_and_name.0.clone().unwrap_or_default(),
        name: id_and_name
            .1
            .clone()
            .unwrap_or(crate::base::text::Localised::Same(String::new())),
        short: fields.optional("short", localised, sink),
        institution: fields.optional("institution", id, sink),
        from: fields.optional("from", partial, sink),
        until: fields.optional("until", partial, sink),
        predecessors: fields.list("predecessors", id, sink),
        url: fields.optional("url", web_address, sink),
        source: fields.optional("source", localised, sink),
    };
    fields.close(sink);
    check_period(faculty.from, faculty.until, at, sink);
    (id_and_name.0.is_some() && id_and_name.1.is_some()).then_some(faculty)
}

fn institution(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<Institution> {
    let mut fields = Fields::open(node, at, sink)?;
    let id_and_name =
        (fields.required("id", id, sink), fields.required("name", localised, sink));
    let institution = Institution {
        id: id_and_name.0.clone().unwrap_or_default(),
        name: id_and_name
            .1
            .clone()
            .unwrap_or(crate::base::text::Localised::Same(String::new())),
        short: fields.optional("short", localised, sink),
        from: fields.optional("from", partial, sink),
        until: fields.optional("until", partial, sink),
        successors: fields.list("successors", id, sink),
        text: fields.optional("text", localised, sink),
        source: fields.optional("source", localised, sink),
        own: fields.optional("self", flag, sink).unwrap_or(false),
    };
    fields.close(sink);
    check_period(institution.from, institution.until, at, sink);
    (id_and_name.0.is_some() && id_and_name.1.is_some()).then_some(institution)
}

fn contact(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<Contact> {
    let mut fields = Fields::open(node, at, sink)?;
    let id_and_name =
        (fields.required("id", id, sink), fields.required("name", localised, sink));
    let contact = Contact {
        id: id_and_name.0.clone().unwrap_or_default(),
        name: id_and_name
            .1
            .clone()
            .unwrap_or(crate::base::text::Localised::Same(String::new())),
        role: fields.optional("role", localised, sink),
        faculty: fields.optional("faculty", id, sink),
        topics: fields.list("topics", localised, sink),
        email: fields.optional("email", email, sink),
        phone: fields.optional("phone", line, sink),
        room: fields.optional("room", localised, sink),
        office_hours: fields.optional("office_hours", localised, sink),
        from: fields.optional("from", partial, sink),
        until: fields.optional("until", partial, sink),
        deputy: fields.optional("deputy", id, sink),
    };
    fields.optional("source", localised, sink);
    fields.close(sink);
    check_period(contact.from, contact.until, at, sink);
    (id_and_name.0.is_some() && id_and_name.1.is_some()).then_some(contact)
}

fn group_photo(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<GroupPhoto> {
    let mut fields = Fields::open(node, at, sink)?;
    let file = fields.required("file", title, sink);
    // Without its people a photo would be one that anybody may see.
    if !fields.has("people") {
        sink.missing(&at.key("people"));
    }
    let people = fields.list("people", line, sink);
    fields.optional("source", localised, sink);
    fields.close(sink);
    Some(GroupPhoto { file: file?, people })
}

fn check_period(
    from: Option<crate::base::date::PartialDate>,
    until: Option<crate::base::date::PartialDate>,
    at: &At<'_>,
    sink: &mut Sink<'_>,
) {
    if let (Some(from), Some(until)) = (from, until)
        && from.first_day() > until.last_day()
    {
        sink.value(Code::DatesReversed, &at.key("until"))
            .arguments
            .push(("earlier", Argument::Text("from".into())));
    }
}
