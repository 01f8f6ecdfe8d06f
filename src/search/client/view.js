// What a visitor sees of a search: results, their number, and what to do when there are none.
//
// In comes the element of a search and what was found; out go list items made from its templates.
// Never a word of its own: each text stands in the page, in data attributes and templates.

// The pieces of a search that the page has; what a theme leaves out is simply not shown.
export function piecesOf(root) {
  const piece = (name) => root.querySelector(`[data-search-${name}]`);
  const names = ["field", "filters", "controls", "status", "results", "more", "none", "problem"];
  const found = Object.fromEntries(names.map((name) => [name, piece(name)]));
  return { ...found, root, form: root.querySelector("form"), item: piece("item"), facets: piece("facets"), still: stillOf(root) };
}

// The list of the page itself, which results stand in for.
function stillOf(root) {
  return [...root.ownerDocument.querySelectorAll("[data-search-static]")];
}

function reveal(element, isVisible) {
  if (element) element.hidden = !isVisible;
}

// A result as an item of the list.
function itemOf(pieces, entry) {
  const { base = "/", born = "{name}", labelStory, labelEvent, labelPage } = pieces.root.dataset;
  const item = pieces.item.content.cloneNode(true);
  const write = (name, text) => {
    const element = item.querySelector(`[data-result-${name}]`);
    if (!element) return;
    if (text) element.textContent = text;
    else element.remove();
  };
  const link = item.querySelector("a");
  link.href = base.replace(/\/$/, "") + entry.address;
  if (entry.language) {
    link.hreflang = entry.language;
    link.lang = entry.language;
  }
  write("title", entry.title);
  // Of a person it is the birth name; of a story, whom it is about.
  write("also", entry.kind === "p" && entry.also ? born.replace("{name}", () => entry.also) : entry.also);
  write("facts", entry.facts);
  // The summary of a story is in the language of the story; the facts of an event are not.
  const facts = item.querySelector("[data-result-facts]");
  if (facts && entry.kind === "s" && entry.language) facts.lang = entry.language;
  write("kind", { s: labelStory, e: labelEvent, g: labelPage }[entry.kind]);
  return item;
}

// Puts results in place of those before, or behind them.
export function showResults(pieces, entries, isMore) {
  const items = entries.map((entry) => itemOf(pieces, entry));
  if (isMore) pieces.results.append(...items);
  else pieces.results.replaceChildren(...items);
  reveal(pieces.results, pieces.results.childElementCount > 0);
}

// The names that are known before the texts. The count and what belongs to it are told once, with
// the whole answer.
export function showEarly(pieces, begun, entries) {
  showStill(pieces, false);
  for (const name of ["none", "problem"]) reveal(pieces[name], false);
  showAnswer(pieces, begun, entries);
}

// A whole answer. Texts stand behind all names, even where they fit better: nothing that somebody
// may be reading or about to touch moves away from there. So what is shown of it stays, unless a new
// edition of the site came between.
export function showAnswer(pieces, begun, entries) {
  const stays = begun.length > 0 && begun.every(({ address }, at) => address === entries[at]?.address);
  showResults(pieces, stays ? entries.slice(begun.length) : entries, stays);
}

// Whoever asks for more by the keyboard goes on at the first that came, or at the last there is.
// Without this the focus would be lost where the button goes away.
export function goOnAt({ results, more }, count) {
  if (more?.ownerDocument.activeElement !== more) return;
  const links = results.querySelectorAll("a");
  (links[count] ?? links[links.length - 1])?.focus();
}

// How many there are, in the words of the page; it is read out, but only when it changes.
export function showCount(pieces, { total, isExact }, isPeople) {
  const words = pieces.root.dataset;
  const one = isPeople ? words.countPerson : words.countHit;
  const other = isPeople ? words.countPeople : words.countHits;
  const least = isPeople ? words.countLeastPeople : words.countLeastHits;
  const none = isPeople ? words.countNobody : words.countNothing;
  const text = total === 0 && isExact ? none : isExact ? (total === 1 ? one : other) : least;
  // Made once: it takes longer than the whole list.
  pieces.numbers ??= new Intl.NumberFormat(pieces.root.ownerDocument.documentElement.lang);
  const number = pieces.numbers.format(total);
  say(pieces, (text ?? "").replace("{n}", number));
}

function say({ status }, text) {
  if (status && status.textContent !== text) status.textContent = text;
}

// What belongs to a search that has found something, or nothing.
export function showFound(pieces, found) {
  const { total, isExact } = found.count();
  reveal(pieces.more, found.hasMore());
  reveal(pieces.none, total === 0 && isExact);
  reveal(pieces.problem, false);
}

// Whether the list of the page stands there or results in its place.
export function showStill(pieces, isStill) {
  for (const element of pieces.still) element.hidden = isStill === false;
  if (!isStill) return;
  say(pieces, "");
  pieces.results.replaceChildren();
  for (const name of ["results", "more", "none", "problem"]) reveal(pieces[name], false);
}

// Without network or in an old browser: the lists of the page stay what they were, or the names
// that are there already.
export function showProblem(pieces, hasBegun) {
  if (!hasBegun) showStill(pieces, true);
  reveal(pieces.problem, true);
  say(pieces, pieces.root.dataset.problem ?? "");
}

// ArrowDown leads from the field into the results and on, ArrowUp back, Escape to the field.
export function walkResults(pieces) {
  const links = () => [...pieces.results.querySelectorAll("a")];
  pieces.root.addEventListener("keydown", (event) => {
    const { target, key } = event;
    const all = links();
    const at = all.indexOf(target);
    if (target !== pieces.field && at < 0) return;
    const next = nextFor(key, at, all, pieces.field);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}

function nextFor(key, at, links, field) {
  if (key === "ArrowDown") return links[at + 1];
  if (at < 0) return null;
  if (key === "ArrowUp") return links[at - 1] ?? field;
  return key === "Escape" ? field : null;
}
