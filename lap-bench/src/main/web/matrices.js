// Charts that show one network: the confusion matrix as a heat map; and the envelope behind the Hölder exponent.

import {AREA, axes, dot, figure, line} from "./chart.js";
import {logarithmic} from "./scale.js";
import {heat} from "./colour.js";
import {svg, tip} from "./dom.js";
import {quantity} from "./data.js";
import {percent, short, withInterval} from "./format.js";
import {definitionLines, styles} from "./figures.js";

/** Of more classes, names and numbers would be too small to read. */
const MOST_CLASSES = 40;

/** The counts [class][prediction] of a network; null without them. */
export function confusionCounts(network) {
  const table = network?.tables?.confusion;
  const n = table ? Object.keys(table).filter((column) => column.startsWith("as_")).length : 0;
  return n < 2 ? null : Array.from({length: n}, (_, label) =>
    Array.from({length: n}, (__, prediction) => table[`as_${prediction}`]?.[label] ?? 0));
}

/** The confusion matrix of the first network that is shown; a row sums to its class. Null if there is none. */
export function confusion(page) {
  const network = page.shownNetworks().find((candidate) => confusionCounts(candidate));
  const counts = confusionCounts(network);
  if (!counts || counts.length > MOST_CLASSES) {
    return null;
  }
  const n = counts.length;
  const names = page.panes.find((pane) => pane.network === network)?.flow.classes ?? [];
  const name = (label) => names[label] ?? String(label);
  const longest = Math.max(...counts.map((_, label) => name(label).length));
  const left = Math.min(120, 24 + 6.4 * longest);
  const side = Math.min((AREA.right - left) / n, (AREA.bottom - AREA.top + 14) / n);
  return figure("Classes and predictions", `Rows: classes; columns: predictions in the same order; the darker, the greater`
    + ` the share of the class. ${network.name}.`, (drawing) => {
    counts.forEach((row, label) => {
      const total = row.reduce((sum, count) => sum + count, 0);
      const y = AREA.top + label * side;
      drawing.append(svg("text", {x: left - 7, y: y + side / 2 + 4, "text-anchor": "end", class: "tick"},
        name(label).length > 18 ? `${name(label).slice(0, 17)}…` : name(label)));
      row.forEach((count, prediction) => {
        const share = total > 0 ? count / total : 0;
        const x = left + prediction * side;
        drawing.append(tip(svg("g", {class: "cell"},
          svg("rect", {x: x + 0.5, y: y + 0.5, width: side - 1, height: side - 1, fill: heat(share, page.dark),
            class: label === prediction ? "diagonal" : ""}),
          count > 0 && side >= 17 ? svg("text", {x: x + side / 2, y: y + side / 2 + 4, "text-anchor": "middle",
            class: share > 0.55 ? "on-dark" : ""}, short(count)) : null),
        [`${name(label)} as ${name(prediction)}`, `${count} of ${total}, ${percent(share)}`,
          ...definitionLines(page, "confusion")]));
      });
    });
  }, [["class", "prediction", "samples"], ...counts.flatMap((row, label) =>
    row.map((count, prediction) => [name(label), name(prediction), count]))]);
}

/** Distances of images against distances of points, with the fitted bound, for the networks that are shown. */
export function holder(page) {
  const shown = page.shownNetworks().filter((network) => network.tables?.holder_scales?.delta?.length > 1);
  if (shown.length === 0) {
    return null;
  }
  const scales = (network) => network.tables.holder_scales;
  const bound = (network, delta) => quantity(network, "holder_constant").value
    * delta ** quantity(network, "holder_exponent").value;
  const ends = (network) => [scales(network).fit_from?.[0], scales(network).fit_to?.[0]].filter(Number.isFinite);
  const x = logarithmic(shown.flatMap((network) => scales(network).delta), AREA.left, AREA.right);
  const y = logarithmic(shown.flatMap((network) => [...scales(network).omega,
    ...ends(network).map((delta) => bound(network, delta))]).map((value) => value ?? NaN), AREA.bottom, AREA.top);
  const style = styles(page.data.networks, page.dark);
  const fitted = (network, delta) => ends(network).length === 2
    && delta >= ends(network)[0] && delta <= ends(network)[1];
  return figure("Hölder regularity", "Largest distance between images over pairs of samples at a distance; the line is the"
    + " bound M‖x − y‖^η over the fitted scales. Both axes are logarithmic.", (drawing) => {
    axes(drawing, x, y, "‖x − y‖", "largest ‖T(x) − T(y)‖");
    shown.forEach((network) => {
      const look = style(network);
      if (ends(network).length === 2) {
        drawing.append(line(ends(network).map((delta) => ({x: x(delta), y: y(bound(network, delta))})),
          look.colour, look.dash, true));
      }
      scales(network).delta.forEach((delta, k) => {
        const omega = scales(network).omega[k];
        if (omega > 0) {
          const mark = dot({x: x(delta), y: y(omega), ...look, lines: [`${short(omega)} at ${short(delta)}`,
            scales(network).pairs ? `${scales(network).pairs[k]} pairs` : "", network.name,
            `Hölder exponent ${withInterval(quantity(network, "holder_exponent"))}`,
            ...definitionLines(page, "holder_exponent").slice(1)]});
          mark.style.opacity = fitted(network, delta) ? 1 : 0.4;
          drawing.append(mark);
        }
      });
    });
  }, [["network", "delta", "omega"], ...shown.flatMap((network) =>
    scales(network).delta.map((delta, k) => [network.name, delta, scales(network).omega[k]]))]);
}
