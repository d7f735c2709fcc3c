// The controls around the pictures: how particles are shown, the player, and the legend.

import {MARKERS} from "./colour.js";
import {el, select, svg, toggle} from "./dom.js";
import {markerPath} from "./chart.js";
import {short} from "./format.js";
import {fileName, saveCanvas} from "./save.js";

const SPEEDS = [[0.25, "¼ ×"], [0.5, "½ ×"], [1, "1 ×"], [2, "2 ×"], [4, "4 ×"]];
/** Each picture follows its particles; all have the scale of the widest; none changes its scale. */
const SCALES = [["follow", "own"], ["shared", "the same"], ["fixed", "fixed"]];
const PATHS = [["none", "none"], ["trail", "recent"], ["all", "whole"]];
/** The legend of more classes would hide the picture. */
const MOST_NAMES = 24;

/** How particles are shown. */
export function toolbar(page) {
  const most = Math.max(...page.flows.flatMap((flow) => flow.segments.map((segment) => segment.directions)));
  const axis = Array.from({length: most}, (_, j) => [j, String(j + 1)]);
  const chosen = [0, 1, 2];
  const turn = () => page.panes.forEach((pane) => pane.axes(
    chosen.filter((direction, at) => chosen.indexOf(direction) === at)
      .concat([...axis.keys()].filter((j) => !chosen.includes(j))).slice(0, 3)));
  return el("div", {class: "toolbar", role: "toolbar", "aria-label": "How particles are shown"},
    select("Colour", page.kinds, page.options.kind, (kind) => {
      page.options.kind = kind;
      page.hidden.clear();
      drawLegend(page);
      page.repaint();
    }),
    select("Paths", PATHS, page.options.paths, (paths) => {
      page.options.paths = paths;
      page.repaint();
    }),
    select("Scale", SCALES.filter(([scale]) => scale !== "shared" || page.flows.length > 1), page.options.scale,
      (scale) => {
        page.options.scale = scale;
        page.repaint();
      }),
    most > 2 ? el("span", {class: "axes"},
      select("Right", axis, 0, (j) => {
        chosen[0] = Number(j);
        turn();
      }),
      select("Up", axis, 1, (j) => {
        chosen[1] = Number(j);
        turn();
      })) : null,
    toggle("Common motion", page.options.drift, (on) => {
      page.options.drift = on;
      page.repaint();
    }, "Whether the motion that all particles share is shown, or only their motion relative to the mean"),
    toggle(most > 2 ? "Grand tour" : "Turn", false, (on) => {
      page.options.tour = on;
    }, "Turn the view slowly through all kept directions (g)", "tour"),
    el("button", {type: "button", class: "toggle", title: "The first view again (0)", onclick: () => {
      page.panes.forEach((pane) => pane.reset());
    }}, "Reset"),
    page.flows.length > 1 ? toggle("Side by side", page.panes.length > 1, (on) => page.sideBySide(on)) : null,
    el("button", {type: "button", class: "toggle", onclick: () => page.panes.forEach((pane) =>
      saveCanvas(pane.canvas, page.paper, fileName(pane.network.name, "png")))}, "Save PNG"));
}

/** Play, pause, step, depth, speed. */
export function player(page) {
  page.playButton = el("button", {type: "button", class: "play", "aria-label": "Play", "data-playing": "false",
    onclick: () => page.clock.toggle()},
  svg("svg", {viewBox: "0 0 24 24", "aria-hidden": "true"}, svg("path", {class: "icon-play", d: "M7 4.5v15l13-7.5z"}),
    svg("path", {class: "icon-pause", d: "M6 4.5h4.2v15H6zM13.8 4.5H18v15h-4.2z"})));
  page.progress = el("input", {type: "range", min: "0", max: "1000", value: "0", "aria-label": "Depth",
    oninput: () => page.seek(Number(page.progress.value) / 1000)});
  const step = (words, direction, sign) => el("button", {type: "button", class: "step", "aria-label": words,
    title: words, onclick: () => page.step(direction)}, sign);
  return el("div", {class: "player"}, step("Previous block (←)", -1, "‹"), page.playButton,
    step("Next block (→)", 1, "›"), page.progress,
    select("", SPEEDS, 1, (speed) => {
      page.clock.speed = Number(speed);
    }),
    toggle("Loop", false, (on) => {
      page.clock.loop = on;
    }));
}

/** What the colours mean; the names of classes hide and show them. */
export function drawLegend(page) {
  const items = page.panes.length ? page.colouringOf(page.panes[0].flow) : null;
  if (!items) {
    return;
  }
  if (items.kind === "scale") {
    const stopsOf = items.buckets.filter((_, b) => b % 4 === 0 || b === items.buckets.length - 1);
    page.legend.replaceChildren(el("span", {class: "ramp-end"}, short(items.low)),
      el("span", {class: "ramp", style:
        `background:linear-gradient(90deg,${stopsOf.map((bucket) => bucket.colour).join(",")})`}),
      el("span", {class: "ramp-end"}, short(items.high)), el("span", {class: "soft"}, items.name));
    return;
  }
  page.legend.replaceChildren(...items.buckets.slice(0, MOST_NAMES).map((bucket, b) =>
    el("button", {type: "button", class: "legend-item", "aria-pressed": String(!page.hidden.has(b)),
      title: "Show or hide", onclick: (event) => {
        if (page.hidden.has(b)) {
          page.hidden.delete(b);
        } else {
          page.hidden.add(b);
        }
        event.currentTarget.setAttribute("aria-pressed", String(!page.hidden.has(b)));
        page.repaint();
      }},
    svg("svg", {viewBox: "-8 -8 16 16", "aria-hidden": "true"},
      svg("path", {d: markerPath(MARKERS.includes(bucket.marker) ? bucket.marker : "disc", 5.2),
        fill: bucket.colour})),
    bucket.name)), items.buckets.length > MOST_NAMES ? el("span", {class: "soft"},
    `and ${items.buckets.length - MOST_NAMES} more classes; colours and markers repeat`) : "");
}
