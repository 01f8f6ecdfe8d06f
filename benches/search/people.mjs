// The people of the benchmark, one after the other, always the same.
// In: how many. Out: what is to be known of each, and the text of the file of one.
// Never: a person who exists; every consent is valid for all fields, on the site and in search engines.
import { folded } from "./spelling.mjs";
import { name, shown } from "./names.mjs";
import { PLACES } from "./places.mjs";
import { DEGREES, PROGRAMMES, SECTORS, TOPICS, facultiesOf, institutionsOf } from "./studies.mjs";
import { Numbers, words, zipf } from "./random.mjs";
import { WORK, paragraph } from "./vocabulary.mjs";

const FIELDS =
  "affiliations, kind, years, position, employer, sector, city, country, languages, topics, offers, bio, birth-name";

const HOUSES = words(
  `Ingenieurbüro Planungsbüro Verlag Stadtwerke Druckerei Museum Archiv Bibliothek Werkstatt Baugesellschaft
   Maschinenfabrik Softwarehaus Agentur Stiftung Verein Hochschule Institut Labor Amt Energieversorgung
   Wohnungsgenossenschaft Verkehrsbetriebe Buchhandlung Anlagenbau Messtechnik Logistikzentrum Architekturbüro
   Galerie Fachschule Klinikum Bauhof Sternwarte Papierfabrik Glaswerk Kraftwerk Funkhaus Steuerkanzlei
   Filmstudio Gärtnerei Reederei`,
);
const CALLED = words(
  `Elster Pleiße Mulde Parthe Saale Spree Neiße Elbe Havel Unstrut Rohrbach Lindenhof Rosental Auwald Kranich
   Eisvogel Reiher Biber Otter Dachs Ahorn Ulme Weide Erle Esche Buche Kiefer Lärche Granit Porphyr Basalt
   Schiefer Kupfer Zinn Kobalt Silber Nordlicht Südhang Westwind Ostkreuz Polaris Zenit Kontur Raster Winkel
   Zirkel Pfeilhöhe Lotrecht Kornblume Hollerbusch`,
);
const employer = zipf(HOUSES.flatMap((house, place) =>
  CALLED.map((_, shift) => `${house} ${CALLED[(shift + place * 7) % CALLED.length]}`)), 0.5, 20);
const place = zipf(PLACES, 1, 1);
const programme = zipf(PROGRAMMES, 0.6, 2);
const topic = zipf(TOPICS, 0.5, 3);
const POSITIONS = [
  ["Leiterin", "Leiter"], ["Referentin", "Referent"], ["Beraterin", "Berater"], ["Fachfrau", "Fachmann"],
  ["Beauftragte", "Beauftragter"], ["Projektleiterin", "Projektleiter"], ["Mitarbeiterin", "Mitarbeiter"],
];
const KINDS = words("exchange studied staff project-staff professor");
const OFFERS = words("mentoring guest-lecture internship thesis job visit");
const LANGUAGES = words("en en en en fr es ru pl cs tr vi ar it zh");

function affiliation(numbers) {
  const to = numbers.between(1953, 2025);
  const from = Math.max(1950, to - numbers.between(3, 6));
  const institution = numbers.of(institutionsOf(to)).id;
  const faculties = facultiesOf(to);
  return {
    kind: numbers.chance(0.8) ? "graduate" : numbers.of(KINDS),
    institution,
    faculty: faculties.length ? numbers.of(faculties).id : null,
    programme: programme(numbers),
    degree: numbers.of(DEGREES),
    from,
    to,
  };
}

function person(numbers) {
  const called = name(numbers);
  const { town, country } = place(numbers);
  return {
    ...called,
    shown: shown(called),
    affiliations: Array.from({ length: numbers.chance(0.3) ? 2 : 1 }, () => affiliation(numbers)),
    position: `${numbers.of(POSITIONS)[called.forms === "f" ? 0 : 1]} ${numbers.of(WORK)}`,
    employer: employer(numbers),
    sector: numbers.of(SECTORS),
    city: town,
    country,
    languages: [...new Set(["de", numbers.of(LANGUAGES), numbers.of(LANGUAGES)])],
    topics: [...new Set(Array.from({ length: numbers.between(1, 3) }, () => topic(numbers)))],
    offer: numbers.chance(0.05) ? numbers.of(OFFERS) : null,
    bio: paragraph(numbers, numbers.between(27, 50)),
  };
}

/** So many people; each has a `slug` of its own, which is also the last part of the address. */
export function* people(count) {
  const numbers = new Numbers(1992);
  const taken = new Map();
  for (let number = 0; number < count; number += 1) {
    const next = person(numbers);
    const plain = folded(next.shown, "ae").replace(/[^a-z0-9]+/gu, "-").replace(/^-|-$/gu, "");
    const times = (taken.get(plain) ?? 0) + 1;
    taken.set(plain, times);
    yield { ...next, number, slug: times === 1 ? plain : `${plain}-${times}` };
  }
}

const flow = (keys) =>
  `{ ${Object.entries(keys)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
    .join(", ")} }`;

/** The file of a person. */
export function file(of) {
  const parts = { title: of.title, given: of.given, particle: of.particle, family: of.family, birth: of.birth };
  const offer = of.offer && flow({ kind: of.offer, until: "2035-12-31", state: "open", note: of.topics[0] });
  return `---
id: ${id(of.number)}
name: ${flow(parts)}
pronoun: ${of.forms}
affiliations:
${of.affiliations.map((one) => `  - ${flow(one)}\n`).join("")}position: ${JSON.stringify(of.position)}
employer: ${JSON.stringify(of.employer)}
sector: ${of.sector}
city: ${JSON.stringify(of.city)}
country: ${JSON.stringify(of.country)}
languages: ${JSON.stringify(of.languages)}
topics: ${JSON.stringify(of.topics)}
${offer ? `offers:\n  - ${offer}\n` : ""}consent:
  given: 2026-01-15
  until: 2036-01-15
  evidence: "AB-${of.number}"
  fields: [${FIELDS}]
  channels: [site, search-engines]
---
${of.bio}
`;
}

/** An id of the form that `new` writes. */
function id(number) {
  const digits = (number + 32 ** 4).toString(32).padStart(8, "0");
  return `${digits.slice(0, 4)}-${digits.slice(4)}`;
}
