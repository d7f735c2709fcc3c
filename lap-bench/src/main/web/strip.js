// The network on the axis of time: stages and blocks as boxes, above them the share of the transport cost that each
// block makes, and the playhead. It is drawing, bar chart and slider at once.

import {el, svg, tip} from "./dom.js";
import {heat} from "./colour.js";
import {percent, short} from "./format.js";
import {locate} from "./path.js";
import {download, fileName, svgText} from "./save.js";

const BARS = 46;
const BOX = 13;

/** Mean transport cost of each block of a flow's samples, and the greatest of them. */
export function blockCosts(flow) {
  const costs = new Array(flow.K).fill(NaN);
  if (flow.blockCosts) {
    for (let k = 0; k < flow.K; k++) {
      let sum = 0;
      for (let i = 0; i < flow.n; i++) {
        sum += flow.blockCosts[i * flow.K + k];
      }
      costs[k] = sum / flow.n;
    }
  }
  return costs;
}

export class Strip {
  /**
   * `seek` receives a share of the timeline; without it the drawing is no slider. `costs` are numbers per block, NaN
   * where unknown.
   */
  constructor(flow, line, costs, {seek, dark}) {
    this.flow = flow;
    this.line = line;
    this.seek = seek;
    this.costs = costs;
    const total = costs.reduce((sum, cost) => sum + (Number.isFinite(cost) ? cost : 0), 0);
    const most = Math.max(...costs.filter(Number.isFinite), 0);
    this.drawing = svg("svg", {viewBox: `0 0 1000 ${BARS + BOX + 18}`, preserveAspectRatio: "none",
      "aria-hidden": "true", class: "strip-drawing"});
    this.marks = [];
    let block = 0;
    const x = (time) => (1000 * time) / line.length;
    flow.segments.forEach((segment, s) => {
      for (let k = 0; k < segment.blocks; k++, block++) {
        const left = x(line.starts[s] + k);
        const width = x(1);
        const share = most > 0 && Number.isFinite(costs[block]) ? costs[block] / most : 0;
        const words = this.words(block, total);
        const mark = svg("g", {class: "strip-block"},
          svg("rect", {x: left, y: 0, width, height: BARS + BOX + 4, class: "strip-hit"}),
          svg("rect", {x: left + 0.13 * width, y: BARS - (BARS - 2) * share, width: 0.74 * width,
            height: Math.max((BARS - 2) * share, 0.6), class: "strip-bar"}),
          svg("rect", {x: left + 0.13 * width, y: BARS + 4, width: 0.74 * width, height: BOX, class: "strip-box",
            fill: heat(share, dark)}));
        tip(mark, words);
        this.marks.push(mark);
        this.drawing.append(mark);
      }
      if (s > 0) {
        this.drawing.append(svg("line", {x1: x(line.starts[s]) - x(0.7), x2: x(line.starts[s]), y1: BARS + 4 + BOX / 2,
          y2: BARS + 4 + BOX / 2, class: "strip-link", "vector-effect": "non-scaling-stroke"}));
      }
    });
    this.names = el("div", {class: "strip-names"}, flow.segments.map((segment, s) =>
      el("span", {style: `left:${(100 * line.starts[s]) / line.length}%;width:${(100 * segment.blocks) / line.length}%`},
        flow.segments.length > 1 ? `stage ${s + 1}: ${segment.shape}` : `${segment.blocks} blocks`)));
    this.head = el("div", {class: "strip-head"});
    this.slider = el("div", {class: "strip-slider", ...(seek ? {role: "slider", tabindex: "0",
      "aria-label": `Depth in ${flow.name}`, "aria-valuemin": "0", "aria-valuemax": String(flow.K)}
      : {role: "img", "aria-label": `Transport cost of the ${flow.K} blocks of ${flow.name}`})},
    this.drawing, this.head);
    if (seek) {
      this.slider.addEventListener("pointerdown", (event) => this.drag(event));
    }
    const name = `Cost by block ${flow.name}`;
    this.names.append(el("button", {type: "button", class: "quiet strip-save", "aria-label": `Save ${name} as SVG`,
      onclick: () => download(fileName(name, "svg"), "image/svg+xml",
        svgText(this.drawing, getComputedStyle(document.body).backgroundColor))}, "SVG"));
    this.element = el("div", {class: "strip"}, el("span", {class: "strip-end", "aria-hidden": "true"}, "encoder"),
      el("div", {class: "strip-middle"}, this.slider, this.names),
      el("span", {class: "strip-end", "aria-hidden": "true"}, "classifier"));
  }

  words(block, total) {
    const cost = this.costs[block];
    const name = this.flow.blockNames?.[block];
    return [`Block ${block + 1} of ${this.flow.K}${name ? `: ${name}` : ""}`,
      Number.isFinite(cost) ? `transport cost ${short(cost)}, ${percent(cost / total)} of the whole` : "cost unknown",
      "mean of ‖v(x)‖² over the samples"];
  }

  drag(down) {
    const move = (event) => {
      const box = this.slider.getBoundingClientRect();
      this.seek((event.clientX - box.left) / box.width);
    };
    this.slider.setPointerCapture(down.pointerId);
    const up = () => {
      this.slider.removeEventListener("pointermove", moved);
      this.slider.removeEventListener("pointerup", up);
      this.slider.removeEventListener("pointercancel", up);
    };
    const moved = (event) => {
      move(event);
      event.preventDefault();
    };
    this.slider.addEventListener("pointermove", moved);
    this.slider.addEventListener("pointerup", up);
    this.slider.addEventListener("pointercancel", up);
    move(down);
  }

  /** Moves the playhead to a share of the timeline. */
  show(share) {
    this.head.style.left = `${100 * share}%`;
    const {segment, position} = locate(this.line, share * this.line.length);
    const before = this.flow.segments[segment].first;
    const active = Math.min(this.flow.K - 1, before + Math.max(0, Math.ceil(position) - 1));
    if (active !== this.active) {
      this.marks[this.active]?.classList.remove("active");
      this.marks[active]?.classList.add("active");
      this.active = active;
    }
    this.slider.setAttribute("aria-valuenow", (before + position).toFixed(2));
    this.slider.setAttribute("aria-valuetext", depthWords(this.flow, this.line, share));
  }
}

/** Where the clock stands in a network, e.g. "before block 1", "in block 4 of 9", "after block 9 of 9". */
export function depthWords(flow, line, share) {
  const {segment, position} = locate(line, share * line.length);
  const before = flow.segments[segment].first;
  const whole = Math.round(position);
  if (Math.abs(position - whole) < 0.02) {
    return whole === 0 ? `before block ${before + 1} of ${flow.K}` : `after block ${before + whole} of ${flow.K}`;
  }
  return `in block ${before + Math.floor(position) + 1} of ${flow.K}`;
}
