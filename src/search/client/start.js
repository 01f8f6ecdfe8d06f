// A search in the page: its field, its filters, the address, and what comes of them.
//
// In comes each element with `data-search`; out go results while a visitor types. Never moves the
// focus before somebody presses a key or a button, and never shows what an older input asked for.
import { facetsOf, isFiltering } from "./facets.js";
import { buildControls, readControls, writeControls } from "./controls.js";
import { search } from "./query.js";
import { createStore, isAbort } from "./shards.js";
import { emptyState, readState, writeState } from "./state.js";
import { goOnAt, piecesOf, showAnswer, showCount, showEarly, showFound, showProblem, showResults, showStill, walkResults } from "./view.js";

const FIRST_PAGE = 10;
const NEXT_PAGE = 20;
// Milliseconds after which the address is written although there is no answer yet.
const LATEST = 500;

// Makes an element a search.
export function startSearch(root) {
  const pieces = piecesOf(root);
  const { index, shards, mode } = root.dataset;
  const store = createStore({ index, shards });
  let state = emptyState();
  let facets = [];
  let found = null;
  let running = new AbortController();
  // What is shown of an answer that is on its way, and what will write what was typed into the address.
  let begun = [];
  let writing = null;

  const typed = () => (mode === "people" ? { ...state, type: "people" } : state);

  // What fails is told, unless something newer has taken its place.
  async function attempt(work) {
    running.abort();
    running = new AbortController();
    begun = [];
    const { signal } = running;
    root.setAttribute("aria-busy", "true");
    try {
      await work(signal);
    } catch (error) {
      if (!isAbort(error) && !signal.aborted) fail();
    }
    if (!signal.aborted) root.removeAttribute("aria-busy");
  }

  const look = () =>
    attempt(async (signal) => {
      const early = (entries) => {
        if (signal.aborted) return;
        showEarly(pieces, begun, entries);
        begun = entries;
        mark("begun");
      };
      const result = await search(store, typed(), signal, early);
      const entries = result ? await result.next(FIRST_PAGE, signal) : [];
      signal.throwIfAborted();
      found = result;
      showStill(pieces, result === null);
      mark("done");
      if (result === null) return;
      showAnswer(pieces, begun, entries);
      tell();
    });

  // Tests and other scripts of a page see which question is answered, wholly or by its first names.
  function mark(how) {
    root.dataset.searchQuery = state.q.trim();
    root.dataset.searchState = how;
  }

  // Names that are there already are no less right without the texts.
  function fail() {
    mark("failed");
    showProblem(pieces, begun.length > 0);
  }

  // While something newer is looked for, nobody wants more of the old; and twice is once.
  const more = () =>
    !root.hasAttribute("aria-busy") &&
    attempt(async (signal) => {
      const entries = await found.next(NEXT_PAGE, signal);
      signal.throwIfAborted();
      const shown = pieces.results.childElementCount;
      showResults(pieces, entries, true);
      goOnAt(pieces, shown);
      tell();
    });

  function tell() {
    // Only people have facets.
    const isPeople = typed().type === "people" || (state.type === "" && isFiltering(state));
    showCount(pieces, found.count(), isPeople);
    showFound(pieces, found);
  }

  // Typing changes the address of this entry of the history; what is meant makes a new one.
  function keep(isMeant) {
    writing = null;
    const address = location.pathname + writeState(state, location.search) + location.hash;
    const isSame = address === location.pathname + location.search + location.hash;
    // Some browsers refuse when letters come faster than they want to write addresses.
    try {
      if (isMeant && !isSame) history.pushState(null, "", address);
      else if (!isSame) history.replaceState(null, "", address);
    } catch {
      // The address follows with the next letter; the search does not wait for it.
    }
  }

  // To write an address keeps the whole browser busy for longer than to search: it can wait until
  // the list is on the screen.
  async function keepSoon() {
    const mine = (writing = {});
    const write = () => writing === mine && keep(false);
    setTimeout(write, LATEST);
    await look();
    requestAnimationFrame(() => setTimeout(write));
  }

  // Before the page is left or another entry of the history begins.
  const keepNow = () => writing && keep(false);

  function change(isMeant) {
    if (isMeant) keepNow();
    state = readControls(pieces, facets, state);
    if (!isMeant) return keepSoon();
    keep(true);
    return look();
  }

  // The values to choose from are loaded when somebody wants to choose.
  async function offer() {
    if (facets.length > 0 || !pieces.facets || !pieces.controls) return;
    try {
      facets = await facetsOf(store, await store.contents());
      buildControls(pieces, facets);
      writeControls(pieces, facets, state);
    } catch {
      showProblem(pieces);
    }
  }

  async function restore() {
    writing = null;
    state = readState(location.search);
    const isOpen = isFiltering(state);
    if (isOpen && pieces.filters) pieces.filters.open = true;
    if (isOpen) await offer();
    writeControls(pieces, facets, state);
    await look();
  }

  function listen() {
    pieces.field.addEventListener("focus", () => store.contents().catch(() => {}), { once: true });
    // Nobody is made to wait until they might have ended: what is asked for is dropped at the next letter.
    pieces.field.addEventListener("input", () => change(false));
    pieces.form.addEventListener("change", ({ target }) => target !== pieces.field && change(true));
    pieces.form.addEventListener("submit", (event) => {
      event.preventDefault();
      change(true);
    });
    pieces.form.addEventListener("reset", (event) => {
      event.preventDefault();
      // What has no control is reset as well.
      state = emptyState();
      writeControls(pieces, facets, state);
      change(true);
    });
    pieces.filters?.addEventListener("toggle", () => pieces.filters.open && offer());
    pieces.more?.addEventListener("click", more);
    root.ownerDocument.addEventListener("click", keepNow, { capture: true });
    addEventListener("popstate", restore);
    walkResults(pieces);
  }

  if (pieces.filters) pieces.filters.hidden = false;
  listen();
  return restore();
}

// An old browser cannot unpack the index: it keeps the form, which leads to the page of the search.
function startAll() {
  for (const root of document.querySelectorAll("[data-search]")) {
    if (typeof DecompressionStream === "undefined") showProblem(piecesOf(root));
    else startSearch(root);
  }
}

// The tests of the modules have no page.
if (typeof document !== "undefined") startAll();
