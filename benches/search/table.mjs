// From measurements to numbers that say something.
// In: measurements. Out: medians, 95th percentiles, shares of what was found, and Markdown.
// Never: a mean where few slow ones would hide.

/** The value below which a share of the values is. */
export function share(values, part) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted.length ? sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] : null;
}

const both = (values) => ({ median: share(values, 0.5), most: share(values, 0.95) });
const fraction = (list, test) => (list.length ? list.filter(test).length / list.length : null);

/** What one kind of measurement comes to. */
export function summary(measured) {
  const good = measured.filter(({ failed }) => !failed);
  const ranked = good.filter(({ rank }) => rank > 0);
  return {
    count: measured.length,
    failed: measured.length - good.length,
    requests: both(good.map(({ requests }) => requests)),
    bytes: both(good.map(({ bytes }) => bytes)),
    milliseconds: both(good.map(({ milliseconds }) => milliseconds)),
    bare: both(good.map(({ bareMilliseconds }) => bareMilliseconds).filter((value) => value !== null)),
    recall: fraction(measured, ({ rank }) => rank > 0),
    recallByAddress: fraction(measured, ({ addressRank }) => addressRank > 0),
    meanRank: ranked.length ? ranked.reduce((sum, { rank }) => sum + rank, 0) / ranked.length : null,
  };
}

const kilobytes = (bytes) => (bytes === null ? "–" : (bytes / 1000).toFixed(1));
const whole = (value) => (value === null ? "–" : value.toFixed(0));
const percent = (value) => (value === null ? "–" : `${(value * 100).toFixed(1)} %`);
const pair = ({ median, most }, form) => `${form(median)} / ${form(most)}`;

const table = (heads, rows) =>
  [heads, heads.map((_, place) => (place ? "--:" : "---")), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

/** Two tables: what is loaded, and what is found; pairs are median and 95th percentile. */
export function markdown({ scenarios, kinds }) {
  const cost = ({ requests, bytes, milliseconds, bare }) =>
    [pair(requests, whole), pair(bytes, kilobytes), pair(milliseconds, whole), pair(bare, whole)];
  const loads = table(
    ["what", "n", "failed", "requests", "kB", "ms", "bare ms"],
    Object.entries(scenarios).map(([name, one]) => [name, one.count, one.failed, ...cost(one)]),
  );
  const finds = table(
    ["query", "n", "failed", "found in 10", "by address", "mean rank", "requests", "kB", "ms", "bare ms"],
    Object.entries(kinds).map(([name, one]) => [
      name, one.count, one.failed, percent(one.recall), percent(one.recallByAddress), one.meanRank?.toFixed(2) ?? "–", ...cost(one),
    ]),
  );
  return `${loads}\n\n${finds}\n`;
}
