// What stands in the panels of the editor's bar.
//
// In comes what the server knows about the page; out go elements, a function for each panel.
// Never asks for anything but the list of all problems and the feeds.
(function (preview) {
  "use strict";

  const { element, word, count, problem } = preview;
  const DATE = /\d{4}-\d{2}-\d{2}/;
  const JUMP = "matrikel-jump";

  const heading = (text) => element("h2", {}, text);
  const lines = (items) => element("ul", {}, items.map((item) => element("li", {}, item)));

  preview.jumps = () => sessionStorage.getItem(JUMP) === "yes";

  const panels = {
    about({ files = [], status = [], proof, missing_translations: missing = [], stale = [] }) {
      return [
        heading(word("source")),
        files.length > 0
          ? lines(files.map((file) => preview.fileLink(file.path, file.open)))
          : element("p", {}, word("no-source")),
        ...(status.length > 0
          ? [heading(word("status")), lines(status.map(({ text }) => text))]
          : []),
        ...(proof ? [element("p", {}, preview.proofLink(proof))] : []),
        ...(missing.length > 0
          ? [heading(word("translations")), lines(missing.map((name) => word("missing", { name })))]
          : []),
        ...(stale.length > 0 ? [heading(word("last-good")), lines(stale)] : []),
      ];
    },

    fields({ fields = [] }) {
      const rows = fields.flatMap(({ name, shown, reason }) => [
        element("dt", {}, name),
        element("dd", {}, word(shown ? "shown" : "withheld"), reason && ` – ${reason}`),
      ]);
      return [element("dl", {}, rows)];
    },

    problems({ problems = [], others = {} }) {
      const list = element("ul", {}, problems.map(problem));
      const all = async ({ target }) => {
        list.replaceChildren(...(await preview.ask("problems")).problems.map(problem));
        target.closest("div").hidden = true;
      };
      const elsewhere = (others.errors ?? 0) + (others.warnings ?? 0);
      return [
        problems.length === 0 && element("p", {}, word("no-problem")),
        list,
        elsewhere > 0 &&
          element(
            "div",
            { class: "choices" },
            element("span", {}, count("elsewhere", elsewhere)),
            element("button", { type: "button", click: all }, word("show-all")),
          ),
      ].filter(Boolean);
    },

    view({ view = {} }) {
      const { drafts = false, usual_drafts: usual = false } = view;
      const day = DATE.exec(preview.view())?.[0] ?? "";
      // Where drafts are the usual view, to be without them has to be asked for.
      const show = (...parts) => {
        const wanted = parts.filter(Boolean).join(",") || (usual ? "public" : "");
        location.href = preview.inView(location.href, wanted);
      };
      const date = element("input", { type: "date", name: "date", value: day });
      const choice = (name, pressed, click) =>
        element("button", { type: "button", "aria-pressed": `${pressed}`, click }, word(name));
      const seen = element("div", { class: "seen" });
      const search = async ({ currentTarget: button }) => {
        const open = button.getAttribute("aria-expanded") === "true";
        button.setAttribute("aria-expanded", `${!open}`);
        seen.replaceChildren(...(open ? [] : await preview.seen()));
      };
      const jump = element("input", {
        type: "checkbox",
        checked: preview.jumps(),
        change: () => sessionStorage.setItem(JUMP, jump.checked ? "yes" : "no"),
      });
      const dated = (event) => {
        event.preventDefault();
        show(drafts && "drafts", date.value);
      };
      return [
        element(
          "div",
          { class: "choices" },
          choice("as-public", !drafts && !day, () => show()),
          choice("with-drafts", drafts, () => show(!drafts && "drafts", day)),
        ),
        element(
          "form",
          { class: "choices", submit: dated },
          element("label", {}, word("on-date"), date),
          element("button", { "aria-pressed": `${day !== ""}` }, word("show")),
        ),
        element(
          "div",
          { class: "choices" },
          element(
            "button",
            { type: "button", "aria-expanded": "false", click: search },
            word("as-search-engine"),
          ),
        ),
        seen,
        element("label", {}, jump, word("jump")),
      ];
    },
  };
  preview.panels = panels;
})((document.currentScript.matrikel ??= {}));
