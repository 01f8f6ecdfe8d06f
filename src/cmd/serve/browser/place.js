// Where the preview finds itself and its words.
//
// In comes the script element with which the server ended the page; out go addresses below the
// site, the view of this tab, and words in the editor's language. Never a global name: the parts
// of the script meet in a property of that element.
(function (preview) {
  "use strict";

  const script = document.currentScript;
  const own = new URL(".", script.src);
  const root = new URL("..", own);
  let words = {};

  /** The path of the site on its host, as it was when the page came. */
  preview.base = root.pathname;

  /** Build and address of the page that is shown; build 0 is the page for whoever waits. */
  preview.shown = { build: script.dataset.build, page: script.dataset.page };

  /** What the tab shows besides the public site: `drafts`, a date, or both. */
  preview.view = () => new URLSearchParams(location.search).get("view") ?? "";

  preview.ask = async (name, values = {}) => {
    const address = new URL(name, own);
    for (const key in values) address.searchParams.set(key, values[key]);
    return (await fetch(address, { cache: "no-cache" })).json();
  };
  /** An address of the preview itself. */
  preview.own = (name) => new URL(name, own).href;
  preview.events = new URL("events", own).href;

  /** The same address in another view; everything else about it stays. */
  preview.inView = (address, view) => {
    const url = new URL(address, location.href);
    if (url.searchParams.has("view")) url.searchParams.delete("view");
    if (view) url.search = `${url.search ? `${url.search}&` : "?"}view=${view}`;
    return url.href;
  };

  /** A page's address in this browser, whether or not it names the base path. */
  preview.locate = (address) =>
    address.startsWith(root.pathname)
      ? new URL(address, root).href
      : new URL(address.replace(/^\//, ""), root).href;

  preview.learn = (learned) => {
    words = learned ?? words;
  };
  preview.word = (name, values = {}) =>
    (words[name] ?? name).replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
  preview.count = (name, n) => preview.word(n === 1 ? `${name}-one` : `${name}-many`, { n });

  /** An element; what is text becomes text, whatever it looks like. */
  preview.element = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (typeof value === "function") element.addEventListener(key, value);
      else if (value === true) element.setAttribute(key, "");
      else if (value || value === "" || value === 0) element.setAttribute(key, value);
    }
    element.append(...children.flat().filter((child) => child || child === 0));
    return element;
  };

  // A view belongs to a tab, so it goes along when a link is followed. The address is changed
  // only while the browser reads it: on the page it stays what the site wrote.
  const keepView = (event) => {
    const link = event.composedPath().find((node) => node.matches?.("a[href], area[href]"));
    const view = preview.view();
    if (!view || typeof link?.href !== "string" || link.hasAttribute("data-matrikel")) return;
    const url = new URL(link.href, location.href);
    const inside = url.origin === root.origin && url.pathname.startsWith(root.pathname);
    if (!inside || url.searchParams.has("view")) return;
    const written = link.getAttribute("href");
    link.setAttribute("href", preview.inView(url, view));
    setTimeout(() => link.setAttribute("href", written));
  };
  for (const name of ["click", "auxclick", "contextmenu", "dragstart"])
    addEventListener(name, keepView, true);
})((document.currentScript.matrikel ??= {}));
