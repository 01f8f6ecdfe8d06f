// A site of any size for measuring its search: node corpus.mjs 100000 FOLDER
// In: the number of people and an empty folder. Out: the source of a site, always the same, and what is in it as numbers.
// Never: a file outside of the folder; a text that means something.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Numbers, words } from "./random.mjs";
import { file, people } from "./people.mjs";
import { TOPICS, facultiesYaml, institutionsYaml } from "./studies.mjs";
import { WORK, paragraph, sentence, size } from "./vocabulary.mjs";
import { folded } from "./spelling.mjs";

const STORIES = 40;
const EVENTS = 30;
const CONFIG = `title = "Ehemalige"
base_url = "https://alumni.example.org/"
languages = ["de"]
theme = "campus"
time_zone = "Europe/Berlin"
`;

const two = (number) => String(number).padStart(2, "0");
const day = (numbers, years) => `${numbers.of(years)}-${two(numbers.between(1, 12))}-${two(numbers.between(1, 28))}`;
const paragraphs = (numbers, count) =>
  Array.from({ length: count }, () => `${paragraph(numbers, 60)}\n`).join("\n");

function story(numbers, about) {
  return `---
title: ${JSON.stringify(`${numbers.of(WORK)} und ${numbers.of(WORK)}`)}
date: ${day(numbers, [2022, 2023, 2024, 2025])}
person: ${about}
summary: ${JSON.stringify(sentence(numbers))}
topics: ${JSON.stringify(numbers.several(TOPICS, 2))}
consent:
  given: 2026-01-15
  until: 2036-01-15
  channels: [site, search-engines]
---
${paragraphs(numbers, 6)}`;
}

function event(numbers, speaker) {
  const date = day(numbers, [2024, 2025, 2026, 2027]);
  return `---
title: ${JSON.stringify(`Treffen ${numbers.of(WORK)}`)}
summary: ${JSON.stringify(sentence(numbers))}
start: ${date}T18:00
end: ${date}T20:00
place: { name: Aula, city: Leipzig }
format: ${numbers.of(words("meeting talk workshop tour"))}
audience: [alumni, public]
speakers: [${speaker}]
topics: ${JSON.stringify(numbers.several(TOPICS, 2))}
---
${paragraphs(numbers, 2)}`;
}

/** Counts how often things come. */
class Tally extends Map {
  add(key) {
    this.set(key, (this.get(key) ?? 0) + 1);
  }

  most(count) {
    return [...this].sort((one, other) => other[1] - one[1]).slice(0, count);
  }
}

function write(count, folder) {
  const put = (path, text) => writeFileSync(join(folder, path), text, { flag: "wx" });
  for (const part of ["directory", "portraits", "events"]) mkdirSync(join(folder, "content", part), { recursive: true });
  put("config.toml", CONFIG);
  put("content/_index.md", "---\ntitle: Ehemalige\n---\nWillkommen.\n");
  put("content/faculties.yaml", facultiesYaml());
  put("content/institutions.yaml", institutionsYaml());
  const families = new Tally();
  const shown = new Tally();
  const tokens = new Tally();
  const first = [];
  for (const person of people(count)) {
    put(`content/directory/${person.slug}.md`, file(person));
    families.add(person.family);
    shown.add(person.shown);
    const name = folded(`${person.shown} ${person.birth ?? ""}`, "a");
    for (const token of name.match(/[\p{L}\p{N}]+/gu)) tokens.add(token);
    if (first.length < STORIES) first.push(person.slug);
  }
  const numbers = new Numbers(1838);
  for (let number = 0; number < STORIES; number += 1) {
    put(`content/portraits/geschichte-${number + 1}.md`, story(numbers, first[number % first.length]));
  }
  for (let number = 0; number < EVENTS; number += 1) {
    put(`content/events/treffen-${number + 1}.md`, event(numbers, first[number % first.length]));
  }
  return {
    people: count,
    stories: STORIES,
    events: EVENTS,
    familyNames: families.size,
    familyNamesOfOne: [...families.values()].filter((bearers) => bearers === 1).length,
    mostFrequentFamilyNames: families.most(5),
    shownNames: shown.size,
    mostFrequentShownNames: shown.most(3),
    nameTokens: tokens.size,
    vocabulary: size(),
  };
}

const [count, folder] = process.argv.slice(2);
if (!(Number(count) > 0) || !folder) {
  console.error(`usage: node ${dirname(process.argv[1])}/corpus.mjs PEOPLE FOLDER`);
  process.exit(2);
}
console.log(JSON.stringify(write(Number(count), folder), null, 2));
