//! Compares one consent with its chain: what to append, or why the content must be wrong.
//!
//! In come a chain and the consent in the content, out go the events to append, or a
//! contradiction. Never decides what is published.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::chain::Chain;
use super::entry::{ConsentTerms, RegisterEvent};

/// How the content relates to the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// They agree, or differ in nothing that the register records.
    Agrees,
    /// These events are not recorded yet, each with the terms after it.
    News(Vec<(RegisterEvent, ConsentTerms)>),
    /// The data was erased on this day, but is in the content again.
    Erased(Date),
    /// The consent was withdrawn from this day on, but the content shows it as valid.
    WithdrawnBefore(Date),
    /// The register has a valid consent, but the content has none.
    Gone,
}

/// Compares a chain with the consent in the content.
pub fn verdict(chain: &Chain, content: Option<&ConsentTerms>) -> Verdict {
    // Nothing may follow an erasure, whatever the content says.
    if let Some(day) = chain.erased() {
        return Verdict::Erased(day);
    }
    let known = chain.last().map(|entry| &entry.standing);
    let recorded = chain.last().map_or(Date::MAX, |entry| entry.date);
    let Some(content) = content else {
        let is_over = known.is_none_or(|known| known.withdrawn.is_some());
        return if is_over { Verdict::Agrees } else { Verdict::Gone };
    };
    let events = match (known, known.and_then(|known| known.withdrawn)) {
        (None, _) => first(content),
        (Some(known), Some(_)) if known.withdrawn == content.withdrawn => Vec::new(),
        (Some(_), Some(day)) => match content.given {
            // A new consent cannot be older than the withdrawal of the old one. If that is for a
            // later day, it may be replaced from the day on which it was recorded.
            Some(given) if given >= day.min(recorded) => first(content),
            _ if content.withdrawn.is_some() => vec![RegisterEvent::Withdrawn],
            _ => return Verdict::WithdrawnBefore(day),
        },
        (Some(_), None) if content.withdrawn.is_some() => vec![RegisterEvent::Withdrawn],
        (Some(known), None) => changes(known, content),
    };
    if events.is_empty() {
        return Verdict::Agrees;
    }
    let standing = |event| match event {
        // Events before the withdrawal must not carry its date.
        RegisterEvent::Withdrawn => content.clone(),
        _ => ConsentTerms { withdrawn: None, ..content.clone() },
    };
    Verdict::News(events.into_iter().map(|event| (event, standing(event))).collect())
}

fn first(content: &ConsentTerms) -> Vec<RegisterEvent> {
    let withdrawn = content.withdrawn.map(|_| RegisterEvent::Withdrawn);
    [RegisterEvent::Given].into_iter().chain(withdrawn).collect()
}

fn changes(known: &ConsentTerms, content: &ConsentTerms) -> Vec<RegisterEvent> {
    if known.given != content.given || known.text != content.text {
        return vec![RegisterEvent::Reconfirmed];
    }
    let more = |old: &BTreeSet<String>, new: &BTreeSet<String>| !new.is_subset(old);
    let wider = more(&known.fields, &content.fields)
        || more(&known.channels, &content.channels)
        || content.until > known.until
        || (content.guardian && !known.guardian)
        || (known.minor && !content.minor);
    if wider {
        vec![RegisterEvent::Widened]
    } else if content == known {
        Vec::new()
    } else {
        vec![RegisterEvent::Narrowed]
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn consent() -> ConsentTerms {
        ConsentTerms {
            text: Some("verzeichnis-3".into()),
            given: Some(date(2026, 1, 1)),
            until: Some(date(2029, 1, 1)),
            withdrawn: None,
            fields: BTreeSet::from(["bio".into(), "city".into()]),
            channels: BTreeSet::from(["site".into()]),
            minor: false,
            guardian: false,
        }
    }

    fn chain(events: &[(RegisterEvent, ConsentTerms)]) -> Chain {
        let mut last = None;
        let mut chain = Chain::empty("a");
        for (event, standing) in events {
            let entry = crate::register::entry::RegisterEntry::after(
                last.as_ref(),
                "a",
                date(2026, 2, 1),
                *event,
                standing.clone(),
            );
            chain.entries.push(entry.clone());
            last = Some(entry);
        }
        chain
    }

    fn news(chain: &Chain, content: &ConsentTerms) -> Vec<RegisterEvent> {
        match verdict(chain, Some(content)) {
            Verdict::News(events) => events.into_iter().map(|(event, _)| event).collect(),
            Verdict::Agrees => Vec::new(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_change_has_its_event() {
        let known = chain(&[(RegisterEvent::Given, consent())]);
        let changed = |change: fn(&mut ConsentTerms)| {
            let mut content = consent();
            change(&mut content);
            content
        };
        assert_eq!(news(&chain(&[]), &consent()), [RegisterEvent::Given]);
        assert_eq!(news(&known, &consent()), []);
        let field = changed(|it| it.fields.extend(["photo".to_owned()]));
        assert_eq!(news(&known, &field), [RegisterEvent::Widened]);
        let longer = changed(|it| it.until = Some(date(2030, 1, 1)));
        assert_eq!(news(&known, &longer), [RegisterEvent::Widened]);
        let less = changed(|it| it.fields.retain(|field| field != "bio"));
        assert_eq!(news(&known, &less), [RegisterEvent::Narrowed]);
        let other = changed(|it| {
            it.fields.pop_first();
            it.channels.insert("feeds".into());
        });
        assert_eq!(news(&known, &other), [RegisterEvent::Widened], "more of one is more");
        let allowed = changed(|it| it.guardian = true);
        assert_eq!(news(&known, &allowed), [RegisterEvent::Widened]);
        let young = changed(|it| it.minor = true);
        assert_eq!(news(&known, &young), [RegisterEvent::Narrowed]);
        let anew = changed(|it| it.given = Some(date(2026, 6, 1)));
        assert_eq!(news(&known, &anew), [RegisterEvent::Reconfirmed]);
        let withdrawn = changed(|it| it.withdrawn = Some(date(2026, 6, 1)));
        assert_eq!(news(&known, &withdrawn), [RegisterEvent::Withdrawn]);
        assert_eq!(
            news(&chain(&[]), &withdrawn),
            [RegisterEvent::Given, RegisterEvent::Withdrawn]
        );
    }

    #[test]
    fn an_end_is_no_beginning() {
        let mut ended = consent();
        ended.withdrawn = Some(date(2026, 6, 1));
        let known = chain(&[
            (RegisterEvent::Given, consent()),
            (RegisterEvent::Withdrawn, ended.clone()),
        ]);
        assert_eq!(news(&known, &ended), []);
        let early = Verdict::WithdrawnBefore(date(2026, 6, 1));
        assert_eq!(verdict(&known, Some(&consent())), early);
        assert_eq!(verdict(&known, None), Verdict::Agrees);
        let mut again = consent();
        again.given = Some(date(2026, 7, 1));
        assert_eq!(news(&known, &again), [RegisterEvent::Given]);
        assert_eq!(
            verdict(&chain(&[(RegisterEvent::Given, consent())]), None),
            Verdict::Gone
        );
        // The person stays after all, before the withdrawal recorded in February takes effect.
        let mut to_come = consent();
        to_come.withdrawn = Some(date(2028, 1, 1));
        let leaving = chain(&[(RegisterEvent::Withdrawn, to_come)]);
        assert_eq!(news(&leaving, &again), [RegisterEvent::Given]);
        let erased = chain(&[(RegisterEvent::Erased, ended.clone().erased())]);
        assert_eq!(verdict(&erased, Some(&again)), Verdict::Erased(date(2026, 2, 1)));
    }
}
