// axe-core on the site: light and dark in a wide window, and 320 pixels wide.
//
// In comes the built site; out go the rules that are broken, with page and element. Never a kind of
// element left out: whatever stands on some page is looked at, and in the long form all pages are.
import assert from "node:assert/strict";
import { test } from "../browser.mjs";
import { frames } from "../extent.mjs";
import { look, options, prepare, VIEWS } from "./axe.mjs";
import { house, none, walk } from "./visit.mjs";

const found = Object.fromEntries(Object.keys(VIEWS).map((name) => [name, []]));
const isNew = frames();

// A page is loaded once and looked at three times: whole in the first view, and in the others
// without header and footer where they are of no new kind.
const views = async (page, at, site) => {
  const isFrameNew = isNew(site.text(site.file(at)));
  for (const [turn, [name, view]] of Object.entries(VIEWS).entries())
    found[name].push([at, await look(page, view, turn === 0 || isFrameNew ? undefined : "main")]);
};
house((shared) => walk(shared, (page, at) => views(page, at, shared.site), { ...options, prepare }));

for (const name of Object.keys(VIEWS)) {
  test(`axe finds nothing on any kind of page: ${name}`, (t) => {
    assert.ok(found[name].length > 0);
    const unsure = found[name].flatMap(([at, { incomplete }]) => incomplete.map((one) => `/${at}: ${one}`));
    t.diagnostic(`${found[name].length} pages; ${unsure.length} × axe cannot tell`);
    for (const one of unsure.slice(0, 10)) t.diagnostic(one);
    none(found[name].map(([at, { violations }]) => [at, violations]), "a rule is broken");
  });
}
