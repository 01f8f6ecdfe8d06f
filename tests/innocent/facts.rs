//! Ordinary facts that look like somebody who is withheld, and are none of their business.
//!
//! In comes a site in the making, out goes one with a fact more. The full name of somebody who is
//! withheld never stands in anybody's prose.

use super::names::{FAMILY, FAMOUS, GIVEN, PHOTOS, WORDS};
use super::town::{Entry, Town};

/// A kind of fact: its name, and what enters it.
pub(crate) type Fact = (&'static str, fn(&mut Town));

/// Every kind of fact.
pub(crate) const FACTS: [Fact; 26] = [
    ("street", street),
    ("institute", institute),
    ("university", university),
    ("room", room),
    ("firm", firm),
    ("mononym", mononym),
    ("words as names", words_as_names),
    ("photo", photo),
    ("photo called like its person", photo_called_like_its_person),
    ("photo of two", photo_of_two),
    ("mailbox of the office", mailbox_of_the_office),
    ("mailbox of a colleague", mailbox_of_a_colleague),
    ("telephone", telephone),
    ("website", website),
    ("employer", employer),
    ("evidence", evidence),
    ("first sentence", first_sentence),
    ("story with the same beginning", story_with_the_same_beginning),
    ("town beside a name", town_beside_a_name),
    ("address of a day", address_of_a_day),
    ("codes and days", codes_and_days),
    ("speakers in a row", speakers_in_a_row),
    ("mentions in a row", mentions_in_a_row),
    ("lists and tables", lists_and_tables),
    ("namesakes", namesakes),
    ("shared words", shared_words),
];

fn famous(town: &mut Town) -> (&'static str, &'static str) {
    let (given, family) = town.chance.of(&FAMOUS);
    town.withheld(given, family);
    (given, family)
}

fn street(town: &mut Town) {
    let (given, family) = famous(town);
    let street = format!("{given}-{family}-Straße {}", town.chance.between(1, 99));
    if town.chance.one_in(2) {
        town.event(
            &format!("place: {{ name: Hof, street: \"{street}\", city: Leipzig }}\n"),
            "Wir treffen uns im Hof.",
        );
    }
    town.institution.insert("street", street);
}

fn institute(town: &mut Town) {
    let (given, family) = famous(town);
    let number = town.people;
    let word = town.chance.of(&["Institut", "Fakultät", "Labor", "Zentrum"]);
    town.faculties.push_str(&format!("- {{ id: f{number}, name: {{ de: {given}-{family}-{word}, en: {given} {family} Institute }} }}\n"));
    town.enter(&Entry {
        name: "given: Swantje, family: Ohnesorg",
        data: format!("affiliations: [{{ kind: graduate, faculty: f{number}, programme: Bauwesen }}]\n"),
        shown: true,
        fields: "affiliations, kind",
        ..Entry::default()
    });
}

fn university(town: &mut Town) {
    let (given, family) = famous(town);
    let number = town.people;
    town.institutions.push_str(&format!(
        "- {{ id: u{number}, name: {given}-{family}-Universität, text: \"Die {given}-{family}-Universität wurde 1954 gegründet.\" }}\n"
    ));
    town.enter(&Entry {
        name: "given: Wiebke, family: Immergrün",
        data: format!("affiliations: [{{ kind: studied, institution: u{number} }}]\n"),
        shown: true,
        fields: "affiliations",
        ..Entry::default()
    });
}

fn room(town: &mut Town) {
    let (given, family) = famous(town);
    let number = town.people;
    town.contacts.push_str(&format!(
        "- {{ id: k{number}, name: Amtsstube {number}, role: Beratung, email: stelle{number}@example.org, room: \"{given}-{family}-Saal\" }}\n"
    ));
}

fn firm(town: &mut Town) {
    let (given, family) = famous(town);
    let employer =
        format!("{given} {family} {}", town.chance.of(&["GmbH", "AG", "Stiftung"]));
    town.enter(&Entry {
        name: "given: Tjark, family: Blaufuß",
        data: format!("employer: {employer}\nposition: Meister\n"),
        shown: true,
        fields: "employer, position",
        ..Entry::default()
    });
}

fn mononym(town: &mut Town) {
    let word = town.chance.of(&WORDS);
    let key = town.chance.of(&["given", "family"]);
    town.enter(&Entry { name: &format!("{key}: {word}"), ..Entry::default() });
    town.page(&format!("Im {word} war es schön, und jeder {word} kommt wieder.\n\n## {word}\n\nDas ist alles."));
}

fn words_as_names(town: &mut Town) {
    let (given, family) = (town.chance.of(&WORDS), town.chance.of(&WORDS));
    if given == family {
        return;
    }
    town.withheld(given, family);
    // One word to a sentence, another sentence between.
    town.page(&format!("Das ist {given} gewesen.\n\nEin anderer Absatz steht dazwischen.\n\nUnd nun {family} zum Schluss."));
}

fn photo(town: &mut Town) {
    let file = town.chance.of(&PHOTOS);
    let path = format!("content/directory/{file}.jpg");
    if !town.photos.contains(&path) {
        town.photos.push(path);
    }
    town.enter(&Entry {
        name: "given: Ortrun, family: Hasenfuß",
        data: format!("photo: {{ file: {file}.jpg, alt: Bild }}\n"),
        fields: "photo",
        ..Entry::default()
    });
    if town.chance.one_in(3) {
        town.page(&format!("Zum {file} kamen viele, und das {file} war gut."));
    }
}

/// Somebody who is shown without the photo, whose file has the name that is shown.
fn photo_called_like_its_person(town: &mut Town) {
    let given = town.chance.of(&["Wiebke", "Femke", "Antje", "Gesche"]);
    let file = format!("{}-ottensen", given.to_lowercase());
    let path = format!("content/directory/{file}.jpg");
    if !town.photos.contains(&path) {
        town.photos.push(path);
    }
    town.enter(&Entry {
        name: &format!("given: {given}, family: Ottensen"),
        data: format!("photo: {{ file: {file}.jpg, alt: Bild }}\n"),
        shown: true,
        fields: "city",
        ..Entry::default()
    });
}

/// One file for somebody who is shown with it and for somebody who is not.
fn photo_of_two(town: &mut Town) {
    let path = "content/directory/gruppe-im-hof.jpg".to_owned();
    if !town.photos.contains(&path) {
        town.photos.push(path);
    }
    for shown in [true, false] {
        let name = if shown {
            "given: Nele, family: Wulff"
        } else {
            "given: Arne, family: Kroll"
        };
        let data =
            "photo: { file: gruppe-im-hof.jpg, alt: \"Gruppe im Hof\" }\n".to_owned();
        town.enter(&Entry { name, data, shown, fields: "photo", ..Entry::default() });
    }
    town.page("Eine Gruppe im Hof stand beisammen.");
}

fn mailbox_of_the_office(town: &mut Town) {
    let mailbox = town.chance.of(&["alumni@example.org", "post@example.org"]);
    if town.chance.one_in(2) {
        town.institution.insert("email", mailbox.to_owned());
    } else {
        let number = town.people;
        town.contacts.push_str(&format!("- {{ id: m{number}, name: Postamt {number}, role: Post, email: {mailbox} }}\n"));
    }
    let key = town.chance.of(&["email: ", "private: { mail: "]);
    let end = if key.contains('{') { " }" } else { "" };
    town.enter(&Entry {
        name: "given: Rena, family: Mittelbach",
        data: format!("{key}{mailbox}{end}\n"),
        fields: "email",
        ..Entry::default()
    });
}

fn mailbox_of_a_colleague(town: &mut Town) {
    let number = town.people;
    let data = format!("email: buero{number}@firma.example.net\n");
    for shown in [true, false] {
        let name = if shown {
            "given: Levke, family: Tannhof"
        } else {
            "given: Sönke, family: Erlenbach"
        };
        town.enter(&Entry {
            name,
            data: data.clone(),
            shown,
            fields: "email",
            ..Entry::default()
        });
    }
}

fn telephone(town: &mut Town) {
    let number = format!("+49 341 30{}", town.chance.between(10_000, 99_999));
    let spaced = format!("0341/{}-{}", &number[8..10], &number[10..]);
    if town.chance.one_in(2) {
        town.institution.insert("phone", number.clone());
    } else {
        let own = town.people;
        town.contacts.push_str(&format!("- {{ id: t{own}, name: Zentrale {own}, role: Auskunft, phone: \"{number}\" }}\n"));
    }
    let written = if town.chance.one_in(2) { number } else { spaced };
    town.enter(&Entry {
        name: "given: Bente, family: Wachholz",
        data: format!("private: {{ phone: \"{written}\" }}\n"),
        ..Entry::default()
    });
}

fn website(town: &mut Town) {
    let number = town.people;
    let website = match town.chance.below(4) {
        0 => "https://alumni.example.org/".to_owned(),
        1 => {
            town.institution.insert("url", "https://www.example.org/".to_owned());
            "https://www.example.org".to_owned()
        }
        2 => {
            town.faculties.push_str(&format!("- {{ id: w{number}, name: Fachbereich {number}, url: \"https://fach{number}.example.org/\" }}\n"));
            format!("https://fach{number}.example.org")
        }
        _ => {
            let website = format!("https://firma{number}.example.net/");
            town.enter(&Entry {
                name: "given: Jorid, family: Kahlberg",
                data: format!("website: {website}\n"),
                shown: true,
                fields: "website",
                ..Entry::default()
            });
            website
        }
    };
    town.enter(&Entry {
        name: "given: Malte, family: Ginster",
        data: format!("website: {website}\n"),
        fields: "website",
        ..Entry::default()
    });
}

fn employer(town: &mut Town) {
    let employer = town.chance.of(&[
        "Beispielbau Brückenwerke AG",
        "Landesamt für Straßenbau",
        "Werkstatt für seltene Orgeln",
    ]);
    let data = format!(
        "employer: {employer}\nposition: Leitung der Abteilung Tragwerke\nsector: business\n"
    );
    let shown = town.chance.one_in(2);
    town.enter(&Entry {
        name: "given: Ilka, family: Moorkamp",
        data: data.clone(),
        shown,
        fields: "employer",
        ..Entry::default()
    });
    town.enter(&Entry {
        name: "given: Finn, family: Sandberg",
        data,
        ..Entry::default()
    });
    if town.chance.one_in(2) {
        town.page(&format!("Das Haus {employer} hat uns eingeladen."));
    }
}

fn evidence(town: &mut Town) {
    let evidence = town.chance.of(&[
        "Ordner 7",
        "Unterschriftenblatt Mai 2026",
        "AB-2026-112",
        "Alumni-Büro",
    ]);
    for (number, name) in [
        "given: Telse, family: Harms",
        "given: Onno, family: Dirks",
        "given: Wilke, family: Freese",
    ]
    .iter()
    .enumerate()
    {
        town.enter(&Entry { name, shown: number == 0, evidence, ..Entry::default() });
    }
}

fn first_sentence(town: &mut Town) {
    let sentence = town.chance.of(&[
        "Geboren und aufgewachsen bin ich in *Leipzig* und der Umgebung der Stadt.",
        "Ich habe an der [Hochschule](https://www.example.org/) studiert und denke gern daran zurück.",
        "Nach dem Studium ging ich für einige Jahre ins Ausland und kam dann zurück.",
    ]);
    let rest = town.people;
    for shown in [true, false] {
        let name = if shown {
            "given: Hauke, family: Brarens"
        } else {
            "given: Maike, family: Petersen"
        };
        let body = format!(
            "{sentence}\n\nSeither ist viel geschehen, mein Blatt ist Nummer {rest}."
        );
        town.enter(&Entry { name, body, shown, fields: "bio", ..Entry::default() });
    }
}

fn story_with_the_same_beginning(town: &mut Town) {
    let start = town.chance.of(&[
        "Wir treffen uns *an einem Nachmittag* im Hof der alten Werkstatt am Kanal.",
        "Auf dem Tisch liegt ein [Plan](https://plan.example.org/) der Brücke von 1954, daneben Kaffee.",
    ]);
    for days in ["given: 2026-01-01", "given: 2026-01-01, withdrawn: 2026-11-01"] {
        town.others += 1;
        let number = town.others;
        let family = town.chance.of(&["Ahrendt", "Bachmann", "Conrads", "Dietze"]);
        let text = format!(
            "---\ntitle: Gespräch Nummer {number}\ndate: 2026-03-01\nname: {{ given: Gunda{number}, family: {family} }}\n\
             consent: {{ {days}, channels: [site, feeds] }}\n---\n{start}\n\nDanach sprechen wir über das Jahr {}.\n",
            1960 + number
        );
        town.files.insert(format!("content/portraits/gespraech-{number}.md"), text);
    }
}

fn town_beside_a_name(town: &mut Town) {
    let (given, family) = (
        town.chance.of(&GIVEN),
        town.chance.of(&["Halle", "Weimar", "Essen", "Berg", "Jena"]),
    );
    town.withheld(given, family);
    // The row “Maier, Anna | Halle” of a list.
    town.enter(&Entry {
        name: &format!("given: {given}, family: Maiwald"),
        data: format!("city: {family}\n"),
        shown: true,
        fields: "city",
        ..Entry::default()
    });
    town.event(
        &format!("place: {{ name: Rathaus, city: {family} }}\n"),
        "Der Abend beginnt um sechs.",
    );
}

fn address_of_a_day(town: &mut Town) {
    let place = town.chance.of(&["04277 Leipzig", "06108 Halle", "99423 Weimar"]);
    let (code, city) = place.split_once(' ').expect("two parts");
    town.event(
        &format!("place: {{ name: Hof, postal_code: \"{code}\", city: {city} }}\n"),
        "Es gibt Kuchen.",
    );
    town.enter(&Entry {
        name: "given: Ebba, family: Lindqvist",
        data: format!("city: {city}\nprivate: {{ ort: {place} }}\n"),
        ..Entry::default()
    });
}

fn codes_and_days(town: &mut Town) {
    let day = town.chance.of(&["2027-06-05", "2026-05-12", "1986-10-01"]);
    let code = town.chance.between(1000, 99_999);
    town.enter(&Entry {
        name: "given: Ansgar, family: Thomsen",
        data: format!(
            "private: {{ born: {day}, matrikel: {code}, klasse: FIM, raum: \"G 103\" }}\n"
        ),
        ..Entry::default()
    });
    town.page(&format!("Am {day} im Raum G 103 der FIM, Nummer {code}."));
}

/// Two people who are shown, and one who would have the family name of the first and the given
/// name of the second.
fn neighbours(town: &mut Town) -> [(String, String); 2] {
    let given = town.chance.shuffled(&GIVEN);
    let family = town.chance.shuffled(&FAMILY);
    let first = town.shown(given[0], family[0]);
    let second = town.shown(given[1], family[1]);
    town.withheld(given[1], family[0]);
    if town.chance.one_in(2) {
        town.withheld(given[0], family[1]);
    }
    [
        (first, format!("{} {}", given[0], family[0])),
        (second, format!("{} {}", given[1], family[1])),
    ]
}

fn speakers_in_a_row(town: &mut Town) {
    let [(first, _), (second, _)] = neighbours(town);
    town.event(&format!("speakers: [{first}, {second}]\n"), "Beide sprechen.");
}

fn mentions_in_a_row(town: &mut Town) {
    let [(first, one), (second, two)] = neighbours(town);
    let between = town.chance.of(&[", ", " und ", " ", "; ", " – "]);
    town.page(&format!("Es kamen [{one}](person:{first} \"jemand\"){between}[{two}](person:{second} \"noch jemand\") zusammen."));
}

fn lists_and_tables(town: &mut Town) {
    let [(_, one), (_, two)] = neighbours(town);
    let parts = |name: &str| {
        name.split_once(' ')
            .map(|(given, family)| [given.to_owned(), family.to_owned()])
            .expect("two parts")
    };
    let ([g1, f1], [g2, f2]) = (parts(&one), parts(&two));
    let text = match town.chance.below(4) {
        0 => format!("- {one}\n- {two}\n"),
        1 => format!("- {f1}, {g1}\n- {f2}, {g2}\n"),
        2 => format!(
            "| Vorname | Familienname |\n|---|---|\n| {g1} | {f1} |\n| {g2} | {f2} |\n"
        ),
        _ => format!("## {one}\n\n{two} folgt darauf.\n"),
    };
    town.page(&text);
}

fn namesakes(town: &mut Town) {
    let (given, family) = (town.chance.of(&GIVEN), town.chance.of(&FAMILY));
    match town.chance.below(3) {
        // Somebody in office.
        0 => {
            let number = town.people;
            town.contacts.push_str(&format!("- {{ id: n{number}, name: {given} {family}, role: Leitung, email: leitung{number}@example.org }}\n"));
        }
        1 => {
            town.shown(given, family);
        }
        // The birth name of one is the name of another.
        _ => {
            town.shown(given, family);
            town.enter(&Entry {
                name: &format!("given: {given}, family: Neuhof, birth: {family}"),
                ..Entry::default()
            });
            return;
        }
    }
    town.withheld(given, family);
}

fn shared_words(town: &mut Town) {
    let data = "affiliations: [{ kind: graduate, programme: Bauingenieurwesen und Wasserbau, degree: Suche, from: 1986, to: 1991 }]\n\
        topics: [Denkmalpflege und Brückenbau, Angebote]\nlanguages: [de, fr]\ncity: Leipzig\n\
        photo: { file: gesicht.jpg, alt: \"Porträtfoto vor einem grauen Hintergrund im Freien\", credit: \"Foto: Universitätsarchiv Leipzig\" }\n\
        offers: [{ kind: mentoring, note: \"Einstieg in den Beruf und Rat bei der Bewerbung\" }]\n";
    if !town.photos.iter().any(|path| path.ends_with("gesicht.jpg")) {
        town.photos.push("content/directory/gesicht.jpg".into());
    }
    let fields = "affiliations, topics, languages, city, photo, offers, years";
    let shown = town.chance.below(2);
    for number in 0..3 {
        let name = [
            "given: Silke, family: Achtern",
            "given: Dörte, family: Bruns",
            "given: Hinnerk, family: Clasen",
        ][number];
        town.enter(&Entry {
            name,
            data: data.into(),
            shown: number == shown,
            fields,
            ..Entry::default()
        });
    }
}
