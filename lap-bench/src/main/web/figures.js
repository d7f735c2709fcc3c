// The charts of a report: cost against accuracy, numbers by block, robustness, training. What is bold belongs to the
// networks whose particles are shown.

import {AREA, axes, DASHES, dot, figure, line} from "./chart.js";
import {categories, fitting, linear} from "./scale.js";
import {MARKERS, METHODS} from "./colour.js";
import {quantity} from "./data.js";
import {short, withInterval} from "./format.js";
import {el, svg} from "./dom.js";

/** How networks look in charts: colour and marker by method, filled or not by initialisation. */
export function styles(networks, dark) {
  const methods = [...new Set(networks.map((network) => network.method ?? ""))];
  const starts = [...new Set(networks.map((network) => network.initialisation ?? ""))];
  return (network) => {
    const m = methods.indexOf(network.method ?? "");
    const s = starts.indexOf(network.initialisation ?? "");
    const colour = METHODS[(networks.length === 1 ? 1 : m) % METHODS.length];
    const single = networks.length === 1 ? (dark ? "#56B4E9" : "#0072B2") : colour;
    return {colour: dark && single === "#3A3A3A" ? "#D5D8DC" : single, marker: MARKERS[m % MARKERS.length],
      filled: s % 2 === 0, dash: DASHES[s % DASHES.length]};
  };
}

/** The name and definition of a quantity, as lines of a tip. */
export function definitionLines(page, key) {
  const definition = page.data.definitions?.[key];
  return definition ? [definition.symbol ? `${definition.name} ${definition.symbol}` : definition.name,
    named(page, definition.formula), unitLine(definition),
    definition.interval && `95 % interval: ${named(page, definition.interval)}`,
    named(page, definition.caveat)] : [key.replaceAll("_", " ")];
}

/** A text of a definition, with names in place of the keys in it. */
export function named(page, text) {
  return text?.replace(/`([^`]*)`/g, (_, key) => page.data.definitions[key]?.name ?? key.replaceAll("_", " "));
}

export function labelOf(page, key) {
  const definition = page.data.definitions?.[key];
  return definition ? (definition.symbol && definition.symbol.length < 12
    ? `${definition.name} ${definition.symbol}` : definition.name) : key.replaceAll("_", " ");
}

/** One dot a network; a click shows its particles. Null for one network. */
export function costAndAccuracy(page) {
  const shown = page.data.networks.filter((network) =>
    quantity(network, "transport_cost").reason === undefined && quantity(network, "accuracy").reason === undefined);
  if (shown.length < 2) {
    return null;
  }
  const cost = (network) => quantity(network, "transport_cost").value;
  const accuracy = (network) => quantity(network, "accuracy");
  const x = fitting(shown.map(cost), AREA.left, AREA.right);
  const y = linear(shown.map((network) => accuracy(network).value), AREA.bottom, AREA.top);
  const style = styles(page.data.networks, page.dark);
  const bold = page.shownNetworks();
  return figure("Cost and accuracy",
    "One mark for each network. The ringed ones are shown above; a click on another shows its particles.",
    (drawing) => {
      axes(drawing, x, y, labelOf(page, "transport_cost") + (x.kind === "logarithmic" ? ", logarithmic" : ""), "accuracy");
      const order = [...shown].sort((a, b) => bold.includes(a) - bold.includes(b));
      drawing.append(...order.map((network) => dot({
        x: x(cost(network)), y: y(accuracy(network).value), ...style(network), bold: bold.includes(network),
        lines: [network.name, network.flow === undefined ? "its particles were not kept" : "click: its particles",
          `accuracy ${withInterval(accuracy(network))}`, ...definitionLines(page, "accuracy").slice(1),
          `transport cost ${withInterval(quantity(network, "transport_cost"))}`,
          ...definitionLines(page, "transport_cost").slice(1)],
        onclick: network.flow === undefined ? null : () => page.showNetwork(network)})));
    }, [["network", "transport_cost", "accuracy", "accuracy_low", "accuracy_high"], ...shown.map((network) =>
      [network.name, cost(network), accuracy(network).value, accuracy(network).low, accuracy(network).high])]);
}

/** Lists with one number per block, or one per state (keys that end in `_depth`), that some network has. */
export function blockKeys(networks) {
  const keys = new Set();
  for (const network of networks) {
    const blocks = network.stages?.reduce((sum, stage) => sum + stage.blocks, 0) ?? 0;
    for (const [key, list] of Object.entries(network.lists ?? {})) {
      const fits = key.endsWith("_depth") ? [blocks, blocks + 1].includes(list.length) : list.length === blocks;
      if (blocks > 1 && fits && !/_(low|high)$/.test(key) && !/_(classes|segments)$/.test(key)) {
        keys.add(key);
      }
    }
  }
  return [...keys];
}

/** A quantity block by block, for all networks that have it. A click goes to the block. */
export function byBlock(page, key) {
  const shown = page.data.networks.filter((network) => network.lists?.[key]);
  const numbers = (network, suffix = "") => (network.lists[key + suffix] ?? []).map((v) => v ?? NaN);
  const style = styles(page.data.networks, page.dark);
  const bold = page.shownNetworks();
  const first = (network) => (numbers(network).length
    > network.stages.reduce((sum, stage) => sum + stage.blocks, 0) ? 0 : 1);
  const most = Math.max(...shown.map((network) => numbers(network).length - 1 + first(network)));
  const x = linear([Math.min(...shown.map(first)), most], AREA.left + 6, AREA.right - 6, {count: Math.min(10, most), whole: true});
  const y = fitting(shown.flatMap((network) => numbers(network)), AREA.bottom, AREA.top);
  const definition = page.data.definitions?.[key];
  const title = definition?.name ?? key.replaceAll("_", " ");
  const order = [...shown].sort((a, b) => bold.includes(a) - bold.includes(b));
  return figure(sentence(title),
    [sentence(named(page, definition?.formula)), unitLine(definition)].filter(Boolean).join(". ") || title,
    (drawing) => {
      axes(drawing, x, y, key.endsWith("_depth") ? "after block" : "block",
        scaleName(definition?.symbol || unitOf(definition), y));
      for (const network of order) {
        const look = style(network);
        const isBold = bold.includes(network);
        const low = numbers(network, "_low");
        const high = numbers(network, "_high");
        const points = numbers(network).map((value, k) => ({x: x(k + first(network)), y: y(value),
          low: low.length ? y(low[k]) : NaN, high: high.length ? y(high[k]) : NaN, value, k}));
        const drawn = line(points, look.colour, look.dash, isBold);
        drawn.style.opacity = isBold || shown.length === 1 ? 1 : 0.35;
        drawing.append(drawn);
        if (isBold) {
          drawing.append(...points.filter((point) => Number.isFinite(point.y)).map((point) => dot({
            x: point.x, y: point.y, low: point.low, high: point.high, ...look,
            lines: [`Block ${point.k + first(network)}: ${withInterval({value: point.value,
              low: low[point.k] ?? NaN, high: high[point.k] ?? NaN})}`, network.name, ...definitionLines(page, key)],
            onclick: () => page.goToBlock(network, point.k + first(network) - 1)})));
        }
      }
    }, [["network", "block", key], ...shown.flatMap((network) =>
      numbers(network).map((value, k) => [network.name, k + first(network), value]))]);
}

/** Of a curve of more points, some have marks. */
const MOST_MARKS = 40;
const PERTURBATIONS = {gaussian: "Gaussian noise", uniform: "uniform noise", linf: "in l∞", l2: "in l₂"};

/** For example "Gaussian noise" or "FGSM in l∞". */
function perturbation(kind) {
  return kind.split("_").map((word) => PERTURBATIONS[word] ?? word.toUpperCase()).join(" ");
}

/** A unit that is a range of numbers without a unit, e.g. "[0, 1]" or "> 0". */
const RANGE = /^[[<>≥≤]/;

/** E.g. "Unit: length²" or "Range: [0, 1]". */
function unitLine(definition) {
  return definition?.unit && `${RANGE.test(definition.unit) ? "Range" : "Unit"}: ${definition.unit}`;
}

/** The unit without its range, for an axis. */
function unitOf(definition) {
  return RANGE.test(definition?.unit) ? "" : definition?.unit?.split(/[,;]/)[0] ?? "";
}

function sentence(text) {
  return text ? text.replace(/^[a-z]/, (letter) => letter.toUpperCase()) : "";
}

/** What is written along an axis. */
function scaleName(words, scale) {
  return [words, scale.kind === "logarithmic" ? "logarithmic" : ""].filter(Boolean).join(", ");
}

/** Accuracy against the radius of a perturbation, one chart for each kind of perturbation. */
export function robustness(page) {
  const tables = page.data.networks.filter((network) => network.tables?.robust_accuracy);
  const kinds = [...new Set(tables.flatMap((network) => Object.keys(network.tables.robust_accuracy)
    .filter((column) => column.endsWith("_radius")).map((column) => column.slice(0, -7))))];
  return kinds.map((kind) => curves(page, {
    title: `Accuracy under ${perturbation(kind)}`, about: "Share of samples that are classified correctly when"
      + " their inputs are perturbed, by the radius of the perturbation.",
    networks: tables.filter((network) => network.tables.robust_accuracy[`${kind}_radius`]),
    x: (network) => network.tables.robust_accuracy[`${kind}_radius`], y: (network, suffix) =>
      network.tables.robust_accuracy[kind + suffix], xLabel: "radius", yLabel: "accuracy", zero: true,
    key: "robust_accuracy"}));
}

const MEMBERS = {apgd_ce: "APGD-CE", apgd_dlr: "APGD-DLR", apgd_t: "APGD-T", square: "Square", all: "all of them"};

/** Accuracy under each attack of the ensemble and under all of them, one chart for each norm. */
export function ensemble(page) {
  return ["linf", "l2"].map((norm) => {
    const cells = (network, member) => {
      const all = quantity(network, `ensemble_accuracy_${norm}`);
      return member === "all" ? all.reason === undefined && [all.value, all.low, all.high]
        : network.tables?.attack_ensemble?.[`${norm}_${member}`];
    };
    const networks = page.data.networks.filter((network) => Object.keys(MEMBERS).some((member) =>
      member !== "all" && cells(network, member)));
    const members = Object.keys(MEMBERS).filter((member) => networks.some((network) => cells(network, member)));
    const column = (network, at) => members.map((member) => cells(network, member)?.[at] ?? NaN);
    const radius = quantity(networks[0] ?? {}, `ensemble_radius_${norm}`);
    return networks.length === 0 ? null : curves(page, {
      title: `Attack ensemble ${PERTURBATIONS[norm]}`, about: "Share of samples that are classified correctly under each"
        + ` attack, and under all of them${radius.reason === undefined ? `, at the radius ${short(radius.value)}` : ""}.`,
      networks, x: (network) => members.map((_, at) => at
        + Math.min(0.15, 0.6 / networks.length) * (networks.indexOf(network) - (networks.length - 1) / 2)), y: (network, suffix) =>
        column(network, ["", "_low", "_high"].indexOf(suffix)), xLabel: "attack", yLabel: "accuracy", zero: true,
      names: members.map((member) => MEMBERS[member]), key: `ensemble_accuracy_${norm}`});
  }).filter(Boolean);
}

const TRAINING = ["cross_entropy", "transport_cost", "test_accuracy", "lambda"];

/** Curves of the epochs. */
export function training(page) {
  return TRAINING.map((column) => {
    const networks = page.data.networks.filter((network) => network.training?.[column]?.some(Number.isFinite));
    const definition = page.data.definitions?.[`epoch_${column}`];
    const name = definition?.name ?? column;
    return networks.length === 0 ? null : curves(page, {title: sentence(name),
      about: sentence(named(page, definition?.formula)) || "One number per epoch.", networks,
      x: (network) => network.training.epoch, y: (network, suffix) => (suffix ? undefined : network.training[column]),
      xLabel: "epoch", yLabel: unitOf(definition), zero: false,
      key: `epoch_${column}`});
  }).filter(Boolean);
}

/** `names` are words for 0, 1, … on the horizontal axis; `key` is that of the definition in the tips. */
function curves(page, {title, about, networks, x: xs, y: ys, xLabel, yLabel, zero, names, key: defined}) {
  const style = styles(page.data.networks, page.dark);
  const bold = page.shownNetworks();
  const x = names ? categories(names, AREA.left, AREA.right) : linear(networks.flatMap(xs), AREA.left, AREA.right, {zero});
  const all = networks.flatMap((network) => ys(network, "").map((v) => v ?? NaN));
  const y = zero ? linear([...all, 0, 1], AREA.bottom, AREA.top) : fitting(all, AREA.bottom, AREA.top);
  const order = [...networks].sort((a, b) => bold.includes(a) - bold.includes(b));
  return figure(title, about, (drawing) => {
    axes(drawing, x, y, xLabel, scaleName(yLabel, y));
    for (const network of order) {
      const look = style(network);
      const isBold = bold.includes(network);
      const low = ys(network, "_low");
      const high = ys(network, "_high");
      const points = ys(network, "").map((value, k) => ({x: x(xs(network)[k]), y: y(value ?? NaN),
        low: low ? y(low[k]) : NaN, high: high ? y(high[k]) : NaN, k, value: value ?? NaN}));
      if (!names) {
        const drawn = line(points, look.colour, look.dash, isBold);
        drawn.style.opacity = isBold || networks.length === 1 ? 1 : 0.3;
        drawing.append(drawn);
      }
      if (names || isBold) {
        const stride = Math.ceil(points.length / MOST_MARKS);
        drawing.append(...points.filter((point, k) => Number.isFinite(point.y) && k % stride === 0).map((point) => dot({
          x: point.x, y: point.y, ...(isBold ? {low: point.low, high: point.high} : {}), faint: !isBold, ...look, lines: [
            `${xLabel} ${names?.[point.k] ?? short(xs(network)[point.k])}: ${withInterval({value: point.value,
              low: low?.[point.k] ?? NaN, high: high?.[point.k] ?? NaN})}`, network.name,
            ...definitionLines(page, defined)]})));
      }
    }
  }, [["network", xLabel, "value"], ...networks.flatMap((network) =>
    ys(network, "").map((value, k) => [network.name, names?.[k] ?? xs(network)[k], value ?? ""]))]);
}

/** What colours, markers and dashes of the charts mean; null for one network. */
export function key(page) {
  const {networks} = page.data;
  if (networks.length < 2) {
    return null;
  }
  const style = styles(networks, page.dark);
  const first = (property) => [...new Map(networks.map((network) => [network[property] ?? "", network])).entries()]
    .filter(([name]) => name);
  return el("div", {class: "key"},
    first("method").map(([name, network]) => el("span", {class: "key-item"},
      el("i", {style: `background:${style(network).colour}`}), name)),
    first("initialisation").map(([name, network]) => el("span", {class: "key-item"},
      svg("svg", {viewBox: "0 0 34 8", class: "key-dash", "aria-hidden": "true"}, svg("line", {x1: 0, x2: 34, y1: 4, y2: 4,
        "stroke-dasharray": style(network).dash})), `${name} (${style(network).filled ? "filled" : "open"})`)));
}
