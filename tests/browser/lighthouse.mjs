// What Lighthouse says about pages of the site, as a table; run by hand, not by the tests.
//
//   npm ci --prefix lighthouse && MATRIKEL=… node lighthouse.mjs
//
// In comes the built site, served with compression and the strict headers; out go scores, times
// and bytes as Markdown. Never a verdict: times differ from machine to machine.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { KINDS, Site } from "./pages/site.mjs";

const installed = createRequire(new URL("lighthouse/package.json", import.meta.url));
const { default: lighthouse } = await import(pathToFileURL(installed.resolve("lighthouse")));
const { launch } = await import(pathToFileURL(installed.resolve("chrome-launcher")));

// A list whose people all allow search engines; where one does not, the page is rightly withheld
// from them, and the score for search engines falls.
const PAGES = {
  home: KINDS.home,
  story: KINDS.story,
  event: KINDS.event,
  directory: "verzeichnis/a-z/h/",
  topic: KINDS.topic,
};
const SCORES = ["performance", "accessibility", "best-practices", "seo"];
const TIMES = ["first-contentful-paint", "largest-contentful-paint", "cumulative-layout-shift", "total-blocking-time"];
const HEADS = ["page", "performance", "accessibility", "best practices", "SEO", "FCP", "LCP", "CLS", "TBT", "requests", "bytes", "below 100"];

const row = (cells) => `| ${cells.join(" | ")} |`;

/** One page's line of the table. */
async function measure(name, url, port) {
  const { lhr } = await lighthouse(url, { port, output: "json", logLevel: "error", onlyCategories: SCORES });
  const sent = lhr.audits["network-requests"].details?.items ?? [];
  const bytes = sent.reduce((sum, { transferSize }) => sum + (transferSize ?? 0), 0);
  // Lighthouse takes insights and notes along that weigh nothing.
  const missed = SCORES.flatMap((id) =>
    lhr.categories[id].auditRefs
      .filter((audit) => audit.weight > 0 && lhr.audits[audit.id].score !== null && lhr.audits[audit.id].score < 0.9)
      .map((audit) => audit.id),
  );
  return row([
    name,
    ...SCORES.map((id) => Math.round(lhr.categories[id].score * 100)),
    ...TIMES.map((id) => lhr.audits[id].displayValue.replace(/\s/g, " ")),
    sent.length,
    bytes,
    missed.join(", ") || "–",
  ]);
}

const site = await new Site().serve();
const browser = await launch({
  chromePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"],
});
try {
  console.log([row(HEADS), row(HEADS.map(() => "---"))].join("\n"));
  for (const [name, at] of Object.entries(PAGES)) console.log(await measure(name, site.url + at, browser.port));
} finally {
  browser.kill();
  await site.end();
}
