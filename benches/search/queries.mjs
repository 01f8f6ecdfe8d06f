// What people type who look for somebody: node queries.mjs 100000 [200]
// In: the number of people of the site, and how many of them are looked for. Out: queries as JSON, always the same.
// Never: a look at the built site; the people come from where the site's came from.
import { pathToFileURL } from "node:url";
import { FACULTIES } from "./studies.mjs";
import { Numbers } from "./random.mjs";
import { folded, mistyped, special } from "./spelling.mjs";
import { people } from "./people.mjs";

/** More bearers than this, and nobody looks for a person by the family name alone. */
const RARE = 5;
/** Letters from which on a name is long enough for two errors. */
const LONG = 12;
/** As many letters of the family name as a prefix has. */
const BEGUN = 4;

const plain = (text) => folded(text, "a").replace(/(?<=[aou])e/gu, "");
const count = (map, key) => map.set(key, (map.get(key) ?? 0) + 1);
const beginning = (text) => [...text].slice(0, BEGUN).join("");
const start = ({ given, family }) => `${given} ${beginning(family)}`;

/** Today's faculty of those to which a faculty led; itself, if there is none. */
function today(id) {
  const next = FACULTIES.find(({ predecessors }) => predecessors.includes(id));
  return next ? today(next.id) : id;
}

function faculty({ affiliations }) {
  const found = affiliations.find((one) => one.faculty);
  if (!found) return null;
  return { id: found.faculty, today: today(found.faculty), name: FACULTIES.find(({ id }) => id === found.faculty).name };
}

function ways(numbers, person, counts) {
  const { shown, family, given } = person;
  const letters = [...shown].filter((letter) => /\p{L}/u.test(letter)).length;
  return {
    exact: shown,
    folded: folded(shown, numbers.chance(0.5) ? "ae" : "a"),
    "family first": `${family} ${given}`,
    "one error": mistyped(numbers, shown, 1),
    "two errors": letters >= LONG ? mistyped(numbers, shown, 2) : null,
    prefix: start(person),
    "family alone": counts.families.get(plain(family)) <= RARE ? family : null,
  };
}

/**
 * The queries for so many people out of all. `rivals` is the number of people with other names who fit the
 * query as well: of 11 and more, not all can be among the first ten.
 */
export function queries(all, wanted) {
  const numbers = new Numbers(1764);
  const chosen = new Set();
  while (chosen.size < Math.min(wanted, all)) chosen.add(numbers.below(all));
  const counts = { families: new Map(), shown: new Map(), starts: new Map() };
  const drawn = new Map();
  for (const person of people(all)) {
    count(counts.families, plain(person.family));
    count(counts.shown, person.shown);
    count(counts.starts, plain(start(person)));
    if (chosen.has(person.number)) drawn.set(person.number, person);
  }
  return [...chosen].flatMap((number) => {
    const person = drawn.get(number);
    const bearers = counts.shown.get(person.shown);
    const same = {
      shown: person.shown,
      address: `/verzeichnis/${person.slug}/`,
      faculty: faculty(person),
      special: special(person.shown),
      bearers,
    };
    const rivals = { prefix: counts.starts.get(plain(start(person))) - bearers };
    return Object.entries(ways(numbers, person, counts))
      .filter(([, query]) => query !== null)
      .map(([kind, query]) => ({ kind, query, rivals: rivals[kind] ?? 0, ...same }));
  });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [all, wanted = 200] = process.argv.slice(2).map(Number);
  if (!(all > 0)) {
    console.error("usage: node queries.mjs PEOPLE [WANTED]");
    process.exit(2);
  }
  console.log(JSON.stringify(queries(all, wanted), null, 1));
}
