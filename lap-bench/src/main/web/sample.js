// What is known of one sample.

import {el, svg, tip} from "./dom.js";
import {className} from "./data.js";
import {FATES} from "./colour.js";
import {percent, short} from "./format.js";

/** The picture of a sample as an element `side` pixels wide; null if the flow has no pictures. */
export function thumbnail(flow, i, side, pictures = flow.pictures, cell = i) {
  if (!pictures) {
    return null;
  }
  const {columns, width, height, uri} = pictures;
  const scale = side / width;
  const column = cell % columns;
  const row = Math.floor(cell / columns);
  return el("div", {class: "thumbnail", role: "img", "aria-label": `picture of sample ${flow.rows?.[i] ?? i}`,
    style: `width:${side}px;height:${Math.round(height * scale)}px;background-image:url(${uri});`
      + `background-size:${columns * width * scale}px auto;`
      + `background-position:${-column * width * scale}px ${-row * height * scale}px;`
      + (scale >= 1 ? "image-rendering:pixelated" : "")});
}

/**
 * The card of a sample: numbers, cost block by block, neighbours before and after, decodings. `columns` are the networks
 * that show it: {flow, i, title}; `goTo` receives a flow and a block.
 */
export function sampleCard(flow, i, {choose, goTo, close, columns = [{flow, i, title: ""}]}) {
  const name = flow.rows ? flow.rows[i] : i;
  const fact = (term, value) => {
    const values = columns.map((column) => value(column.flow, column.i));
    return values.some(Boolean) ? [el("dt", {}, term), ...values.map((cell) => el("dd", {}, cell || "–"))] : [];
  };
  const once = (term, value) => (value ? [el("dt", {}, term), el("dd", {class: "whole"}, value)] : []);
  return el("section", {class: "sample", "aria-label": `Sample ${name}`},
    el("div", {class: "sample-head"}, thumbnail(flow, i, 88),
      el("div", {}, el("h2", {}, `Sample ${name}`), el("p", {class: "soft"}, flow.name)),
      el("button", {type: "button", class: "close", "aria-label": "Close the sample", onclick: close}, "×")),
    el("dl", {class: "facts", style: `grid-template-columns:auto repeat(${columns.length}, 1fr)`},
      columns.length > 1 ? fact("", (other, j) => columns.find((column) => column.flow === other && column.i === j).title)
        : null,
      once("class", flow.labels ? className(flow, flow.labels[i]) : ""),
      fact("prediction", prediction),
      fact("margin", (other, j) => (other.margin ? short(other.margin[j]) : "")),
      fact("transport cost", (other, j) => (other.costs ? `${short(other.costs[j])}${rank(other.costs, j)}` : "")),
      fact("distance to T*(x)", (other, j) => (other.epsilon ? short(other.epsilon[j]) : "")),
      fact("under attack", (other, j) => (other.fates ? FATES[other.fates[j]] : "")),
      once("coordinates", coordinates(flow, i))),
    columns.map((column) => (column.flow.blockCosts ? costBars(column, goTo) : null)),
    neighbours("Neighbours before the first block", flow, flow.neighboursBefore, i, choose),
    neighbours("Neighbours after the last block", flow, flow.neighboursAfter, i, choose),
    decodings(flow, i));
}

function prediction(flow, i) {
  const predicted = flow.predictions ? className(flow, flow.predictions[i]) : "";
  const wrong = flow.labels && flow.labels[i] >= 0 && flow.labels[i] !== flow.predictions?.[i];
  return predicted && el("span", {class: wrong ? "wrong" : ""},
    predicted + (flow.confidence ? `, ${percent(flow.confidence[i])}` : "") + (wrong ? " (wrong)" : ""));
}

/** Where a number stands among all, e.g. ", more than 97.5 % of the samples". */
function rank(values, i) {
  const below = values.reduce((count, value) => count + (value < values[i] ? 1 : 0), 0);
  return `, more than ${percent(below / values.length)} of the samples`;
}

/** The coordinates of a sample that is no picture, e.g. "(0.682, 0.82)". */
export function coordinates(flow, i) {
  if (!flow.inputs) {
    return "";
  }
  const d = flow.inputs.length / flow.n;
  return `(${Array.from(flow.inputs.slice(i * d, (i + 1) * d), (x) => short(x)).join(", ")})`;
}

function costBars({flow, i, title}, goTo) {
  const costs = Array.from(flow.blockCosts.slice(i * flow.K, (i + 1) * flow.K));
  const most = Math.max(...costs, 1e-300);
  const width = 300;
  const slot = width / flow.K;
  const drawing = svg("svg", {viewBox: `0 0 ${width} 60`, class: "bars", role: "group",
    "aria-label": "Transport cost of this sample in each block"},
  costs.map((cost, k) => tip(svg("g", {class: "bar", tabindex: "0", role: "button", "aria-label":
    `Block ${k + 1}: ${short(cost)}`, onclick: () => goTo(flow, k), onkeydown: (event) => {
      if (event.key === "Enter") {
        goTo(flow, k);
      }
    }},
  svg("rect", {x: k * slot, y: 0, width: slot, height: 60, class: "strip-hit"}),
  svg("rect", {x: k * slot + 0.12 * slot, y: 58 - (54 * cost) / most, width: 0.76 * slot,
    height: Math.max((54 * cost) / most, 0.5), class: "strip-bar"})),
  [`Block ${k + 1}`, `transport cost of this sample ${short(cost)}`])));
  return el("div", {}, el("h3", {}, title ? `Cost by block, ${title}` : "Cost by block"), drawing);
}

function neighbours(title, flow, rows, i, choose) {
  if (!rows) {
    return null;
  }
  const m = rows.length / flow.n;
  const shown = Array.from(rows.slice(i * m, (i + 1) * m)).filter((j) => j >= 0);
  return el("div", {}, el("h3", {}, title), el("div", {class: "neighbours"}, shown.map((j) =>
    el("button", {type: "button", onclick: () => choose(j), "aria-label": `Sample ${flow.rows?.[j] ?? j}`,
      title: flow.labels ? className(flow, flow.labels[j]) : ""},
    thumbnail(flow, j, 44) ?? el("span", {class: "plain-neighbour"}, String(flow.rows?.[j] ?? j)),
    flow.labels ? el("small", {class: flow.labels[j] === flow.labels[i] ? "" : "wrong"},
      className(flow, flow.labels[j])) : null))));
}

function decodings(flow, i) {
  const index = flow.decodings ? flow.decodings.samples.indexOf(i) : -1;
  if (index < 0) {
    return null;
  }
  const {stages} = flow.decodings;
  return el("div", {}, el("h3", {}, "Decoded states"), el("div", {class: "neighbours"}, stages.map((stage, s) =>
    el("figure", {class: "decoding"}, thumbnail(flow, i, 44, flow.decodings, index * stages.length + s),
      el("figcaption", {}, stage)))));
}
