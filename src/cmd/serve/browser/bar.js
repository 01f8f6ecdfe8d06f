// The editor's bar at the foot of the window, its panels, and the sheet that shows mistakes.
//
// In comes what the server knows about the page; out goes what the editor sees of it. Never a
// part of the page: it stands behind <body> in a shadow of its own, takes its own height there,
// so that the end of the page is not covered, and is neither patched nor printed.
(function (preview) {
  "use strict";

  const { element, word, count } = preview;
  const host = document.createElement("matrikel-preview");
  const shadow = host.attachShadow({ mode: "open" });
  const said = element("p", { class: "said", role: "status" });
  const panel = element("section", { class: "sheet panel", hidden: true, id: "panel" });
  const overlay = element("section", { class: "sheet overlay", hidden: true });
  const facts = element("div", { class: "facts" });
  const note = element("span", { class: "note" });
  const buttons = element("div", { class: "buttons" });
  const bar = element("div", { class: "bar" }, element("span", { class: "dot" }), facts, buttons);
  const aside = element("aside", {}, panel, overlay, bar, said);
  const names = {};

  let info = null;
  let open = null;
  let drawn = "";
  let told = "";

  preview.say = (text) => {
    said.textContent = text;
  };

  function show(name) {
    open = name;
    panel.hidden = !name;
    for (const key in names) names[key].setAttribute("aria-expanded", `${key === name}`);
    if (!name) return;
    panel.setAttribute("aria-label", names[name].textContent);
    panel.className = `sheet panel ${name}`;
    drawn = "";
    draw();
  }

  /** Writes the open panel anew if what it shows has changed; what is typed there stays. */
  function draw() {
    const state = open === "view" ? "view" : JSON.stringify({ ...info, build: 0 });
    if (!open || state === drawn) return;
    drawn = state;
    const inside = panel.contains(shadow.activeElement);
    panel.replaceChildren(...preview.panels[open](info));
    if (inside) names[open].focus();
  }

  function close(event) {
    if (event.key !== "Escape" || (!open && overlay.hidden)) return;
    event.stopPropagation();
    const name = open ?? "problems";
    if (open) show(null);
    else fold();
    names[name].focus();
  }

  for (const name of ["about", "fields", "problems", "view"]) {
    const click = () => show(open === name ? null : name);
    names[name] = element("button", { type: "button", class: name, "aria-controls": "panel", "aria-expanded": "false", click });
    buttons.append(names[name]);
  }
  aside.addEventListener("keydown", close);

  /** A path whose folders can be left out where there is room for the file's own name alone. */
  function shortLink({ path, open }) {
    const name = /(?:[^/]+\/_?index\.[^/]*|[^/]+)$/.exec(path)?.[0] ?? path;
    const link = preview.fileLink(path, open);
    link.replaceChildren(element("span", { class: "folder" }, path.slice(0, -name.length)), name);
    return link;
  }

  function drawFacts({ files = [], status = [], missing_translations: missing = [], view = {} }) {
    const chips = [
      ...status.map(({ label }) => label),
      ...missing.map((name) => word("missing", { name })),
      view.drafts && word("with-drafts"),
      view.date && word("as-of", { date: view.date }),
    ].filter(Boolean);
    facts.replaceChildren(
      ...files.slice(0, 1).map(shortLink),
      ...chips.map((text) => element("span", { class: "chip" }, text)),
      note,
    );
    // Where the chips have no room, a dot says that the page has something to tell.
    names.about.classList.toggle("noted", chips.length > 0);
  }

  function drawButtons({ fields = [], problems = [], others = {} }) {
    const errors = problems.filter(({ severity }) => severity === "error").length;
    const wrong = errors + (others.errors ?? 0);
    const rest = problems.length - errors + (others.warnings ?? 0);
    names.about.textContent = word("page");
    names.fields.textContent = word("fields");
    names.fields.hidden = fields.length === 0;
    names.problems.textContent = wrong
      ? count("mistake", wrong)
      : rest
        ? count("warning", rest)
        : word("no-mistake");
    names.problems.classList.toggle("wrong", wrong > 0);
    names.view.textContent = word("view");
    if (open === "fields" && fields.length === 0) show(null);
  }

  function fold() {
    overlay.hidden = true;
    names.problems.focus();
  }

  function drawOverlay({ problems = [], status = [], proof, stale = [] }, gone) {
    const errors = problems.filter(({ severity }) => severity === "error");
    const reasons = status.map(({ text }) => text);
    const state = JSON.stringify([gone, gone && reasons, gone && proof, errors]);
    const empty = !gone && errors.length === 0;
    if (!empty && state === told) return;
    told = empty ? "" : state;
    overlay.hidden = empty;
    if (empty) return overlay.replaceChildren();
    const title = word(gone ? "gone" : "broken");
    overlay.setAttribute("aria-label", title);
    overlay.replaceChildren(
      element(
        "header",
        {},
        element("h2", {}, title),
        element("button", { type: "button", click: fold }, word("fold")),
      ),
      ...(gone ? reasons : stale.length > 0 ? [word("stands")] : []).map((text) =>
        element("p", { class: "quiet" }, text),
      ),
      ...(gone && proof ? [element("p", {}, preview.proofLink(proof))] : []),
      element("ul", {}, errors.map(preview.problem)),
    );
    preview.say(gone ? title : count("mistake", errors.length));
  }

  /** A guest of a shared preview reads one sentence and sees no source. */
  function drawShare({ state }, gone) {
    const text = gone ? word("gone") : state === "broken" ? word("guest-broken") : "";
    host.setAttribute("data-share", "");
    overlay.className = "share";
    overlay.hidden = !text;
    bar.hidden = true;
    if (overlay.textContent !== text) overlay.textContent = text;
  }

  /** Shows what is known about the page; `gone` if the page on the screen is no longer there. */
  preview.draw = (known, gone) => {
    info = known;
    if (!host.isConnected) {
      aside.lang = known.language ?? "";
      shadow.adoptedStyleSheets = [preview.style];
      document.adoptedStyleSheets.push(preview.pageStyle);
      aside.setAttribute("aria-label", word("preview"));
      shadow.append(aside);
      document.documentElement.append(host);
    }
    bar.classList.toggle("broken", known.state === "broken");
    // What is not there is not good.
    bar.classList.toggle("gone", gone);
    if (known.share) return drawShare(known, gone);
    drawFacts(known);
    drawButtons(known);
    drawOverlay(known, gone);
    draw();
  };

  /** The state of the work or of the connection, beside the facts: `building`, `lost`, none. */
  preview.note = (state, text = "") => {
    bar.classList.toggle("building", state === "building");
    bar.classList.toggle("lost", state === "lost");
    note.textContent = text;
  };
})((document.currentScript.matrikel ??= {}));
