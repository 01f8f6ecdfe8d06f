// Some 1,500 German words, most of them compounds, and sentences made of them.
// In: a source of numbers. Out: sentences and paragraphs that mean nothing.
// Never: a fact about anybody.
import { words, zipf } from "./random.mjs";

const FIRSTS = words(
  `Brücken Denkmal Wasser Energie Wohnungs Stadt Verkehrs Straßen Druck Papier Schrift Daten Netz Medien
   Museums Archiv Bibliotheks Umwelt Klima Holz Stahl Beton Glas Bahn Hafen Boden Raum Garten Schul
   Kranken Theater Bild Ton Film Buch Verlags Waren Lager Strom Gas Kraftwerks Motoren Werkzeug Roboter
   Sensor Mess Prüf Sicherheits Gesundheits Sozial Familien Jugend Kultur Landschafts Dorf Markt Kosten
   Personal Steuer Vertrags Rechts Forschungs Lehr Software Karten Luft Schall Wärme Kälte Fassaden`,
);
const LASTS = words(
  `bau pflege planung technik prüfung leitung forschung entwicklung gestaltung beratung verwaltung
   sanierung geschichte wirtschaft versorgung sicherung werkstatt sammlung`,
);
const SIMPLE = words(
  `Statik Akustik Logistik Optik Hydraulik Typografie Geometrie Mathematik Chemie Physik Elektronik
   Mechanik Robotik Informatik Fotografie Grafik Musik Sprache Lehre Ausbildung Weiterbildung Führung
   Vermittlung Restaurierung Dokumentation Digitalisierung Automatisierung Vermessung Kalkulation
   Ausschreibung Bauaufsicht Umnutzung Barrierefreiheit Nachhaltigkeit Normung Qualität Vertrieb Einkauf
   Buchhaltung Redaktion Lektorat Herstellung Verpackung Simulation Visualisierung Programmierung
   Modellierung Analyse Statistik Prognose Organisation Moderation Übersetzung Zusammenarbeit`,
);
const QUALITIES = words(
  `große kleine neue alte schwierige einfache öffentliche private städtische ländliche historische moderne
   digitale gedruckte leise laute schwere leichte genaue offene geschlossene technische soziale kulturelle
   internationale sächsische regionale langfristige kurzfristige erste letzte gemeinsame eigene fremde
   seltene häufige gefährdete beliebte vergessene berühmte nützliche teure günstige schnelle langsame
   sorgfältige mutige ruhige lebendige nachhaltige barrierefreie mehrsprachige`,
);
const DEEDS = words(
  `plant baut prüft leitet entwickelt gestaltet berät verwaltet saniert erforscht sichert sammelt ordnet
   zeichnet rechnet misst schreibt übersetzt lehrt lernt begleitet vermittelt organisiert betreut
   koordiniert untersucht vergleicht verbessert repariert restauriert dokumentiert digitalisiert
   programmiert vermisst kalkuliert verhandelt verkauft verlegt druckt bindet gießt schweißt montiert
   wartet steuert überwacht analysiert simuliert modelliert moderiert fotografiert filmt`,
);
const THINGS = words(
  `Brücken Häuser Schulen Straßen Bahnhöfe Kirchen Museen Archive Bibliotheken Bücher Karten Maschinen
   Anlagen Netze Programme Datenbanken Ausstellungen Werkstätten Gärten Parks Kraftwerke Speicher Pumpen
   Motoren Sensoren Roboter Modelle Messgeräte Fassaden Dächer Tunnel Schleusen Wehre Leitungen Filter
   Verträge Berichte Gutachten Projekte Vereine Verbände Teams Kurse Seminare Zeitschriften Plakate`,
);
const TIMES = words(
  `heute inzwischen seitdem anfangs zuletzt damals nebenbei regelmäßig gelegentlich hauptsächlich
   ehrenamtlich freiberuflich tagsüber abends montags jährlich`,
);

/** Every compound and every simple word for a field of work. */
export const WORK = [...SIMPLE, ...FIRSTS.flatMap((first) => LASTS.map((last) => first + last))];

/** Words in an order of their own, so that the frequent ones are not all of one kind. */
const shuffled = (list) => {
  const order = (place) => (place * 797) % 1_000_003 % list.length;
  return list.map((word, place) => [order(place), word]).sort((one, two) => one[0] - two[0]).map(([, word]) => word);
};
const work = zipf(shuffled(WORK), 0.8, 3);
const quality = zipf(QUALITIES, 0.5);
const deed = zipf(DEEDS, 0.5);
const thing = zipf(THINGS, 0.5);
const time = zipf(TIMES, 0.5);
const capital = (text) => text[0].toUpperCase() + text.slice(1);

const TEMPLATES = [
  (n) => `Nach dem Studium kamen ${work(n)} und ${work(n)} dazu, ${time(n)} auch ${work(n)}.`,
  (n) => `${capital(time(n))} geht es um ${work(n)}, ${quality(n)} ${thing(n)} und ${work(n)}.`,
  (n) => `Wer ${quality(n)} ${thing(n)} ${deed(n)}, braucht Geduld und ein wenig ${work(n)}.`,
  (n) => `Am Anfang stand ${work(n)}, und ${time(n)} entstanden ${quality(n)} ${thing(n)}.`,
  (n) => `Das Büro ${deed(n)} ${thing(n)} und ${deed(n)} ${quality(n)} ${thing(n)}.`,
  (n) => `Schwerpunkte sind ${work(n)}, ${work(n)} und ${work(n)} für ${quality(n)} ${thing(n)}.`,
  (n) => `In der Freizeit ${deed(n)} sie ${thing(n)} oder ${deed(n)} ${quality(n)} ${thing(n)}.`,
  (n) => `Gelernt hat er ${work(n)}, geblieben ist ${time(n)} die Freude an ${work(n)}.`,
];

export const sentence = (numbers) => numbers.of(TEMPLATES)(numbers);

/** Whole sentences of at least so many words in all. */
export function paragraph(numbers, least) {
  const sentences = [];
  for (let count = 0; count < least; count += words(sentences.at(-1)).length) sentences.push(sentence(numbers));
  return sentences.join(" ");
}

/** The number of different words that texts can hold. */
export const size = () => new Set([...WORK, ...QUALITIES, ...DEEDS, ...THINGS, ...TIMES].map((word) => word.toLowerCase())).size;
