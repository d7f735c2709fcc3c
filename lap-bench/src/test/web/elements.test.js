import assert from "node:assert/strict";
import test from "node:test";
import {install, smallFlow} from "./fake-document.js";
import {el, toggle} from "../../main/web/dom.js";
import {openFlow} from "../../main/web/data.js";
import {drawLegend, toolbar} from "../../main/web/controls.js";
import {timeline} from "../../main/web/path.js";
import {Strip} from "../../main/web/strip.js";
import {sampleCard, thumbnail} from "../../main/web/sample.js";
import {table} from "../../main/web/table.js";
import {networksTable, quantitiesTable} from "../../main/web/tables.js";
import {confusion, confusionCounts, holder} from "../../main/web/matrices.js";
import {byBlock, costAndAccuracy, ensemble, robustness, training} from "../../main/web/figures.js";

install();
const flow = openFlow(smallFlow(), {name: "net"});
const nothing = {choose() {}, goTo() {}, close() {}};

test("text is text, whatever it holds", () => {
  const made = el("p", {title: "\"<b>"}, "<script>alert(1)</script>");
  assert.deepEqual(made.children, ["<script>alert(1)</script>"]);
  assert.equal(made.attributes.title, "\"<b>");
});

test("attributes that are false and children that are missing are left out", () => {
  const made = el("option", {selected: false, disabled: true}, null, undefined, "", ["a", null]);
  assert.deepEqual(made.attributes, {disabled: ""});
  assert.deepEqual(made.children, ["a"]);
});

test("a toggle says whether it is on", () => {
  let state = null;
  const button = toggle("Loop", false, (on) => (state = on));
  button.fire("click");
  assert.equal(state, true);
  assert.equal(button.attributes["aria-pressed"], "true");
});

test("the card of a sample has its numbers, and class names are no markup", () => {
  const card = sampleCard(flow, 1, nothing);
  const text = card.textContent;
  assert.match(text, /Sample 7/);
  assert.match(text, /\(wrong\)/);
  assert.match(text, /more than 66.7 % of the samples/);
  assert.equal(card.all("script").length, 0);
  assert.ok(text.includes("<script>alert(1)</script>"));
  assert.equal(card.all("g").length, 2);
});

test("a bar of the card goes to its block, a neighbour is chosen", () => {
  const calls = [];
  const card = sampleCard(flow, 0, {...nothing, goTo: (shown, k) => calls.push(`block ${k} of ${shown.name}`),
    choose: (i) => calls.push(`row ${i}`)});
  card.all("g")[1].fire("click");
  card.all("button").at(-1).fire("click");
  assert.deepEqual(calls, ["block 1 of net", "row 1"]);
});

test("the card of a sample in two networks has a column and bars for each", () => {
  const other = {...flow, predictions: [1, 1, 1], epsilon: [0, 0.5, 0], fates: [1, 2, 3], neighboursBefore: [-1, -1, -1]};
  const card = sampleCard(other, 1, {...nothing, columns: [{flow, i: 1, title: "vanilla"}, {flow: other, i: 1, title: "LAP"}]});
  const cells = card.all("dd").map((cell) => cell.textContent);
  assert.deepEqual(cells.slice(0, 2), ["vanilla", "LAP"]);
  assert.deepEqual(cells.slice(3, 5), ["<script>alert(1)</script> (wrong)", "\"dog\" & 'cat'"]);
  assert.ok(cells.join(" ").includes("– 0.5") && cells.includes("broken by an attack"));
  assert.equal(card.all("g").length, 4);
  assert.equal(card.all("button").length, 1, "no neighbour that is not in the page");
});

test("the thumbnail shows the right cell of the sheet", () => {
  const pictures = {uri: "data:image/png;base64,AA", columns: 2, width: 28, height: 28};
  const shown = thumbnail({...flow, pictures}, 2, 56);
  assert.match(shown.attributes.style, /background-position:0px -56px|background-position:-0px -56px/);
  assert.match(shown.attributes.style, /background-size:112px auto/);
  assert.equal(thumbnail(flow, 0, 56), null);
});

test("a table sorts by its headings and shows the rest on request", () => {
  const made = table("T", [{label: "x", numeric: true}],
    [3, 1, 2].map((value) => ({cells: [{text: String(value), value}]})), {most: 2});
  const column = () => made.all("tbody")[0].children.map((row) => row.textContent).join("");
  assert.equal(column(), "31");
  made.all("thead")[0].all("button")[0].fire("click");
  assert.equal(column(), "32");
  assert.equal(made.all("thead")[0].all("th")[0].attributes["aria-sort"], "descending");
  made.all("button").at(-1).fire("click");
  assert.equal(column(), "321");
});

const networks = [0, 1].map((k) => ({
  name: `net ${k}`, method: k ? "LAP" : "vanilla", stages: [{blocks: 2}], flow: k ? undefined : 0,
  quantities: {accuracy: [0.9, 0.8, 0.95], transport_cost: 10 ** (2 * k), ot_gap: "too many samples"},
  lists: {transport_cost_blocks: [1, null], transport_cost_blocks_low: [0.5, null], transport_cost_blocks_high: [2, null]},
  tables: {robust_accuracy: {gaussian_radius: [0, 0.1], gaussian: [0.9, 0.5], gaussian_low: [0.8, 0.4],
    gaussian_high: [0.95, 0.6]}},
  training: {epoch: [1, 2], cross_entropy: [1, null], lambda: [null, null]},
}));
const page = {data: {networks, definitions: {}}, dark: false, panes: [], shownNetworks: () => [networks[0]],
  showNetwork(network) {
    this.shown = network;
  }, goToBlock(network, block) {
    this.block = block;
  }};

test("one mark a network; a click shows its particles if they were kept", () => {
  const chart = costAndAccuracy(page);
  const marks = chart.all("g").filter((group) => group.attributes.class?.startsWith("dot"));
  assert.equal(marks.length, 2);
  marks.find((mark) => mark.attributes.role === "button").fire("click");
  assert.equal(page.shown, networks[0]);
  assert.equal(costAndAccuracy({...page, data: {networks: [networks[0]]}}), null);
});

test("numbers by block skip what is missing, and a click goes to the block", () => {
  const chart = byBlock(page, "transport_cost_blocks");
  const marks = chart.all("g").filter((group) => group.attributes.class?.startsWith("dot"));
  assert.equal(marks.length, 1);
  marks[0].fire("click");
  assert.equal(page.block, 0);
});

test("curves are drawn of what was measured only", () => {
  assert.equal(robustness(page).length, 1);
  assert.equal(training(page).length, 1);
});

test("every attack of the ensemble has a mark, and all of them together", () => {
  const attacked = {...networks[0], tables: {attack_ensemble: {linf_apgd_ce: [0.7, 0.6, 0.8, 3], linf_square: [0.9, 0.8, 1, 0]}},
    quantities: {ensemble_accuracy_linf: [0.65, 0.55, 0.75], ensemble_radius_linf: 0.2}};
  const definitions = {ensemble_accuracy_linf: {name: "accuracy under attack", interval: "Wilson"}};
  const [chart, ...others] = ensemble({...page, data: {networks: [attacked], definitions}, shownNetworks: () => [attacked]});
  assert.equal(others.length, 0);
  assert.match(chart.textContent, /radius 0\.2/);
  assert.match(chart.textContent, /APGD-CESquareall of them/);
  const marks = chart.all("g").filter((group) => group.attributes.class?.startsWith("dot"));
  assert.deepEqual(marks.map((mark) => mark.attributes["aria-label"].split(",")[0]), ["attack APGD-CE: 0.7 (0.6 to 0.8)",
    "attack Square: 0.9 (0.8 to 1)", "attack all of them: 0.65 (0.55 to 0.75)"]);
  assert.match(marks[0].attributes["aria-label"], /accuracy under attack, 95 % interval: Wilson/);
  assert.deepEqual(ensemble(page), []);
});

test("tables name missing quantities", () => {
  assert.equal(networksTable(page).all("tbody")[0].children.length, 2);
  const rows = quantitiesTable(page).all("tbody")[0].children.map((row) => row.textContent);
  assert.deepEqual(rows, ["accuracy0.9 (0.8 to 0.95)", "transport cost1", "ot gap–"]);
});

test("a confusion matrix has a cell for each pair of classes, with its count", () => {
  const network = {name: "net", tables: {confusion: {as_0: [3, 1], as_1: [0, 4]}}};
  assert.deepEqual(confusionCounts(network), [[3, 0], [1, 4]]);
  assert.equal(confusionCounts({tables: {}}), null);
  const chart = confusion({...page, shownNetworks: () => [network]});
  assert.equal(chart.all("g").filter((group) => group.attributes.class === "cell").length, 4);
  assert.equal(confusion(page), null);
});

test("the envelope of distances has a point for each scale that has pairs", () => {
  const network = {...networks[0], quantities: {holder_exponent: [0.5, 0.4, 0.6], holder_constant: [2, 1, 3]},
    tables: {holder_scales: {delta: [0.1, 1, 10], omega: [0.5, null, 5], pairs: [3, 0, 4], fit_from: [0.1], fit_to: [10]}}};
  const chart = holder({...page, data: {networks: [network]}, shownNetworks: () => [network]});
  assert.equal(chart.all("g").filter((group) => group.attributes.class?.startsWith("dot")).length, 2);
  assert.equal(chart.all("g").filter((group) => group.attributes.class?.startsWith("line")).length, 1);
  assert.equal(holder(page), null);
});

test("the legend names the classes, and a click hides one", () => {
  const legend = el("div");
  const colours = {kind: "names", buckets: [{name: "<b>", colour: "#000000", marker: "disc"},
    {name: "dog", colour: "#000000", marker: "cross"}]};
  const shown = {panes: [{flow}], colouringOf: () => colours, legend, hidden: new Set(), repaint() {}};
  drawLegend(shown);
  const names = legend.all("button");
  assert.deepEqual(names.map((name) => name.textContent), ["<b>", "dog"]);
  names[1].listeners.click[0]({currentTarget: names[1]});
  assert.ok(shown.hidden.has(1));
  assert.equal(names[1].attributes["aria-pressed"], "false");
});

test("the toolbar has what the flows allow, and changes the options", () => {
  const options = {kind: "label", paths: "trail", scale: "follow", drift: true, tour: false};
  const bar = toolbar({flows: [flow], panes: [], kinds: [["label", "class"]], options, hidden: new Set(), repaint() {}});
  assert.deepEqual(bar.all("button").map((button) => button.textContent), ["Common motion", "Turn", "Reset", "Save PNG"]);
  bar.all("button")[1].fire("click");
  assert.equal(options.tour, true);
});

test("the drawing of a network is a slider where there is something to move", () => {
  const line = timeline(flow.segments);
  const moving = new Strip(flow, line, [1, 3], {seek() {}});
  assert.equal(moving.slider.attributes.role, "slider");
  assert.equal(moving.marks.length, 2);
  moving.show(0.25);
  assert.equal(moving.slider.attributes["aria-valuetext"], "in block 1 of 2");
  assert.equal(moving.head.style.left, "25%");
  assert.equal(new Strip(flow, line, [NaN, NaN], {}).slider.attributes.role, "img");
});

test("a block has its number and its name, if it has one", () => {
  const words = (names) => {
    const named = openFlow(smallFlow(), {name: "net", ...(names ? {blockNames: names} : {})});
    return new Strip(named, timeline(named.segments), [1, 3], {}).words(1, 4);
  };
  assert.deepEqual(words(["layer1.0", "layer.1/output"]).slice(0, 2),
    ["Block 2 of 2: layer.1/output", "transport cost 3, 75 % of the whole"]);
  assert.equal(words(null)[0], "Block 2 of 2");
});
