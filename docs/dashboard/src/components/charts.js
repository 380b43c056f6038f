// Bars.  Each chart gets an id, by which the tests find it.  Its width is what a card
// has on a large screen; on a smaller one the browser scales it.
import * as Plot from "@observablehq/plot";
import {lights, shown} from "./figures.js";

const style = {fontSize: "12px"};

function named(id, chart) {
  chart.id = id;
  return chart;
}

// One bar for each row, the figure at its end.
export function bars(id, rows, {label, value, unit, width, marginLeft}) {
  return named(id, Plot.plot({
    style, width, marginLeft, marginRight: 110,
    x: {label: unit, grid: true, ticks: 4, tickFormat: (tick) => shown(tick)},
    y: {label: null, domain: rows.map(label)},
    marks: [
      Plot.barX(rows, {y: label, x: value, fill: "#3b6ea5", ariaDescription: "value"}),
      Plot.text(rows, {y: label, x: value, text: (row) => shown(value(row)), textAnchor: "start", dx: 5}),
      Plot.ruleX([0])
    ]
  }));
}

// A bar in the colour of the light over a paler one for the limit; at the end what is left.
export function limits(id, rows, {label, used, limit, left, unit, width, marginLeft}) {
  return named(id, Plot.plot({
    style, width, marginLeft, marginRight: 110,
    x: {label: unit, grid: true, ticks: 4, tickFormat: (tick) => shown(tick)},
    y: {label: null, domain: rows.map(label)},
    marks: [
      Plot.barX(rows, {y: label, x: limit, fill: "#d9dee5", ariaDescription: "limit"}),
      Plot.barX(rows, {y: label, x: used, fill: (row) => lights[row.traffic_light], insetTop: 4, insetBottom: 4, ariaDescription: "used"}),
      Plot.text(rows, {y: label, x: (row) => Math.max(used(row), limit(row)), text: (row) => `${shown(left(row))} left`, textAnchor: "start", dx: 5}),
      Plot.ruleX([0])
    ]
  }));
}
