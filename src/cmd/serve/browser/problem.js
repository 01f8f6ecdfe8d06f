// A problem as the terminal shows it: message, place, excerpt with the marked part, help.
//
// In comes an explained diagnostic; out goes an element. Never reads a text as HTML, and never
// follows an address that could run a script.
(function (preview) {
  "use strict";

  const { element, word } = preview;
  const RUNS = /^\s*(javascript|data|vbscript):/i;

  /** A link that opens a file in the editor, or its plain path. */
  preview.fileLink = (path, open) =>
    open && !RUNS.test(open)
      ? element("a", { href: open, "data-matrikel": true, title: path }, path)
      : element("span", { title: path }, path);

  /** A link to how a page would look if its consent were given. */
  preview.proofLink = (proof) =>
    element("a", { href: preview.own(proof), target: "_blank", "data-matrikel": true }, word("proof"));

  function excerpt({ excerpt: lines = [], mark: [start, length] = [0, 0], label }) {
    if (lines.length === 0) return null;
    const last = lines.length - 1;
    const rows = lines.map(([number, text], at) => {
      // Marks count characters, a script counts halves of some.
      const characters = Array.from(text);
      const part = (from, to) => characters.slice(from, to).join("");
      const marked = at === last && length > 0;
      const shown = marked
        ? [part(0, start), element("mark", {}, part(start, start + length)), part(start + length)]
        : [text];
      return element("span", {}, element("span", { class: "number" }, `${number}`), ...shown);
    });
    if (label) rows.push(element("span", { class: "label" }, `↑ ${label}`));
    return element("pre", { class: "excerpt" }, rows);
  }

  preview.problem = (problem) => {
    const { severity, message, path, line, help, open } = problem;
    const place = path && (line ? `${path}:${line}` : path);
    return element(
      "li",
      { class: `problem ${severity}` },
      element(
        "p",
        {},
        element("span", { class: "severity" }, `${word(severity)}: `),
        element("strong", {}, message),
      ),
      place && preview.fileLink(place, open),
      excerpt(problem),
      help && element("p", {}, element("span", { class: "quiet" }, `${word("help")}: `), help),
    );
  };
})((document.currentScript.matrikel ??= {}));
