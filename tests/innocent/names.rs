//! Names that are words, towns, streets, or names of files as well.
//!
//! Tables only. Never a name of somebody who lives.

/// People of whom streets, institutes and firms have their names.
pub(crate) const FAMOUS: [(&str, &str); 12] = [
    ("Gustav", "Freytag"),
    ("Friedrich", "Schiller"),
    ("Otto", "Hahn"),
    ("Robert", "Bosch"),
    ("Karl", "Liebknecht"),
    ("Clara", "Schumann"),
    ("Käthe", "Kollwitz"),
    ("Justus", "Liebig"),
    ("Emil", "Fischer"),
    ("Werner", "Siemens"),
    ("Lise", "Meitner"),
    ("Felix", "Klein"),
];

/// Words of the theme and of the language, each a name somewhere.
pub(crate) const WORDS: [&str; 30] = [
    "Sommer",
    "Winter",
    "Mai",
    "König",
    "Richter",
    "Kaiser",
    "Lang",
    "Jung",
    "Frei",
    "Stark",
    "Suche",
    "Kontakt",
    "Angebote",
    "Verzeichnis",
    "Themen",
    "Start",
    "Ende",
    "Datum",
    "Ort",
    "Seite",
    "Profil",
    "Bild",
    "Name",
    "Titel",
    "Weiter",
    "Menü",
    "Abend",
    "Hochschule",
    "Morgen",
    "Schall",
];

/// Given names, each of several people of a site.
pub(crate) const GIVEN: [&str; 16] = [
    "Anna", "Peter", "Maria", "Jonas", "Lena", "Paul", "Ida", "Emil", "Greta", "Oskar",
    "Frieda", "Hugo", "Ella", "Anton", "Clara", "Moritz",
];

/// Family names, some of them towns.
pub(crate) const FAMILY: [&str; 16] = [
    "Müller", "Schmidt", "Halle", "Weimar", "Maier", "Fuchs", "Vogel", "Berg", "Roth",
    "Kühn", "Brandt", "Essen", "Horn", "Lorenz", "Seidel", "Winkler",
];

/// Names of files as themes call their classes, and as cameras and offices call photos.
pub(crate) const PHOTOS: [&str; 22] = [
    "profile",
    "figure",
    "card",
    "header",
    "footer",
    "portrait",
    "person",
    "picture",
    "content",
    "language",
    "directory",
    "section",
    "sommerfest",
    "gruppenbild",
    "passbild",
    "bewerbung",
    "hochformat",
    "schwarzweiss",
    "breadcrumb",
    "navigation",
    "description",
    "viewport",
];
