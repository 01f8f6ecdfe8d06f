// Carries a change of the page's source over to the page on the screen.
//
// In come the source as it was and as it is; out goes the page with that difference applied.
// Never touches what did not change in the source: a half-filled field, an open <details>, a
// playing film or the results of a search stay because nobody looks at them.
(function (preview) {
  "use strict";

  /** The node on the screen for each node of the source. */
  const twins = new WeakMap();
  /** Elements whose content is not made of their child nodes. */
  const OPAQUE = ["noscript", "template"];
  /** Attributes that make two elements of a name two different things. */
  const MARKS = {
    link: ["rel", "href", "media"],
    script: ["src", "type"],
    style: ["media"],
    meta: ["name", "property", "http-equiv", "charset"],
    input: ["name", "type"],
    select: ["name"],
    textarea: ["name"],
    audio: ["src"],
    video: ["src"],
    iframe: ["src"],
  };
  /** Cells of the table in which two lists are compared; beyond that, they are replaced. */
  const LARGEST_TABLE = 4_000_000;

  let source = null;
  let scripts = [];
  let fresh = [];
  let doomed = [];
  let changes = 0;

  // A form answers for its fields: one named `childNodes` hides the real ones.
  const property = (type, name) => {
    const { get } = Object.getOwnPropertyDescriptor(type.prototype, name);
    return (node) => [...get.call(node)];
  };
  const childrenOf = property(Node, "childNodes");
  const attributesOf = property(Element, "attributes");

  const isStyle = (node) =>
    node.localName === "style" || (node.localName === "link" && node.relList.contains("stylesheet"));
  const text = (node) => node.outerHTML ?? `${node.nodeName} ${node.nodeValue}`;
  const kind = (node) =>
    node.nodeType === Node.ELEMENT_NODE
      ? ["id", ...(MARKS[node.localName] ?? [])].reduce(
          (all, name) => `${all} ${node.getAttribute(name) ?? ""}`,
          node.nodeName,
        )
      : node.nodeName;

  /** Index pairs of a longest common subsequence, the earliest where several are as long. */
  function common(olds, news, key) {
    const [a, b] = [olds.map(key), news.map(key)];
    const shorter = Math.min(a.length, b.length);
    let start = 0;
    while (start < shorter && a[start] === b[start]) start += 1;
    let end = 0;
    while (end < shorter - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
    const pairs = Array.from({ length: start }, (_, at) => [at, at]);
    const [n, m] = [a.length - start - end, b.length - start - end];
    if (n && m && n * m <= LARGEST_TABLE) {
      const width = m + 1;
      const longest = new Uint32Array((n + 1) * width);
      for (let i = n - 1; i >= 0; i -= 1)
        for (let j = m - 1; j >= 0; j -= 1)
          longest[i * width + j] =
            a[start + i] === b[start + j]
              ? longest[(i + 1) * width + j + 1] + 1
              : Math.max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
      for (let i = 0, j = 0; i < n && j < m; ) {
        if (a[start + i] === b[start + j]) pairs.push([start + i++, start + j++]);
        else if (longest[(i + 1) * width + j] >= longest[i * width + j + 1]) i += 1;
        else j += 1;
      }
    }
    for (; end > 0; end -= 1) pairs.push([a.length - end, b.length - end]);
    return pairs;
  }

  /**
   * Which old node becomes which new one: first those that are alike to the letter, then, in the
   * gaps between them, those of one kind. So a new paragraph never costs the element behind it.
   */
  function align(olds, news) {
    const partners = new Map();
    let [o, n] = [0, 0];
    for (const [i, j] of [...common(olds, news, text), [olds.length, news.length]]) {
      const [oldGap, newGap] = [olds.slice(o, i), news.slice(n, j)];
      for (const [k, l] of common(oldGap, newGap, kind))
        partners.set(newGap[l], { old: oldGap[k], alike: false });
      if (i < olds.length) partners.set(news[j], { old: olds[i], alike: true });
      [o, n] = [i + 1, j + 1];
    }
    return partners;
  }

  function patchChildren(live, before, after) {
    const [olds, news] = [childrenOf(before), childrenOf(after)];
    const partners = align(olds, news);
    const kept = new Set([...partners.values()].map(({ old }) => old));
    for (const old of olds) if (!kept.has(old)) remove(old);
    let last = null;
    for (const node of news) {
      const { old, alike } = partners.get(node) ?? {};
      // The old source moves into the new one and keeps its twins: no need to walk through it.
      if (alike) node.replaceWith(old);
      else if (old) patchNode(twins.get(old), old, node);
      else insert(live, grow(node), last);
      last = twins.get(alike ? old : node) ?? last;
    }
  }

  function patchNode(live, old, node) {
    twins.set(node, live);
    if (node.nodeType !== Node.ELEMENT_NODE) return writeText(live, node.nodeValue);
    patchAttributes(live, old, node);
    if (!OPAQUE.includes(node.localName)) return patchChildren(live, old, node);
    if (old.innerHTML === node.innerHTML) return;
    changes += 1;
    if (node.localName === "template") live.innerHTML = node.innerHTML;
    else live.textContent = node.innerHTML;
  }

  function patchAttributes(live, old, node) {
    for (const attribute of attributesOf(node)) {
      if (old.getAttribute(attribute.name) === attribute.value) continue;
      live.setAttributeNode(attribute.cloneNode());
      // The build number changes on every page and shows nothing.
      if (attribute.name !== "data-build") changes += 1;
    }
    for (const { name } of attributesOf(old))
      if (!node.hasAttribute(name)) {
        live.removeAttribute(name);
        changes += 1;
      }
  }

  /** Writes only the part of a text that differs, so that a selection beside it stays. */
  function writeText(live, value) {
    const old = live.data;
    if (old === value) return;
    const shorter = Math.min(old.length, value.length);
    let start = 0;
    while (start < shorter && old[start] === value[start]) start += 1;
    let end = 0;
    while (end < shorter - start && old.at(-1 - end) === value.at(-1 - end)) end += 1;
    live.replaceData(start, old.length - start - end, value.slice(start, value.length - end));
    changes += 1;
  }

  function remove(old) {
    const live = twins.get(old);
    changes += 1;
    // An old stylesheet is needed until the new one is there.
    if (live && isStyle(live)) doomed.push(live);
    else live?.remove();
  }

  function insert(parent, node, last) {
    changes += 1;
    if (node.localName === "link" && isStyle(node)) fresh.push(loaded(node));
    parent.insertBefore(node, last?.parentNode === parent ? last.nextSibling : parent.firstChild);
  }

  /** A node of the source made new for the screen, with its twins. */
  function grow(node) {
    const opaque = OPAQUE.includes(node.localName);
    const runs = node.localName === "script" && node.src && !scripts.includes(node.src);
    const live = runs ? document.createElement("script") : document.importNode(node, opaque);
    if (runs) {
      for (const attribute of attributesOf(node)) live.setAttributeNode(attribute.cloneNode());
      live.async = false;
    }
    twins.set(node, live);
    // Where scripts run, a <noscript> holds text; the parser that runs none gave it elements.
    if (node.localName === "noscript") live.textContent = node.innerHTML;
    else if (!opaque) for (const child of childrenOf(node)) live.appendChild(grow(child));
    return live;
  }

  const loaded = (link) =>
    new Promise((done) => {
      link.addEventListener("load", () => done(true));
      link.addEventListener("error", () => done(false));
      setTimeout(done, 1000, true);
    });

  async function swapStyles() {
    const all = await Promise.all(fresh);
    fresh = [];
    // A page in its old clothes is better than a naked one.
    if (all.includes(false)) return;
    for (const old of doomed) old.remove();
    doomed = [];
  }

  function tie(live, node) {
    twins.set(node, live);
    const children = childrenOf(live);
    childrenOf(node).forEach((child, at) => tie(children[at], child));
  }

  /** Takes the page as it is for its source. */
  preview.remember = () => {
    source = document.cloneNode(true);
    tie(document.documentElement, source.documentElement);
  };

  /** Makes the page show another source; says whether anything changed. */
  preview.patch = async (after) => {
    changes = 0;
    scripts = [...source.querySelectorAll("script[src]")].map((script) => script.src);
    const [old, html] = [source.documentElement, after.documentElement];
    patchChildren(document.head, source.head, after.head);
    await swapStyles();
    patchAttributes(document.documentElement, old, html);
    patchNode(document.body, source.body, after.body);
    twins.set(html, document.documentElement);
    source = after;
    return changes > 0;
  };
})((document.currentScript.matrikel ??= {}));
