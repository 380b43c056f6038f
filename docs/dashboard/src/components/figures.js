// Figures as the page shows them.  A NULL is an answer: "unknown", never zero.
import {html} from "htl";

const integer = new Intl.NumberFormat("en-GB", {maximumFractionDigits: 0});
const cents = new Intl.NumberFormat("en-GB", {minimumFractionDigits: 2, maximumFractionDigits: 2});

export const lights = {green: "#2e8b57", yellow: "#e0a800", red: "#c0392b", grey: "#8a8f98"};

// 1234567.5 as "1 234 567.50", text as it is.
export function shown(value, decimals = !Number.isInteger(value)) {
  if (value === null || value === undefined) return "unknown";
  if (typeof value !== "number") return String(value);
  return (decimals ? cents : integer).format(value).replaceAll(",", "\u202f");
}

// name is how the tests find it.
export function figure(name, value, decimals) {
  return html`<span class="figure" data-figure=${name}>${shown(value, decimals)}</span>`;
}

export function light(name, colour) {
  return html`<span class="light"><i style=${{background: lights[colour]}}></i>${figure(name, colour)}</span>`;
}

// columns: {key: heading}; name(row) begins the name of each figure of the row.
// A column that has a decimal somewhere has two everywhere.
export function table(rows, columns, name, {id, empty = []} = {}) {
  const keys = Object.keys(columns);
  const numeric = new Set(keys.filter((key) => rows.some((row) => typeof row[key] === "number")));
  const decimals = new Set(keys.filter((key) => rows.some((row) => typeof row[key] === "number" && !Number.isInteger(row[key]))));
  const cell = (row, key) => {
    if (key === "traffic_light") return light(`${name(row)}/${key}`, row[key]);
    if (empty.includes(key) && row[key] === null) return "";
    return figure(`${name(row)}/${key}`, row[key], decimals.has(key));
  };
  const kind = (key) => (numeric.has(key) ? "number" : "");
  return html`<div class="scroll"><table id=${id}>
    <thead><tr>${keys.map((key) => html`<th class=${kind(key)}>${columns[key]}</th>`)}</tr></thead>
    <tbody>${rows.map((row) => html`<tr>${keys.map((key) => html`<td class=${kind(key)}>${cell(row, key)}</td>`)}</tr>`)}</tbody>
  </table></div>`;
}
