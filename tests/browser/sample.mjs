// Pages and diagnostics for the tests of the preview, in the built-in theme's stylesheet.
import { readFileSync } from "node:fs";

const campus = new URL("../../themes/campus/assets/campus.css", import.meta.url);
// Without its font, which these pages do not have.
const face = /@font-face \{[^}]*\}/;
export const stylesheet = ["text/css", readFileSync(campus, "utf8").replace(face, "")];

const paragraphs = Array.from({ length: 40 }, (_, at) => `<p>Absatz ${at}: Sie baut Brücken und prüft sie.</p>`);

/** A page of a site; every part can be another one. */
export function page({
  title = "Jana von Müller",
  lead = "Sie prüft Brücken.",
  style = "/campus.1.css",
  head = "",
  before = "",
  after = "",
} = {}) {
  return `<!DOCTYPE html>
<html lang="de">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="${style}">
${head}
</head>
<body>
<header class="top"><a class="brand" href="/"><span>Alumni</span></a></header>
<main id="main" tabindex="-1">
<h1>${title}</h1>
<p class="lead">${lead}</p>
${before}
<form action="/suche/"><label>Suche <input name="q"></label></form>
<details><summary>Werdegang</summary><p>Studium, Praktikum, Beruf.</p></details>
${paragraphs.join("\n")}
${after}
<p><a id="other" href="/andere/?a=1#teil">Andere Seite</a></p>
</main>
</body>
</html>`;
}

export const problem = {
  code: "event-ends-before-start",
  severity: "error",
  message: "die Veranstaltung „Sommerfest“ endet vor ihrem Beginn <img src=x onerror=document.title='böse'>",
  path: "content/events/sommerfest.md",
  line: 4,
  column: 6,
  length: 16,
  mark: [5, 16],
  excerpt: [
    [3, "start: 2027-06-05T18:00"],
    [4, "end: 2027-06-05T17:00"],
  ],
  label: "eine Stunde vor dem Beginn",
  help: "vielleicht 2027-06-06T17:00, der Tag danach?",
  replacement: null,
  open: "vscode://file/site/content/events/sommerfest.md:4:6",
};

export const warning = { ...problem, severity: "warning", message: "das Foto hat keine Beschreibung" };

/** What is known about a person's page that is a draft. */
export const known = {
  files: [
    { path: "content/portraits/jana.md", language: "de", open: "vscode://file/site/content/portraits/jana.md:1" },
  ],
  status: [{ kind: "draft", label: "Entwurf", text: "„Jana“ wird nicht veröffentlicht: Entwurf" }],
  fields: [
    { name: "Name", shown: true, reason: null },
    { name: "E-Mail", shown: false, reason: "nicht in consent.fields" },
  ],
  missing_translations: ["English"],
};
