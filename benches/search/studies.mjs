// The university of the benchmark: faculties, institutions, programmes, degrees, topics.
// In: nothing. Out: lists, and the two files of reference data as text.
// Never: a claim about a real university; the dates only make its history plausible.

const commas = (text) => text.trim().split(/,\s+/u);

/** Faculties: id, name, from, until, predecessors; the first six are those of today. */
export const FACULTIES = [
  ["arch", "Fakultät Architektur und Sozialwissenschaften", 1992],
  ["bau", "Fakultät Bauwesen", 1992],
  ["digital", "Fakultät Digitale Transformation", 2019],
  ["medien", "Fakultät Informatik und Medien", 2019, null, ["imn", "fm"]],
  ["ing", "Fakultät Ingenieurwissenschaften", 2019, null, ["eit", "me"]],
  ["wirt", "Fakultät Wirtschaftswissenschaft", 1992],
  ["imn", "Fakultät Informatik, Mathematik und Naturwissenschaften", 1992, 2019],
  ["fm", "Fakultät Medien", 2006, 2019, ["bum", "poly"]],
  ["eit", "Fakultät Elektrotechnik und Informationstechnik", 1992, 2019, ["sek-eit"]],
  ["me", "Fakultät Maschinenbau und Energietechnik", 1992, 2019, ["sek-mb", "sek-en"]],
  ["bum", "Fachbereich Buch und Museum", 1992, 2006],
  ["poly", "Fachbereich Polygrafische Technik", 1992, 2006, ["sek-poly"]],
  ["sek-eit", "Sektion Automatisierungsanlagen", 1977, 1992],
  ["sek-mb", "Sektion Maschinenbau", 1977, 1992],
  ["sek-en", "Sektion Energieumwandlung", 1977, 1992],
  ["sek-poly", "Sektion Polygrafie", 1977, 1992],
].map(([id, name, from, until = null, predecessors = []]) => ({ id, name, from, until, predecessors }));

export const INSTITUTIONS = [
  { id: "hs", name: "Hochschule Musterstadt", from: 1992, until: null, self: true, successors: [] },
  { id: "th", name: "Technische Hochschule Musterstadt", from: 1977, until: 1992, successors: ["hs"] },
  { id: "hfb", name: "Hochschule für Bauwesen Musterstadt", from: 1954, until: 1977, successors: ["th"] },
  { id: "ihs", name: "Ingenieurhochschule Musterstadt", from: 1950, until: 1977, successors: ["th"] },
];

export const PROGRAMMES = commas(`Architektur, Bauingenieurwesen, Soziale Arbeit, Maschinenbau, Elektrotechnik,
  Informatik, Medieninformatik, Betriebswirtschaft, Wirtschaftsingenieurwesen, Energietechnik, Museologie,
  Bibliothekswissenschaft, Buchhandel und Verlagswirtschaft, Buch- und Medienproduktion, Verlagsherstellung,
  Drucktechnik, Verpackungstechnik, Medientechnik, Angewandte Mathematik, Automatisierungstechnik,
  Informationstechnik, Mechatronik, Biomedizintechnik, Technische Gebäudeausrüstung, Versorgungstechnik,
  Wasserbau, Tiefbau, Hochbau, Verkehrsbau, Baustofftechnik, Baubetrieb, Denkmalpflege, Stadtplanung,
  Holzbau, Stahlbau, Wirtschaftsinformatik, Data Science, Digitale Systeme, Telekommunikationsinformatik,
  Informationsmanagement, Archivwissenschaft, Kartografie, Vermessung, Wärmetechnik, Gastechnik,
  Kraftwerkstechnik, Polygrafische Technik, Feinwerktechnik, Regelungstechnik, Prozessautomatisierung,
  General Management, Immobilienwirtschaft, Logistik, Rechnungswesen, Sozialpädagogik, Kindheitspädagogik,
  Ausstellungsgestaltung, Restaurierung, Umwelttechnik, Elektrische Energietechnik`);

export const DEGREES = commas("Dipl.-Ing., Dipl.-Ing. (FH), B.Sc., M.Sc., B.A., M.A., B.Eng., M.Eng., Dipl.-Inf., Diplom");

export const SECTORS = commas("business, business, business, public, society, academia, culture, own-company");

const SUBJECTS = commas(`Brücken, Wasser, Wohnungs, Stadt, Denkmal, Energie, Wärme, Licht, Verkehrs, Straßen, Druck,
  Papier, Schrift, Daten, Netz, Medien, Museums, Archiv, Bibliotheks, Umwelt, Klima, Holz, Stahl, Beton`);
const FIELDS = commas("bau, planung, technik, forschung, geschichte");

/** 120 topics, such as Brückenbau. */
export const TOPICS = SUBJECTS.flatMap((subject) => FIELDS.map((field) => subject + field));

/** The faculties that existed in a year; none before there were any. */
export const facultiesOf = (year) =>
  FACULTIES.filter(({ from, until }) => from <= year && (until === null || year < until));

/** The institutions that existed in a year. */
export const institutionsOf = (year) =>
  INSTITUTIONS.filter(({ from, until }) => from <= year && (until === null || year < until));

const entry = (keys) =>
  Object.entries(keys)
    .filter(([, value]) => value !== null && value !== undefined && !(Array.isArray(value) && !value.length))
    .map(([key, value], place) => `${place ? "  " : "- "}${key}: ${JSON.stringify(value)}\n`)
    .join("");

const home = ({ from }) => (from < 1992 ? "th" : "hs");
export const facultiesYaml = () =>
  FACULTIES.map((faculty) => entry({ ...faculty, institution: home(faculty) })).join("");
export const institutionsYaml = () => INSTITUTIONS.map(entry).join("");
