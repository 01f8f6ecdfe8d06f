//! Structured data for search engines: schema.org as JSON-LD.
//!
//! In come public values, a person or a story only as [`Indexable`]; out goes JSON that is safe
//! inside `<script type="application/ld+json">`. Never a birth date, a gender, an e-mail
//! address or an address of a person, whatever a consent allows on the page itself.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::base::config::Config;
use crate::base::language::Language;
use crate::base::text::{Html, Localised};
use crate::publish::channel::{Channelled as _, Indexable};
use crate::publish::public::{PublicEvent, PublicPerson, PublicStory, in_language};
use crate::publish::site::Site;
use crate::publish::words::{EventTime, Kind, Status};

use super::moment::{rfc3339, zoned};

/// The page that the data stands on.
#[derive(Debug, Clone, Copy)]
pub struct PageOfData<'a> {
    /// The site.
    pub site: &'a Site,
    /// Language of the page.
    pub language: Language,
    /// Absolute address of the page.
    pub url: &'a str,
    /// Absolute address of its picture, if that may be shown.
    pub image: Option<&'a str>,
}

/// A node in the making; what is not known is left out.
struct JsonLdNode(Map<String, Value>);

impl JsonLdNode {
    fn new(kind: &str) -> Self {
        Self(Map::from_iter([("@type".to_owned(), json!(kind))]))
    }

    /// The outermost node.
    fn top(kind: &str) -> Self {
        let mut node =
            Self(Map::from_iter([("@context".to_owned(), json!("https://schema.org"))]));
        node.set("@type", kind);
        node
    }

    fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.0.insert(name.to_owned(), value.into());
    }

    fn maybe(&mut self, name: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.set(name, value);
        }
    }

    /// One value stands alone, several as a list, none not at all.
    fn many(&mut self, name: &str, mut values: Vec<Value>) {
        match values.len() {
            0 => {}
            1 => self.maybe(name, values.pop()),
            _ => self.set(name, values),
        }
    }

    fn value(self) -> Value {
        Value::Object(self.0)
    }

    fn html(self) -> Html {
        Html(safe(&self.value()))
    }
}

/// JSON that no HTML parser can leave: `</script>` and `<!--<script>` would both end or swallow
/// the element, and entities are not read inside it. These characters occur in strings only.
fn safe(value: &Value) -> String {
    let json = value.to_string();
    let is_special = |c| matches!(c, '<' | '>' | '&' | '\u{2028}' | '\u{2029}');
    let mut out = String::with_capacity(json.len() + 16);
    let mut rest = json.as_str();
    // Nearly all of it is copied as it is, so in pieces and not letter by letter.
    while let Some(at) = rest.find(is_special) {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        let Some(c) = special.chars().next() else { break };
        out.push_str(&format!("\\u{:04x}", u32::from(c)));
        rest = &special[c.len_utf8()..];
    }
    out.push_str(rest);
    out
}

/// A person's page: a [`ProfilePage`](https://schema.org/ProfilePage) about a
/// [`Person`](https://schema.org/Person). It has no `@id`, which would be a lasting name for
/// somebody who may leave tomorrow.
pub fn person(page: &PageOfData<'_>, person: &Indexable<'_, PublicPerson>) -> Html {
    let person = person.get();
    let text = |text: &Localised| text.text(page.language).to_owned();
    let mut about = JsonLdNode::new("Person");
    about.set("name", person.name.full.clone());
    about.maybe("honorificPrefix", person.name.title.clone());
    about.maybe("givenName", person.name.given.clone());
    about.maybe("familyName", person.name.family.clone());
    about.maybe("honorificSuffix", person.name.suffix.clone());
    about.maybe("jobTitle", person.position.as_ref().map(text));
    about.maybe("worksFor", person.employer.as_ref().map(|e| organisation(&text(e))));
    // `alumniOf` says that somebody studied there, which is a kind; so it needs the field.
    about.many("alumniOf", institutions(page, person, true));
    about.many("affiliation", institutions(page, person, false));
    about.many(
        "knowsAbout",
        person.topics.iter().map(|t| json!(text(&t.label))).collect(),
    );
    about.many("knowsLanguage", person.languages.iter().map(|l| json!(l)).collect());
    about.maybe("image", page.image);
    about.set("url", page.url);
    about.maybe("sameAs", person.website.clone());
    let mut profile = JsonLdNode::top("ProfilePage");
    profile.set("url", page.url);
    profile.set("inLanguage", page.language.code());
    profile.set("mainEntity", about.value());
    profile.html()
}

fn organisation(name: &str) -> Value {
    let mut node = JsonLdNode::new("Organization");
    node.set("name", name);
    node.value()
}

/// The institutions of that time under the names they had, each once.
fn institutions(
    page: &PageOfData<'_>,
    person: &PublicPerson,
    studied: bool,
) -> Vec<Value> {
    let mut seen = BTreeSet::new();
    let mut institutions = Vec::new();
    let did_study = |kind: Option<Kind>| {
        matches!(kind, Some(Kind::Graduate | Kind::Studied | Kind::Exchange))
    };
    for affiliation in person.affiliations.iter().filter(|a| did_study(a.kind) == studied)
    {
        if let Some(id) = affiliation.institution.as_deref()
            && seen.insert(id)
        {
            institutions.extend(page.site.institution(id));
        }
    }
    let each = institutions.into_iter().map(|institution| {
        let mut node = JsonLdNode::new("CollegeOrUniversity");
        node.set("name", institution.name.text(page.language));
        let own = &page.site.config.institution;
        node.maybe("url", own.url.clone().filter(|_| institution.own));
        node.value()
    });
    each.collect()
}

/// A story: an [`Article`](https://schema.org/Article) about somebody. The institution answers
/// for it; who wrote it is a credit, since an editor's `authors` may be people or offices.
pub fn story(page: &PageOfData<'_>, story: &Indexable<'_, PublicStory>) -> Html {
    let story = story.get();
    let mut article = JsonLdNode::top("Article");
    if let Some((spoken, text)) = in_language(&story.texts, page.language) {
        article.set("headline", text.title.clone());
        article.maybe("description", some(&text.summary));
        article.set("inLanguage", spoken.code());
    }
    article.maybe("image", page.image);
    // The day that readers see; one that is still to come would be no publication.
    let published = Some(story.date).filter(|day| *day <= page.site.today);
    article.maybe("datePublished", published.map(|day| day.to_string()));
    article.maybe("dateModified", story.stamps.changed.map(|day| day.to_string()));
    article.set("author", institution(&page.site.config, page.language));
    article.set("publisher", institution(&page.site.config, page.language));
    article.maybe("creditText", some(&story.authors.join(", ")));
    article.set("about", subject(page, story));
    let topics = story.topics.iter().map(|topic| json!(topic.label.text(page.language)));
    article.many("keywords", topics.collect());
    let mut main = JsonLdNode::new("WebPage");
    main.set("@id", page.url);
    article.set("mainEntityOfPage", main.value());
    article.html()
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// Who a story is about, with their page if search engines may see that.
fn subject(page: &PageOfData<'_>, story: &PublicStory) -> Value {
    let mut about = JsonLdNode::new("Person");
    about.set("name", story.name.full.clone());
    let key = story.person.as_deref();
    about.maybe("url", key.and_then(|key| indexable_page(page, key)).map(|(_, url)| url));
    about.value()
}

/// Name and address of a person whom search engines may see.
fn indexable_page(page: &PageOfData<'_>, key: &str) -> Option<(String, String)> {
    let person = page.site.person(key)?.indexable()?.get();
    let (_, address) = in_language(&person.addresses, page.language)?;
    Some((person.name.full.clone(), page.site.config.base_url.absolute(address)))
}

/// An [`Event`](https://schema.org/Event), with Google's [rules for events]: without a place it is
/// none of theirs, so there is no data about it.
///
/// [rules for events]: https://developers.google.com/search/docs/appearance/structured-data/event
pub fn event(page: &PageOfData<'_>, event: &PublicEvent) -> Option<Html> {
    let site = page.site;
    let (mode, location) = place(page, event);
    if location.is_empty() {
        return None;
    }
    let mut node = JsonLdNode::top("Event");
    if let Some((spoken, text)) = in_language(&event.texts, page.language) {
        node.set("name", text.title.clone());
        let words =
            if text.summary.is_empty() { &text.body.opening } else { &text.summary };
        node.maybe("description", some(words));
        node.set("inLanguage", spoken.code());
    }
    node.set("startDate", written(site, event.start));
    node.maybe("endDate", end(site, event).map(|end| written(site, end)));
    let (status, previous) = status(event);
    node.set("eventStatus", format!("https://schema.org/{status}"));
    node.maybe("previousStartDate", previous.map(|time| written(site, time)));
    node.maybe("eventAttendanceMode", mode.map(|m| format!("https://schema.org/{m}")));
    node.many("location", location);
    node.set("organizer", institution(&site.config, page.language));
    node.many("performer", performers(page, event));
    node.maybe("image", page.image);
    node.set("url", page.url);
    Some(node.html())
}

/// The day of an hour says nothing about the end.
fn end(site: &Site, event: &PublicEvent) -> Option<EventTime> {
    event.end.filter(|end| {
        let same_day = end.day(&site.zone) == event.start.day(&site.zone);
        event.start.is_day() || !end.is_day() || !same_day
    })
}

/// A date for a whole day, else a time with the offset of the site's zone.
fn written(site: &Site, time: EventTime) -> String {
    match time {
        EventTime::Day(day) => day.to_string(),
        time => rfc3339(&zoned(time, &site.zone)),
    }
}

/// A postponed event with its former begin has a new one; `previousStartDate` goes with
/// `EventRescheduled` only.
fn status(event: &PublicEvent) -> (&'static str, Option<EventTime>) {
    match event.status {
        Status::Scheduled => ("EventScheduled", None),
        Status::Cancelled => ("EventCancelled", None),
        Status::MovedOnline => ("EventMovedOnline", None),
        Status::Postponed if event.previous_start.is_some() => {
            ("EventRescheduled", event.previous_start)
        }
        Status::Postponed => ("EventPostponed", None),
    }
}

/// How an event is attended, and where. One that was moved online is at no place any more;
/// its own page stands for a meeting whose address is not public.
fn place(
    page: &PageOfData<'_>,
    event: &PublicEvent,
) -> (Option<&'static str>, Vec<Value>) {
    let moved = event.status == Status::MovedOnline;
    let physical = if moved { None } else { physical(page, event) };
    let online = event.place.online.as_deref().or(moved.then_some(page.url));
    let virtual_ = online.map(|url| {
        let mut node = JsonLdNode::new("VirtualLocation");
        node.set("url", url);
        node.value()
    });
    let mode = match (&physical, &virtual_) {
        (Some(_), Some(_)) => Some("MixedEventAttendanceMode"),
        (Some(_), None) => Some("OfflineEventAttendanceMode"),
        (None, Some(_)) => Some("OnlineEventAttendanceMode"),
        (None, None) => None,
    };
    (mode, physical.into_iter().chain(virtual_).collect())
}

/// A place must have an address; the name of one that has no other serves as it.
fn physical(page: &PageOfData<'_>, event: &PublicEvent) -> Option<Value> {
    let venue = &event.place;
    let city = venue.city.as_ref().map(|city| city.text(page.language).to_owned());
    let name = venue.name.as_ref().map(|name| name.text(page.language).to_owned());
    let mut address = JsonLdNode::new("PostalAddress");
    address.maybe("streetAddress", venue.street.clone());
    address.maybe("postalCode", venue.postal_code.clone());
    address.maybe("addressLocality", city.clone());
    let has_address = address.0.len() > 1;
    let shown = name.clone().or(city).or_else(|| venue.street.clone())?;
    let mut node = JsonLdNode::new("Place");
    node.set("name", shown);
    if has_address {
        node.set("address", address.value());
    } else {
        node.maybe("address", name);
    }
    Some(node.value())
}

/// Speakers whom search engines may see.
fn performers(page: &PageOfData<'_>, event: &PublicEvent) -> Vec<Value> {
    let shown = event.speakers.iter().filter_map(|key| indexable_page(page, key));
    shown
        .map(|(name, url)| {
            let mut node = JsonLdNode::new("Person");
            node.set("name", name);
            node.set("url", url);
            node.value()
        })
        .collect()
}

/// The way to a page as a [`BreadcrumbList`](https://schema.org/BreadcrumbList): titles with
/// absolute addresses, the last without. A single step leads nowhere and gives nothing.
pub fn breadcrumbs(trail: &[(&str, Option<&str>)]) -> Option<Html> {
    if trail.len() < 2 {
        return None;
    }
    let steps = trail.iter().zip(1_u32..).map(|((title, url), position)| {
        let mut step = JsonLdNode::new("ListItem");
        step.set("position", position);
        step.set("name", *title);
        step.maybe("item", *url);
        step.value()
    });
    let mut list = JsonLdNode::top("BreadcrumbList");
    list.set("itemListElement", steps.collect::<Vec<_>>());
    Some(list.html())
}

/// The institution, for the home page at `url`.
pub fn organization(config: &Config, language: Language, url: &str) -> Html {
    let institution = &config.institution;
    let mut node = JsonLdNode::top("CollegeOrUniversity");
    node.set("name", institution_name(config, language));
    let short = institution.short.as_ref().map(|short| short.text(language).to_owned());
    node.maybe("alternateName", short);
    node.set("url", institution.url.clone().unwrap_or_else(|| url.to_owned()));
    let mut address = JsonLdNode::new("PostalAddress");
    address.maybe("streetAddress", institution.street.clone());
    address.maybe("postalCode", institution.postal_code.clone());
    address.maybe("addressLocality", institution.city.clone());
    address.maybe("addressCountry", institution.country.clone());
    if address.0.len() > 1 {
        node.set("address", address.value());
    }
    node.html()
}

/// The institution as author, publisher or organiser.
fn institution(config: &Config, language: Language) -> Value {
    let mut node = JsonLdNode::new("CollegeOrUniversity");
    node.set("name", institution_name(config, language));
    node.maybe("url", config.institution.url.clone());
    node.value()
}

fn institution_name(config: &Config, language: Language) -> &str {
    config.institution.name.as_ref().unwrap_or(&config.title).text(language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_the_script_element() {
        let title = "</script><!--<script>&\u{2028}\u{2029}]]>";
        let Html(text) = breadcrumbs(&[("A", Some("https://x.example/")), (title, None)])
            .expect("two steps");
        assert!(!text.contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{text}");
        let read: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["itemListElement"][1]["name"], title);
    }

    #[test]
    fn a_trail_of_one_step_is_none() {
        assert_eq!(breadcrumbs(&[("A", None)]), None);
    }
}
