// What is looked for, as the address of the page holds it.
//
// In comes the query of an address, out goes a state, and back. Never drops what others have put
// into the address.
import { FACETS } from "./facets.js";

const TYPES = ["people", "stories", "events", "pages"];
const OWN = ["q", "type", "from", "to", ...FACETS];

// Nothing looked for.
export function emptyState() {
  return { q: "", type: "", from: "", to: "", ...Object.fromEntries(FACETS.map((name) => [name, []])) };
}

// The state that the query of an address holds; what is not understood counts as absent.
export function readState(query) {
  const values = new URLSearchParams(query);
  const state = emptyState();
  state.q = values.get("q") ?? "";
  state.type = TYPES.find((type) => type === values.get("type")) ?? "";
  for (const name of ["from", "to"]) state[name] = /^\d{1,4}$/.exec(values.get(name) ?? "")?.[0] ?? "";
  for (const name of FACETS) state[name] = [...new Set(values.getAll(name).filter(Boolean))];
  return state;
}

// The query of an address with a state in place of the one it held; empty if nothing is left.
export function writeState(state, query) {
  const values = new URLSearchParams(query);
  for (const name of OWN) values.delete(name);
  for (const name of ["q", "type", "from", "to"]) if (state[name].trim() !== "") values.set(name, state[name]);
  for (const name of FACETS) for (const value of state[name]) values.append(name, value);
  const text = values.toString();
  return text === "" ? "" : `?${text}`;
}
