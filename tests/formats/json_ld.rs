//! Structured data.

use matrikel::base::language::Language;
use matrikel::base::text::Html;
use matrikel::publish::channel::Channelled as _;
use matrikel::publish::site::Site;
use matrikel::render::formats::json_ld::{self, PageOfData};
use serde_json::Value;

use crate::small_site::SmallSite;

const URL: &str = "https://alumni.example.org/alumni/x/";
const IMAGE: &str = "https://alumni.example.org/alumni/x.jpg";

fn page(site: &Site) -> PageOfData<'_> {
    PageOfData { site, language: Language::De, url: URL, image: Some(IMAGE) }
}

/// The value, after the checks that hold for every kind.
fn read(html: &Html) -> Value {
    assert!(!html.0.contains(['<', '>', '&']), "{}", html.0);
    let value: Value = serde_json::from_str(&html.0).unwrap();
    assert_eq!(value["@context"], "https://schema.org");
    complete(&value);
    value
}

/// Google's required properties, and none that must never be there.
fn complete(value: &Value) {
    let required: &[&str] = match value["@type"].as_str() {
        Some("Event") => &["name", "startDate", "eventStatus", "organizer", "url"],
        Some("Article") => &["headline", "datePublished", "author", "publisher", "about"],
        Some("ProfilePage") => &["mainEntity"],
        Some("Person" | "CollegeOrUniversity" | "Organization") => &["name"],
        Some("Place") => &["name", "address"],
        Some("VirtualLocation") => &["url"],
        Some("ListItem") => &["position", "name"],
        _ => &[],
    };
    for name in required {
        assert!(!value[*name].is_null(), "{name} is missing in {value}");
    }
    for (name, inner) in value.as_object().unwrap() {
        assert!(
            !["birthDate", "gender", "email", "nationality"].contains(&name.as_str())
        );
        let items = inner.as_array().map_or(std::slice::from_ref(inner), Vec::as_slice);
        items.iter().filter(|item| item.is_object()).for_each(complete);
    }
}

fn people() -> SmallSite {
    SmallSite::new()
        .file(
            "content/institutions.yaml",
            "- { id: htwk, self: true, name: HTWK Leipzig }\n\
             - { id: thl, name: Technische Hochschule Leipzig, until: 1996 }\n",
        )
        .person(
            "jana",
            "name: { title: Dr.-Ing., given: Jana, particle: von, family: Müller, birth: Schmidt }\n\
             pronoun: f\nemail: jana@private.example\nwebsite: https://jana.example/\n\
             position: '</script><script>alert(1)</script>'\nemployer: Bau AG\ncity: Leipzig\n\
             languages: [de, en]\ntopics: [{ de: Brückenbau, en: Bridges }]\n\
             affiliations: [{ kind: graduate, institution: thl, to: 1991 }, { kind: staff, institution: thl }]",
            "site, search-engines",
        )
        .person("scheu", "name: { given: Sven, family: Scheu }", "site, feeds")
}

#[test]
fn a_person_is_what_the_consent_says_and_no_more() {
    let site = people().build();
    let jana = &site.people[site.person_number("jana").unwrap()];
    let value = read(&json_ld::person(&page(&site), &jana.indexable().unwrap()));
    assert_eq!(value["@type"], "ProfilePage");
    let person = &value["mainEntity"];
    assert_eq!(person["name"], "Dr.-Ing. Jana von Müller");
    assert_eq!(person["familyName"], "von Müller");
    assert_eq!(person["jobTitle"], "</script><script>alert(1)</script>");
    assert_eq!(person["worksFor"]["name"], "Bau AG");
    // Without the field `kind` nobody is said to have studied there.
    assert_eq!(person["affiliation"]["name"], "Technische Hochschule Leipzig");
    assert_eq!(person["affiliation"]["@type"], "CollegeOrUniversity");
    assert!(person.get("alumniOf").is_none());
    assert_eq!(person["knowsAbout"], "Brückenbau");
    assert_eq!(person["knowsLanguage"], serde_json::json!(["de", "en"]));
    assert_eq!(person["sameAs"], "https://jana.example/");
    let text = value.to_string();
    for hidden in ["private.example", "Schmidt", "1991", "\"Leipzig\""] {
        assert!(!text.contains(hidden), "{hidden}");
    }
    let scheu = &site.people[site.person_number("scheu").unwrap()];
    assert!(scheu.indexable().is_none());
}

fn story(person: &str) -> String {
    format!(
        "---\ntitle: 'Brücken <!--<script>'\ndate: 2026-05-01\nupdated: 2026-06-01\n\
         person: {person}\nsummary: Lead.\nauthors: [Redaktion, A. B.]\n\
         consent: {{ given: 2026-01-01, channels: [site, search-engines] }}\n---\nText.\n"
    )
}

#[test]
fn a_story_is_an_article_about_somebody() {
    let site = people()
        .file("content/portraits/a.md", &story("jana"))
        .file("content/portraits/b.md", &story("scheu"))
        .build();
    let find = |key: &str| site.stories.iter().find(|story| story.key == key).unwrap();
    let value = read(&json_ld::story(&page(&site), &find("a").indexable().unwrap()));
    assert_eq!(value["headline"], "Brücken <!--<script>");
    assert_eq!(value["datePublished"], "2026-05-01");
    assert_eq!(value["dateModified"], "2026-06-01");
    assert_eq!(value["creditText"], "Redaktion, A. B.");
    assert_eq!(value["image"], IMAGE);
    assert_eq!(
        value["about"]["url"],
        "https://alumni.example.org/alumni/verzeichnis/jana/"
    );
    assert_eq!(value["mainEntityOfPage"]["@id"], URL);
    assert!(find("b").indexable().is_none());
}

fn event(rest: &str) -> Value {
    let data = format!("title: Fest\nsummary: Kommt.\n{rest}");
    let site = people().event("a", &data).build();
    read(&json_ld::event(&page(&site), &site.events[0]).expect("it has a place"))
}

const EVENING: &str = "start: 2027-06-05T18:00\nend: 2027-06-05T22:00";
const HALL: &str = "{ name: Aula, street: Weg 1, postal_code: \"04277\", city: Leipzig }";

#[test]
fn an_event_has_times_with_offsets_and_only_speakers_who_may_be_found() {
    let value = event(&format!("{EVENING}\nplace: {HALL}\nspeakers: [jana, scheu]"));
    assert_eq!(value["startDate"], "2027-06-05T18:00:00+02:00");
    assert_eq!(value["endDate"], "2027-06-05T22:00:00+02:00");
    assert_eq!(value["eventStatus"], "https://schema.org/EventScheduled");
    assert_eq!(
        value["eventAttendanceMode"],
        "https://schema.org/OfflineEventAttendanceMode"
    );
    assert_eq!(value["location"]["address"]["postalCode"], "04277");
    assert_eq!(value["performer"]["name"], "Dr.-Ing. Jana von Müller");
    assert!(value["offers"].is_null());
    let days = event("start: 2027-06-05\nend: 2027-06-07\nplace: { name: Hof }");
    assert_eq!(
        (&days["startDate"], &days["endDate"]),
        (&"2027-06-05".into(), &"2027-06-07".into())
    );
    assert_eq!(days["location"]["address"], "Hof");
}

#[test]
fn an_event_without_a_place_has_no_data() {
    let data = |rest: &str| {
        let site =
            people().event("a", &format!("title: Fest\n{EVENING}\n{rest}")).build();
        json_ld::event(&page(&site), &site.events[0])
    };
    assert_eq!(data(""), None);
    assert!(data("place: { city: Leipzig }").is_some());
    assert!(data("status: moved-online").is_some());
}

#[test]
fn the_day_of_an_hour_is_no_end() {
    let with = |end: &str| {
        event(&format!("start: 2027-06-05T18:00\nend: {end}\nplace: {{ name: Hof }}"))
    };
    assert_eq!(with("2027-06-05")["startDate"], "2027-06-05T18:00:00+02:00");
    assert!(with("2027-06-05")["endDate"].is_null());
    assert_eq!(with("2027-06-07")["endDate"], "2027-06-07");
}

#[test]
fn an_event_tells_what_became_of_it_and_how_it_is_attended() {
    let url = |word: &str| Value::from(format!("https://schema.org/{word}"));
    let cancelled = event(&format!("{EVENING}\nplace: {HALL}\nstatus: cancelled"));
    assert_eq!(cancelled["eventStatus"], url("EventCancelled"));
    let later = event(&format!("{EVENING}\nplace: {HALL}\nstatus: postponed"));
    assert_eq!(later["eventStatus"], url("EventPostponed"));
    assert!(later["previousStartDate"].is_null());
    let new = event(&format!(
        "{EVENING}\nplace: {HALL}\nstatus: postponed\nprevious_start: 2027-03-28T01:00"
    ));
    assert_eq!(new["eventStatus"], url("EventRescheduled"));
    assert_eq!(new["previousStartDate"], "2027-03-28T01:00:00+01:00");
    let moved = event(&format!("{EVENING}\nplace: {HALL}\nstatus: moved-online"));
    assert_eq!(moved["eventStatus"], url("EventMovedOnline"));
    assert_eq!(moved["eventAttendanceMode"], url("OnlineEventAttendanceMode"));
    assert_eq!(moved["location"]["url"], URL);
    let online =
        event(&format!("{EVENING}\nplace: {{ online: 'https://meet.example/' }}"));
    assert_eq!(online["eventAttendanceMode"], url("OnlineEventAttendanceMode"));
    let both = HALL.replace(" }", ", online: 'https://meet.example/' }");
    let both = event(&format!("{EVENING}\nplace: {both}"));
    assert_eq!(both["eventAttendanceMode"], url("MixedEventAttendanceMode"));
    assert_eq!(both["location"].as_array().unwrap().len(), 2);
}

#[test]
fn the_institution_and_the_way_to_a_page() {
    let site = SmallSite::new().build();
    let value = read(&json_ld::organization(&site.config, Language::En, URL));
    assert_eq!(value["name"], "Example University");
    assert_eq!(value["url"], "https://www.example.org/");
    assert_eq!(value["address"]["addressLocality"], "Leipzig");
    let trail = [("Start", Some(URL)), ("Fest", None)];
    let value = read(&json_ld::breadcrumbs(&trail).unwrap());
    assert_eq!(value["itemListElement"][1]["position"], 2);
    assert!(value["itemListElement"][1]["item"].is_null());
}
