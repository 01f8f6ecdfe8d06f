// Live reload: after a build the page on the screen becomes what the server has now.
//
// In come the events of the server; out goes the page, patched in place. Never a blank page and
// never an older page after a newer one: one request is on its way at a time, and as long as
// something was built meanwhile, another follows.
(function (preview) {
  "use strict";

  const { word } = preview;
  let latest = preview.shown.build;
  let busy = false;
  let again = false;
  let reconnected = false;

  const waiting = () => preview.shown.build === "0";

  /** The page as the server has it; nothing if that is no page. */
  async function fetchPage() {
    const answer = await fetch(location.href, { cache: "no-cache" });
    const html = answer.headers.get("content-type")?.includes("html");
    if (!html || answer.status >= 500) return null;
    if (answer.redirected && new URL(answer.url).pathname !== location.pathname) {
      location.replace(answer.url);
      return null;
    }
    const text = await answer.text();
    return text.trim() && new DOMParser().parseFromString(text, "text/html");
  }

  /** Where a page leads that only says that it has moved. */
  function moved(page) {
    const refresh = page.querySelector('meta[http-equiv="refresh" i]')?.content ?? "";
    const target = /url=\s*['"]?([^'"]+)/i.exec(refresh)?.[1];
    if (target) location.replace(preview.inView(target, preview.view()));
    return target;
  }

  async function patch() {
    const page = await fetchPage();
    if (!page || moved(page)) return;
    try {
      const changed = await preview.patch(page);
      if (changed) preview.say(word("updated"));
    } catch {
      // A page that cannot be patched is still a page.
      location.reload();
      return;
    }
    const { build, page: address } = page.querySelector("script[data-build]")?.dataset ?? {};
    preview.shown = { build, page: address ?? preview.shown.page };
  }

  /** Goes where the page lies if the settings have given the site another address. */
  function follow(base) {
    if (!base || base === preview.base) return false;
    // The waiting page does not know where the site lies.
    if (waiting()) location.reload();
    else location.replace(preview.inView(base + preview.shown.page.slice(1), preview.view()));
    return true;
  }

  /** Asks what is known about the page and, if something was built, brings it up to date. */
  async function refresh(built) {
    const info = await preview.ask("page", {
      path: preview.shown.page || location.pathname,
      view: preview.view(),
    });
    preview.learn(info.words);
    const gone = info.exists === false;
    if (gone && waiting() && info.build > 0) location.reload();
    else if (!gone && follow(info.base)) return;
    else if (!gone && (built || `${info.build}` !== preview.shown.build)) await patch();
    if (!waiting() || info.build > 0) preview.draw(info, gone);
  }

  async function bringUpToDate(built) {
    again ||= busy && built;
    if (busy) return;
    busy = true;
    do {
      again = false;
      // Without an answer the page stays; the stream tells when the server is back.
      await refresh(built).catch(() => {});
      built = true;
    } while (again);
    busy = false;
  }

  function jump(saved = []) {
    const [target] = saved;
    if (!target || !preview.jumps() || saved.includes(preview.shown.page)) return false;
    location.href = preview.inView(preview.locate(target), preview.view());
    return true;
  }

  const heard = {
    build({ build, state, saved }) {
      if (state === "building") return preview.note("building", word("building"));
      preview.note("");
      const news = `${build}` !== latest;
      if (!news && !reconnected) return;
      latest = `${build}`;
      reconnected = false;
      if (!(news && jump(saved))) bringUpToDate(true);
    },
    progress({ phrase }) {
      const line = document.querySelector("[data-matrikel-progress]");
      if (line) line.textContent = phrase;
    },
    bye: () => preview.note("lost", word("ended")),
    lost: () => preview.note("lost", word("lost")),
    // Another server counts its builds anew: the number alone tells nothing.
    found: () => {
      reconnected = true;
    },
  };

  try {
    preview.remember();
  } catch {
    // Then the first patch fails, and the page is loaded anew instead.
  }
  bringUpToDate(false);
  preview.listen(preview.events, (name, data) => heard[name](data ?? {}));
  const look = () => document.hidden || bringUpToDate(false);
  document.addEventListener("visibilitychange", look);
  addEventListener("pageshow", (event) => event.persisted && look());
})((document.currentScript.matrikel ??= {}));
