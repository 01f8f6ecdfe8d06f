// The page as a search engine or a feed reader sees it.
//
// In comes the page as the public build has it; out go elements that show what its head says and
// its entry in the JSON feeds. Never invents a value: what the page does not say is shown as missing.
(function (preview) {
  "use strict";

  const { element, word } = preview;

  // With drafts, all pages are kept from search engines; the public build is what counts.
  const publicView = () => /\d{4}-\d{2}-\d{2}/.exec(preview.view())?.[0] ?? "public";

  async function publicPage() {
    const address = preview.inView(location.href, publicView());
    const answer = await fetch(address, { cache: "no-cache" });
    if (!answer.ok) return null;
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  }
  const pretty = (value) => element("pre", { class: "excerpt" }, JSON.stringify(value, null, 2));
  const list = (rows) =>
    element(
      "dl",
      {},
      rows.flatMap(([name, value]) => [
        element("dt", {}, name),
        element("dd", {}, value || element("span", { class: "quiet" }, word("nothing"))),
      ]),
    );

  function structured(page) {
    return [...page.querySelectorAll('script[type="application/ld+json"]')].map((script) => {
      try {
        return pretty(JSON.parse(script.textContent));
      } catch {
        return element("pre", { class: "excerpt" }, script.textContent);
      }
    });
  }

  /** Feeds name the public site; here they lie where the preview does. */
  function here(address, canonical) {
    const { page } = preview.shown;
    const site = page && canonical?.endsWith(page) && canonical.slice(0, -page.length);
    const path = site && address.startsWith(`${site}/`) ? address.slice(site.length) : null;
    return preview.inView(preview.locate(path ?? new URL(address).pathname), publicView());
  }

  async function entry(link, canonical) {
    try {
      const answer = await fetch(here(link.href, canonical), { cache: "no-cache" });
      const { items = [] } = await answer.json();
      return items.find((item) => canonical && item.url === canonical);
    } catch {
      return undefined;
    }
  }

  async function feeds(page, canonical) {
    const links = [...page.head.querySelectorAll('link[rel~=alternate][type*="json"]')];
    const found = await Promise.all(links.map(async (link) => [link, await entry(link, canonical)]));
    const shown = found.filter(([, item]) => item);
    if (shown.length === 0) return [element("p", {}, word("in-no-feed"))];
    return shown.flatMap(([link, item]) => [element("p", {}, link.title || link.href), pretty(item)]);
  }

  preview.seen = async () => {
    const page = await publicPage();
    if (!page) return [element("p", {}, word("not-public"))];
    const content = (selector, attribute) =>
      page.head.querySelector(selector)?.getAttribute(attribute);
    const canonical = content("link[rel=canonical]", "href");
    const hidden = /noindex|none/i.test(content('meta[name="robots" i]', "content") ?? "");
    const graph = [...page.head.querySelectorAll('meta[property^="og:"]')];
    const data = structured(page);
    return [
      list([
        [word("title"), page.title],
        [word("description"), content('meta[name="description" i]', "content")],
        [word("canonical"), canonical],
        [word("robots"), word(hidden ? "not-indexed" : "indexed")],
      ]),
      element("h2", {}, word("open-graph")),
      graph.length > 0
        ? list(graph.map((meta) => [meta.getAttribute("property").slice(3), meta.content]))
        : element("p", { class: "quiet" }, word("nothing")),
      element("h2", {}, word("structured-data")),
      ...(data.length > 0 ? data : [element("p", { class: "quiet" }, word("nothing"))]),
      element("h2", {}, word("feeds")),
      ...(await feeds(page, canonical)),
    ];
  };
})((document.currentScript.matrikel ??= {}));
