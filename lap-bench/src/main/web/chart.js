// Charts: points and lines in SVG, with tips, and files to save them as.

import {el, svg, tip} from "./dom.js";
import {short} from "./format.js";
import {download, fileName, saveCanvas, svgText} from "./save.js";
import {csv} from "./format.js";

const WIDTH = 460;
const HEIGHT = 280;
const LEFT = 58;
const RIGHT = 14;
const TOP = 12;
const BOTTOM = 44;
export const AREA = {left: LEFT, right: WIDTH - RIGHT, top: TOP, bottom: HEIGHT - BOTTOM};
export const DASHES = ["", "6 3", "8 2 2 2", "1.5 2.5", "10 4", "3 3"];

/** A chart as a figure: `draw` receives the SVG element; `rows` are its numbers, with a heading, for CSV. */
export function figure(title, about, draw, rows) {
  const drawing = svg("svg", {viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "chart", role: "group", "aria-label": about});
  draw(drawing);
  const paper = () => getComputedStyle(document.body).backgroundColor;
  const button = (words, action) => el("button", {type: "button", class: "quiet", onclick: action,
    "aria-label": `Save ${title} as ${words}`}, words);
  return el("figure", {class: "chart-figure"},
    el("figcaption", {}, el("h3", {}, title), el("span", {class: "saves"},
      button("SVG", () => download(fileName(title, "svg"), "image/svg+xml", svgText(drawing, paper()))),
      button("PNG", () => savePng(drawing, paper(), fileName(title, "png"))),
      rows ? button("CSV", () => download(fileName(title, "csv"), "text/csv", csv(rows))) : null)),
    drawing, el("p", {class: "caption"}, about));
}

/** Draws an SVG element on a canvas of twice its size, and saves that. */
function savePng(drawing, paper, name) {
  const image = new Image();
  image.onload = () => {
    const canvas = document.createElement("canvas");
    canvas.width = 2 * WIDTH;
    canvas.height = 2 * HEIGHT;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    saveCanvas(canvas, paper, name);
  };
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(drawing, paper))}`;
}

/** Both axes with ticks, grid lines and labels. */
export function axes(drawing, x, y, xLabel, yLabel) {
  const {left, right, top, bottom} = AREA;
  const inside = (at, low, high) => at >= low - 0.5 && at <= high + 0.5;
  drawing.append(
    ...y.ticks.filter((tick) => inside(y(tick), top, bottom)).map((tick) => svg("g", {},
      svg("line", {x1: left, x2: right, y1: y(tick), y2: y(tick), class: "grid"}),
      svg("text", {x: left - 7, y: y(tick) + 4, "text-anchor": "end", class: "tick"}, short(tick)))),
    ...x.ticks.filter((tick) => inside(x(tick), left, right)).map((tick) => svg("g", {},
      svg("line", {x1: x(tick), x2: x(tick), y1: bottom, y2: bottom + 4, class: "axis"}),
      svg("text", {x: x(tick), y: bottom + 17, "text-anchor": "middle", class: "tick"}, x.words?.[tick] ?? short(tick)))),
    svg("line", {x1: left, x2: right, y1: bottom, y2: bottom, class: "axis"}),
    svg("text", {x: (left + right) / 2, y: HEIGHT - 8, "text-anchor": "middle", class: "label"}, xLabel),
    svg("text", {x: 0, y: 0, "text-anchor": "middle", class: "label",
      transform: `translate(13 ${(top + bottom) / 2}) rotate(-90)`}, yLabel));
}

/** The outline of a marker around the origin, as a path. */
export function markerPath(marker, r) {
  const polygon = (...c) => `M${c.reduce((text, v, i) => text + (i ? (i % 2 ? "," : "L") : "") + v.toFixed(2), "")}Z`;
  switch (marker) {
    case "square": return polygon(-0.88 * r, -0.88 * r, 0.88 * r, -0.88 * r, 0.88 * r, 0.88 * r, -0.88 * r, 0.88 * r);
    case "triangle": return polygon(0, -1.2 * r, 1.1 * r, 0.8 * r, -1.1 * r, 0.8 * r);
    case "diamond": return polygon(0, -1.3 * r, 1.1 * r, 0, 0, 1.3 * r, -1.1 * r, 0);
    case "wedge": return polygon(0, 1.2 * r, 1.1 * r, -0.8 * r, -1.1 * r, -0.8 * r);
    case "cross": {
      const w = 0.38 * r;
      return polygon(-w, -r, w, -r, w, -w, r, -w, r, w, w, w, w, r, -w, r, -w, w, -r, w, -r, -w, -w, -w);
    }
    default: return `M${r},0A${r},${r} 0 1 1 ${-r},0A${r},${r} 0 1 1 ${r},0Z`;
  }
}

/**
 * A marker that can be pointed at, focused and clicked; a bar for its interval if it has one.
 * mark: {x, y, low, high, marker, colour, filled, bold, faint, lines, onclick}, in pixels but for `lines`, the tip.
 */
export function dot(mark) {
  const act = mark.onclick ? {tabindex: "0", role: "button", onclick: mark.onclick, onkeydown: (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      mark.onclick();
    }
  }} : {};
  const group = svg("g", {class: `dot${mark.bold ? " bold" : ""}${mark.faint ? " faint" : ""}${mark.onclick ? " link" : ""}`, ...act,
    "aria-label": mark.lines.filter((line) => typeof line === "string").join(", ")},
  Number.isFinite(mark.low) && Number.isFinite(mark.high)
    ? svg("line", {x1: mark.x, x2: mark.x, y1: mark.low, y2: mark.high, stroke: mark.colour, class: "whisker"}) : null,
  svg("path", {d: markerPath(mark.marker, mark.bold ? 6.5 : 4.6), transform: `translate(${mark.x} ${mark.y})`,
    fill: mark.filled === false ? "var(--paper)" : mark.colour, stroke: mark.colour, "stroke-width": 1.4}),
  svg("circle", {cx: mark.x, cy: mark.y, r: 11, class: "strip-hit"}));
  return tip(group, mark.lines);
}

/** A line through points {x, y, low, high} in pixels, with the band of its intervals; gaps where y is NaN. */
export function line(points, colour, dash, bold) {
  const pieces = [];
  points.forEach((point) => {
    if (!Number.isFinite(point.y)) {
      pieces.push([]);
    } else {
      (pieces.length ? pieces : (pieces.push([]), pieces)).at(-1).push(point);
    }
  });
  const band = points.filter((point) => Number.isFinite(point.low) && Number.isFinite(point.high));
  const path = (list) => list.map((p, i) => `${i ? "L" : "M"}${p.x.toFixed(2)},${p.y.toFixed(2)}`).join("");
  return svg("g", {class: `line${bold ? " bold" : ""}`},
    bold && band.length > 1 ? svg("path", {fill: colour, "fill-opacity": 0.13, stroke: "none",
      d: `${path(band.map((p) => ({x: p.x, y: p.high})))}L${path(band.map((p) => ({x: p.x, y: p.low})).reverse()).slice(1)}Z`,
    }) : null,
    pieces.filter((piece) => piece.length).map((piece) => svg("path", {d: path(piece), fill: "none", stroke: colour,
      "stroke-width": bold ? 2.2 : 1, "stroke-dasharray": dash, "stroke-linejoin": "round"})));
}
