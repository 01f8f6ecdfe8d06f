// The controls of the filters, made from the template of the page.
//
// In come the facets of the index and a state; out go filled controls, and the state that a
// visitor set with them. Never a control that the theme has no place for, nor one for a facet
// that nobody is in.
import { fold } from "./fold.js";
import { FACETS } from "./facets.js";

// As many values as one typed beginning may stand for.
const MOST_BEGUN = 20;

// Fills the controls with what there is to choose; a place is marked by `data-facet`.
export function buildControls({ controls, facets: template }, facets) {
  const content = template.content.cloneNode(true);
  const byName = new Map(facets.map((facet) => [facet.name, facet]));
  for (const place of content.querySelectorAll("[data-facet]")) {
    const facet = byName.get(place.dataset.facet);
    if (facet) fillPlace(place, facet);
    else place.remove();
  }
  controls.replaceChildren(content);
}

function fillPlace(place, facet) {
  const label = place.querySelector("[data-facet-label]");
  if (label && label.textContent.trim() === "") label.textContent = facet.label;
  const option = (value) => (facet.name === "year" || !place.querySelector("datalist") ? value.value : value.label);
  for (const list of place.querySelectorAll("select, datalist"))
    list.append(...facet.values.map((value) => optionOf(list, option(value), value)));
}

function optionOf(list, value, { label, count }) {
  const option = list.ownerDocument.createElement("option");
  option.value = value;
  option.textContent = list.localName === "select" ? `${label} (${count})` : label;
  return option;
}

// The controls of one name: a facet, or an end of the range of years.
function controlsOf({ form }, name) {
  return [...form.elements].filter((control) => control.name === name);
}

// Sets all controls to a state.
export function writeControls(pieces, facets, state) {
  if (pieces.field.value.trim() !== state.q.trim()) pieces.field.value = state.q;
  for (const name of ["type", "from", "to"])
    for (const control of controlsOf(pieces, name)) writeControl(control, state[name] ? [state[name]] : [], null);
  for (const name of FACETS) {
    const facet = facets.find((one) => one.name === name);
    for (const control of controlsOf(pieces, name)) writeControl(control, state[name], facet);
  }
}

function writeControl(control, values, facet) {
  if (control.type === "radio" || control.type === "checkbox") {
    control.checked = values.includes(control.value) || (control.value === "" && values.length === 0);
  } else if (control.localName === "select") {
    // An address may hold several values where the theme lets choose one: all are shown.
    if (values.length > 1) control.multiple = true;
    for (const option of control.options)
      option.selected = values.includes(option.value) || (values.length === 0 && option.value === "");
  } else {
    const label = (value) => facet?.values.find((one) => one.value === value)?.label ?? value;
    control.value = values.map(label).join(", ");
  }
}

// The state that the controls are set to; what has no control stays as it was.
export function readControls(pieces, facets, before) {
  const state = { ...before, q: pieces.field.value };
  for (const name of ["type", "from", "to"]) {
    const controls = controlsOf(pieces, name);
    if (controls.length > 0) state[name] = controls.flatMap((control) => valuesOf(control, null))[0] ?? "";
  }
  for (const name of FACETS) {
    const controls = controlsOf(pieces, name);
    const facet = facets.find((one) => one.name === name);
    if (controls.length > 0) state[name] = [...new Set(controls.flatMap((control) => valuesOf(control, facet)))];
  }
  return state;
}

function valuesOf(control, facet) {
  if (control.type === "radio" || control.type === "checkbox") return control.checked && control.value ? [control.value] : [];
  if (control.localName === "select") return [...control.selectedOptions].map(({ value }) => value).filter(Boolean);
  if (!facet) return /^\d{1,4}$/.test(control.value.trim()) ? [control.value.trim()] : [];
  // A label may hold a comma itself.
  const isOne = facet.values.some(({ label }) => fold(label) === fold(control.value));
  return (isOne ? [control.value] : control.value.split(",")).flatMap((text) => valueNamed(facet, text));
}

// The value that a visitor typed the label of, in whichever spelling; else those that begin like
// it. What nothing is called stays what it is, and finds nobody: it is not the same as no choice.
function valueNamed(facet, text) {
  const typed = fold(text);
  if (typed === "") return [];
  const same = facet.values.filter(({ label, value }) => fold(label) === typed || value === text.trim());
  const begun = facet.values.filter(({ label }) => fold(label).startsWith(typed));
  if (same.length > 0) return [same[0].value];
  return begun.length > 0 ? begun.slice(0, MOST_BEGUN).map(({ value }) => value) : [text.trim()];
}
