// People by chance, with names as they are in German-speaking countries.
//
// In comes a seed, out come records. Family names are put together from parts, so that there are
// thousands, some of them common and most of them rare. Never a person who lives.
import { numbers } from "./random.mjs";

const GIVEN = `Anna Maria Julia Laura Katharina Sarah Lisa Sabine Petra Monika Ursula Renate Claudia Susanne Karin Andrea Birgit Heike
Stefanie Nicole Christine Martina Jana Antje Kerstin Silke Ulrike Gabriele Angelika Brigitte Franziska Johanna Charlotte Marie Sophie
Lena Hannah Emma Mia Leonie Peter Michael Thomas Andreas Wolfgang Klaus Jürgen Günter Stefan Christian Uwe Werner Horst Frank Dieter
Manfred Matthias Jörg Torsten Sven Jan Alexander Tobias Sebastian Florian Felix Lukas Leon Jonas Paul Maximilian Philipp Łukasz
Hans-Jürgen Karl-Heinz Anne-Kathrin Ayşe Mehmet Yılmaz Nguyễn Đặng Ivan Olga Björn Sören Zoë François José Marek Agnieszka`.split(/\s+/);
const COMMON = `Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf Schröder
Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Krause Meier Lehmann Köhler Maier Herrmann König Walter
Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung Hahn Vogel Friedrich Keller Günther Frank Berger Winkler Roth Beck Lorenz
Baumann Franke Albrecht Schuster Simon Ludwig Böhm Winter Kraus Martin Schumacher Krämer Vogt Stein Jäger Otto Sommer Groß Seidel
Heinrich Brandt Haas Schreiber Graf Dietrich Ziegler Kuhn Kühn Pohl Engel Horn Busch Bergmann Thomas Voigt Sauer Arnold Wolff Pfeiffer`.split(/\s+/);
const STARTS = `Acker Alt Bach Baum Berg Birken Blum Brand Breiten Brück Buch Burg Dorn Eber Eichen Eisen Falken Feld Fried Fuchs Gold Grün
Hasel Heid Hirsch Hoch Holz Kalten Kirch Klingen König Land Lind Löwen Lüde Mark Mittel Mühl Nieder Ober Oster Quell Rauten Rosen Roth
Sand Schön Schwarz Silber Stahl Stein Stern Tannen Tal Unter Vogel Wald Wasser Weiden Weiß Wester Wild Winkel Wolfs Zeller`.split(/\s+/);
const ENDS = `acker auer bach bacher baum beck berg berger born brand brink burg dorf dorfer egger eder feld felder fels furt garten graf
grund haus hauser heim heimer hof hofer holz horst huber kamp kirch lein ler mann maier meyer müller ner rath reich ried riegel rode
roth scheid schmidt schulte see stein steiner tal thaler wald weg werth ze zig`.split(/\s+/);
const PARTICLES = ["von", "von der", "van", "zu", "de"];
const PLACES = "Dresden Leipzig Görlitz Zittau Bautzen Berlin Wrocław Liberec Hamburg München".split(" ");
const WORK = "Wasserbau Brückenbau Denkmalpflege Informatik Maschinenbau Pflege Tourismus Energie Mechatronik Übersetzen Logistik Ökologie".split(" ");
const FACULTIES = ["bau", "w", "ei", "sw", "n", "m"];

function familyName(random) {
  if (random.chance(0.25)) return random.oneOften(COMMON);
  return random.one(STARTS) + random.one(ENDS);
}

/** As many people, in the order of the directory, who studied something somewhere. */
export function people(count, seed = 1) {
  const random = numbers(seed);
  const all = Array.from({ length: count }, (_, at) => onePerson(random, at));
  const order = new Intl.Collator("de");
  return all.sort((a, b) => order.compare(a.family, b.family) || order.compare(a.given, b.given) || a.id - b.id);
}

function onePerson(random, id) {
  const family = random.chance(0.06) ? `${familyName(random)}-${familyName(random)}` : familyName(random);
  const second = random.chance(0.12) ? ` ${random.one(GIVEN)}` : "";
  const work = random.oneOften(WORK);
  const year = 1960 + random.below(65);
  const faculty = random.one(FACULTIES);
  const place = random.oneOften(PLACES);
  return {
    id,
    kind: "p",
    academic: random.chance(0.1) ? random.one(["Dr.", "Prof. Dr.", "Dipl.-Ing."]) : "",
    given: random.oneOften(GIVEN) + second,
    particle: random.chance(0.04) ? random.one(PARTICLES) : "",
    family,
    birth: random.chance(0.08) ? familyName(random) : "",
    facts: `${work}, ${year}, ${place}`,
    address: `/verzeichnis/p${id}/`,
    text: `${work} ${place} Diplom`,
    facets: { faculty: [faculty], year: [year], place: [place.toLowerCase()], ...(random.chance(0.1) ? { offer: ["mentoring"] } : {}) },
  };
}

/** A word with one typing error, as a thumb makes it. */
export function mistyped(word, random) {
  const letters = [...word];
  const at = random.below(letters.length);
  const letter = random.one([..."enirsatdhulcgmobwfkzpvjyxq"]);
  const kind = random.below(4);
  if (kind === 0) letters.splice(at, 0, letter);
  else if (kind === 1) letters.splice(at, 1);
  else if (kind === 2) letters[at] = letter;
  else letters.splice(Math.min(at, letters.length - 2), 2, ...letters.slice(Math.min(at, letters.length - 2)).slice(0, 2).reverse());
  return letters.join("");
}
