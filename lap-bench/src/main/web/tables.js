// The tables of a report: networks, quantities, samples.

import {FATES} from "./colour.js";
import {table} from "./table.js";
import {className, quantity} from "./data.js";
import {percent, short, withInterval} from "./format.js";
import {definitionLines, labelOf} from "./figures.js";

const LEADING = ["accuracy", "transport_cost", "displacement", "w2_squared", "ot_gap_relative", "epsilon_sup",
  "straightness", "lipschitz_pairs", "holder_exponent", "noise_accuracy_gaussian", "robust_accuracy_linf"];

/** A line for each network; a click shows its particles. Null for one network. */
export function networksTable(page) {
  const {networks} = page.data;
  if (networks.length < 2) {
    return null;
  }
  const keys = LEADING.filter((key) => networks.some((network) => quantity(network, key).reason === undefined));
  const shown = page.shownNetworks();
  return table("Networks", [{label: "network"}, ...keys.map((key) =>
    ({label: labelOf(page, key), numeric: true, lines: definitionLines(page, key)}))],
  networks.map((network) => ({
    current: shown.includes(network),
    onclick: network.flow === undefined ? null : () => page.showNetwork(network),
    cells: [{text: network.name + (network.diverged ? " (diverged)" : ""), value: network.name},
      ...keys.map((key) => numberCell(quantity(network, key)))],
  })));
}

/** Every quantity, with a column for each network that is shown. */
export function quantitiesTable(page) {
  const networks = page.shownNetworks().length ? page.shownNetworks() : page.data.networks.slice(0, 2);
  const keys = [...new Set(networks.flatMap((network) => Object.keys(network.quantities ?? {})))];
  return table("All quantities", [{label: "quantity"}, ...networks.map((network) =>
    ({label: networks.length === 1 ? "value (95 % interval)" : network.name, numeric: true, lines: [network.name]}))],
  keys.map((key) => ({cells: [{text: labelOf(page, key), value: key, lines: definitionLines(page, key)},
    ...networks.map((network) => numberCell(quantity(network, key), true))]})), {most: 16});
}

/** The samples of the first picture; a click selects one. */
export function samplesTable(page) {
  const [pane] = page.panes;
  if (!pane) {
    return null;
  }
  const {flow} = pane;
  const columns = [
    ["sample", true, (i) => ({text: String(flow.rows?.[i] ?? i), value: flow.rows?.[i] ?? i})],
    flow.labels && ["class", false, (i) => word(className(flow, flow.labels[i]))],
    flow.predictions && ["prediction", false, (i) => word(className(flow, flow.predictions[i]))],
    flow.predictions && flow.labels && ["correct", false,
      (i) => word(flow.predictions[i] === flow.labels[i] ? "yes" : "no")],
    flow.confidence && ["probability", true, (i) => ({text: percent(flow.confidence[i]), value: flow.confidence[i]})],
    flow.margin && ["margin", true, (i) => plain(flow.margin[i])],
    flow.costs && ["transport cost", true, (i) => plain(flow.costs[i])],
    flow.epsilon && ["distance to T*", true, (i) => plain(flow.epsilon[i])],
    flow.fates && ["under attack", false, (i) => word(FATES[flow.fates[i]])],
    flow.decodings && ["decoded", false, (i) => word(flow.decodings.samples.includes(i) ? "yes" : "")],
  ].filter(Boolean);
  return table(page.panes.length > 1 ? `Samples of ${flow.name}` : "Samples",
    columns.map(([label, numeric]) => ({label, numeric})),
    Array.from({length: flow.n}, (_, i) => ({
      cells: columns.map(([, , cell]) => cell(i)), onclick: () => page.choose(flow, i, true)})), {most: 10});
}

function numberCell(q, interval = false) {
  return q.reason === undefined ? {text: interval ? withInterval(q) : short(q.value), value: q.value,
    lines: Number.isFinite(q.low) ? [withInterval(q), "value (95 % interval)"] : null}
    : {text: "–", value: null, lines: ["Not measured", q.reason]};
}

function plain(value) {
  return {text: short(value), value};
}

function word(text) {
  return {text, value: text};
}
