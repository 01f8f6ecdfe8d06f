//! Reads an accessibility statement.
//!
//! In comes the value of `accessibility`, out goes a statement with all obligatory parts, or for
//! each missing one which rule asks for it. Whether it is true nobody can read here.

use crate::base::code::Code;
use crate::base::diagnostic::Argument;
use crate::model::statement::{
    AccessibilityGaps, Conformance, Enforcement, Feedback, Method, Statement,
};

use super::fields::{At, Fields, Reader, Sink};
use super::node::Node;
use super::values::{choice, day, email, line, localised, number, title, web_address};

/// An obligatory part: its key, the rule that asks for it, and the line that mends it.
struct ObligatoryPart {
    key: &'static str,
    rule: &'static str,
    line: &'static str,
}

/// Reads a statement.
pub(super) fn statement(
    node: &Node,
    at: &At<'_>,
    sink: &mut Sink<'_>,
) -> Option<Statement> {
    let mut fields = Fields::open(node, at, sink)?;
    let of = |key, rule, line| ObligatoryPart { key, rule, line };
    let status = of("conformance", "rule-status", "conformance: partial");
    let conformance =
        part(&mut fields, &status, |n, at, s| choice(n, at, s, Conformance::WORDS), sink);
    let norm = of("standard", "rule-status", "standard: EN 301 549 V3.2.1");
    let standard = part(&mut fields, &norm, localised, sink);
    let law = part(&mut fields, &of("law", "rule-law", "law: …"), localised, sink);
    let scope = fields.optional("scope", localised, sink);
    let written = of("prepared", "rule-preparation", "prepared: 2026-11-16");
    let prepared = part(&mut fields, &written, day, sink);
    let reviewed = fields.optional("reviewed", day, sink);
    let based = of("method", "rule-method", "method: self");
    let method =
        part(&mut fields, &based, |n, at, s| choice(n, at, s, Method::WORDS), sink);
    let gaps = fields.optional("not_accessible", gaps, sink).unwrap_or_default();
    let report = of("feedback", "rule-feedback", "feedback: { email: … }");
    let feedback = part(&mut fields, &report, feedback, sink);
    let body = of("enforcement", "rule-enforcement", "enforcement: { name: …, url: … }");
    let enforcement = part(&mut fields, &body, enforcement, sink);
    fields.close(sink);
    if let (Some(prepared), Some(reviewed)) = (prepared, reviewed)
        && reviewed < prepared
    {
        sink.value(Code::DatesReversed, &at.key("reviewed"))
            .arguments
            .push(("earlier", Argument::Text("prepared".into())));
    }
    agree(conformance?, &gaps, at, sink);
    Some(Statement {
        conformance: conformance?,
        standard: standard?,
        law: law?,
        scope,
        prepared: prepared?,
        reviewed,
        method: method?,
        gaps,
        feedback: feedback?,
        enforcement: enforcement?,
    })
}

/// An obligatory part of a statement or of one of its parts.
fn part<T>(
    fields: &mut Fields<'_>,
    part: &ObligatoryPart,
    read: Reader<T>,
    sink: &mut Sink<'_>,
) -> Option<T> {
    if fields.has(part.key) {
        return fields.required(part.key, read, sink);
    }
    fields.node(part.key);
    sink.key(Code::StatementPartMissing, &fields.at.key(part.key)).arguments.extend([
        ("rule", Argument::Word(part.rule)),
        ("line", Argument::Text(part.line.into())),
    ]);
    None
}

/// Whether the status fits what is listed.
fn agree(
    conformance: Conformance,
    gaps: &AccessibilityGaps,
    at: &At<'_>,
    sink: &mut Sink<'_>,
) {
    let failing = gaps.non_compliant.len() + gaps.disproportionate_burden.len();
    if conformance == Conformance::Full && failing > 0 {
        sink.value(Code::StatementFullWithGaps, &at.key("conformance"));
    }
    if conformance != Conformance::Full && failing + gaps.out_of_scope.len() == 0 {
        sink.key(Code::StatementWithoutGaps, &at.key("not_accessible"))
            .arguments
            .push(("status", Argument::Text(conformance.word().into())));
    }
}

fn gaps(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<AccessibilityGaps> {
    let mut fields = Fields::open(node, at, sink)?;
    let gaps = AccessibilityGaps {
        non_compliant: fields.list("non_compliant", localised, sink),
        disproportionate_burden: fields.list("disproportionate_burden", localised, sink),
        out_of_scope: fields.list("out_of_scope", localised, sink),
    };
    fields.close(sink);
    Some(gaps)
}

fn feedback(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<Feedback> {
    let mut fields = Fields::open(node, at, sink)?;
    let mailbox =
        ObligatoryPart { key: "email", rule: "rule-feedback", line: "email: …" };
    let mailbox = part(&mut fields, &mailbox, email, sink);
    let phone = fields.optional("phone", line, sink);
    let contact = fields.optional("contact", localised, sink);
    let days = fields.optional("days", |n, at, s| number(n, at, s, 1..=365), sink);
    fields.close(sink);
    Some(Feedback { email: mailbox?, phone, contact, days })
}

fn enforcement(node: &Node, at: &At<'_>, sink: &mut Sink<'_>) -> Option<Enforcement> {
    let mut fields = Fields::open(node, at, sink)?;
    let rule = "rule-enforcement";
    let name = ObligatoryPart { key: "name", rule, line: "name: …" };
    let name = part(&mut fields, &name, localised, sink);
    let url = ObligatoryPart { key: "url", rule, line: "url: https://…" };
    let url = part(&mut fields, &url, web_address, sink);
    let mailbox = fields.optional("email", email, sink);
    let address = fields.optional("address", localised, sink);
    fields.close(sink);
    Some(Enforcement { name: name?, url: url?, email: mailbox, address })
}

/// Reads a video in sign language.
pub(super) fn sign_language(
    node: &Node,
    at: &At<'_>,
    sink: &mut Sink<'_>,
) -> Option<crate::model::page::SignLanguage> {
    let mut fields = Fields::open(node, at, sink)?;
    let video = fields.required("video", title, sink);
    let elsewhere = video.as_ref().is_some_and(|video| video.contains("://"));
    if elsewhere && let Some(node) = fields.node("video") {
        web_address(node, &at.key("video"), sink);
    }
    let captions = fields.optional("captions", title, sink);
    let poster = fields.optional("poster", title, sink);
    let minutes = fields.optional("minutes", |n, at, s| number(n, at, s, 1..=600), sink);
    let transcript = fields.optional("transcript", title, sink);
    fields.close(sink);
    // They belong to the player, and a video elsewhere has none here.
    for (key, there) in [("captions", captions.is_some()), ("poster", poster.is_some())] {
        if elsewhere && there {
            sink.key(Code::VideoElsewhere, &at.key(key));
        }
    }
    Some(crate::model::page::SignLanguage {
        video: video?,
        elsewhere,
        captions,
        poster,
        minutes,
        transcript,
    })
}
