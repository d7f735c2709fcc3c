import assert from "node:assert/strict";
import test from "node:test";
import {csv, percent, short, withInterval} from "../../main/web/format.js";
import {fitting, linear, logarithmic} from "../../main/web/scale.js";
import {BUCKETS, CLASSES, colouring, drawingOrder, heat, markerOf, ofClass, sequential} from "../../main/web/colour.js";
import {fileName} from "../../main/web/save.js";
import {filtered, sorted} from "../../main/web/table.js";
import {blockKeys, named} from "../../main/web/figures.js";
import {blockCosts, depthWords} from "../../main/web/strip.js";
import {markerPath} from "../../main/web/chart.js";
import {byTopic} from "../../main/web/verdict.js";
import {timeline} from "../../main/web/path.js";
import {openFlow} from "../../main/web/data.js";
import {smallFlow} from "./fake-document.js";

const flow = openFlow(smallFlow(), {name: "net"});

test("numbers have three digits and no needless ones", () => {
  const cases = [[0, "0"], [0.01236, "0.0124"], [12.44, "12.4"], [1912.4, "1,912"], [-3, "−3"], [0.5, "0.5"], [100, "100"],
    [1234567, "1,234,567"], [2.5e-7, "2.5 × 10⁻⁷"], [-1e30, "−1 × 10³⁰"], [NaN, "–"], [Infinity, "–"], [null, "–"]];
  cases.forEach(([x, text]) => assert.equal(short(x), text));
  assert.equal(percent(0.935), "93.5 %");
  assert.equal(percent(1), "100 %");
  assert.equal(withInterval({value: 2, low: 1, high: 3}), "2 (1 to 3)");
  assert.equal(withInterval({value: 2}), "2");
  assert.equal(withInterval({reason: "no"}), "–");
});

test("CSV quotes what it must, and nothing becomes a formula", () => {
  assert.equal(csv([["a", "b"], ["x,y", 'say "no"'], ["=1+1", -2], ["-x", null]]),
    'a,b\r\n"x,y","say ""no"""\r\n\'=1+1,-2\r\n\'-x,\r\n');
});

test("ticks are round and in the range", () => {
  const x = linear([0.3, 9.7], 0, 100);
  assert.deepEqual(x.ticks, [0, 2, 4, 6, 8, 10]);
  assert.equal(x(5), 50);
  const y = logarithmic([1, 1000], 100, 0);
  assert.deepEqual(y.ticks, [1, 10, 100, 1000]);
  assert.ok(y(1000) < y(1));
  assert.ok(Number.isNaN(y(0)));
});

test("scales fit their values, however few", () => {
  assert.equal(fitting([1, 100], 0, 1).kind, "logarithmic");
  assert.equal(fitting([0, 100], 0, 1).kind, "linear");
  assert.equal(fitting([1, 2], 0, 1).kind, "linear");
  for (const values of [[], [3], [0], [NaN, 2], [-1, -1]]) {
    const scale = fitting(values, 0, 100);
    assert.ok(scale.ticks.length > 0 && scale.ticks.every(Number.isFinite), `${values}`);
    values.filter(Number.isFinite).forEach((value) => assert.ok(scale(value) >= -1e-9 && scale(value) <= 100 + 1e-9));
  }
});

test("colours are those of the PDF, and colour and marker together tell 48 classes apart", () => {
  assert.equal(CLASSES[0], "#0072B2");
  const seen = new Set(Array.from({length: 48}, (_, label) => `${ofClass(label, false)} ${markerOf(label)}`));
  assert.equal(seen.size, 48);
  assert.equal(ofClass(6, true), "#C9CDD2");
});

test("the sequential scale grows lighter", () => {
  const light = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16))
    .reduce((sum, channel, c) => sum + channel * [0.2126, 0.7152, 0.0722][c], 0);
  for (let k = 1; k <= 20; k++) {
    assert.ok(light(sequential(k / 20)) > light(sequential((k - 1) / 20)));
  }
  assert.equal(sequential(NaN), "#999999");
  assert.equal(heat(1, false), "rgb(0,114,178)");
});

test("colourings group particles", () => {
  assert.deepEqual([...colouring(flow, "label", false).of], [0, 1, 1]);
  assert.deepEqual(colouring(flow, "correct", false).buckets.map((bucket) => bucket.name), ["correct", "wrong"]);
  assert.deepEqual([...colouring(flow, "correct", false).of], [0, 1, 0]);
  const costs = colouring(flow, "cost", false);
  assert.equal(costs.buckets.length, BUCKETS);
  assert.ok(costs.of[1] > costs.of[0] && costs.of[0] > costs.of[2]);
  assert.equal(colouring(flow, "epsilon", false), null);
  assert.equal(colouring(flow, "attack", false), null);
  assert.deepEqual([...colouring({...flow, fates: Int32Array.from([0, 2, 3])}, "attack", false).of], [0, 2, 3]);
});

test("unknown labels and equal numbers have colours too", () => {
  const unknown = colouring({...flow, labels: Int16Array.from([-1, 2, 2])}, "label", false);
  assert.deepEqual(unknown.buckets.map((bucket) => bucket.name), ["2", "unknown"]);
  assert.deepEqual([...unknown.of], [1, 0, 0]);
  assert.ok(colouring({...flow, costs: Float32Array.from([1, 1, NaN])}, "cost", false).of.every((b) => b < BUCKETS));
});

test("file names are plain", () => {
  assert.equal(fileName("Cost & <script>accuracy</script>", "svg"), "cost-script-accuracy-script.svg");
  assert.equal(fileName("λ", "png"), "picture.png");
});

const rows = [["b", 2], ["a", NaN], ["c", 10]].map(([text, value]) =>
  ({cells: [{text, value: text}, {text: String(value), value}]}));

test("rows are sorted by value, missing ones last", () => {
  const names = (column, ascending) => sorted(rows, column, ascending).map((row) => row.cells[0].text).join("");
  assert.equal(names(0, true), "abc");
  assert.equal(names(1, true), "bca");
  assert.equal(names(1, false), "cba");
});

test("rows are filtered by all words", () => {
  assert.equal(filtered(rows, " C 10").length, 1);
  assert.equal(filtered(rows, "b 10").length, 0);
  assert.equal(filtered(rows, "").length, 3);
});

test("lists by block are found", () => {
  const networks = [{stages: [{blocks: 2}, {blocks: 1}], lists: {cost_blocks: [1, 2, 3], cost_blocks_low: [0, 1, 2],
    probe_depth: [1, 2, 3, 4], cost_classes: [1, 2, 3], other: [1]}}];
  assert.deepEqual(blockKeys(networks), ["cost_blocks", "probe_depth"]);
  assert.deepEqual(blockKeys([{stages: [{blocks: 1}], lists: {cost_blocks: [1]}}]), []);
});

test("keys in definitions become names", () => {
  const page = {data: {definitions: {ot_gap: {name: "gap"}}}};
  assert.equal(named(page, "`ot_gap` of `some_key`"), "gap of some key");
  assert.equal(named(page, undefined), undefined);
});

test("mean costs of blocks", () => {
  assert.deepEqual(blockCosts(flow).map((cost) => cost.toFixed(4)), ["1.6667", "0.6667"]);
  assert.ok(blockCosts({...flow, blockCosts: null}).every(Number.isNaN));
});

test("the depth is said in words", () => {
  const line = timeline(flow.segments);
  assert.equal(depthWords(flow, line, 0), "before block 1 of 2");
  assert.equal(depthWords(flow, line, 0.5), "after block 1 of 2");
  assert.equal(depthWords(flow, line, 0.6), "in block 2 of 2");
  assert.equal(depthWords(flow, line, 1), "after block 2 of 2");
});

test("markers are closed paths", () => {
  ["disc", "square", "triangle", "diamond", "wedge", "cross"].forEach((marker) =>
    assert.match(markerPath(marker, 5), /^M.*Z$/));
});

test("topics and caveats that sentences share are written once", () => {
  const groups = byTopic([{heading: "circles"}, {topic: "A", text: "1", caveat: "c"}, {topic: "A", text: "2", caveat: "c"},
    {topic: "A", text: "3", caveat: ""}, {topic: "B", text: "4"}]);
  assert.deepEqual(groups, [{heading: "circles"},
    {topic: "A", sentences: [{text: "1", caveat: ""}, {text: "2", caveat: "c"}, {text: "3", caveat: ""}]},
    {topic: "B", sentences: [{text: "4", caveat: ""}]}]);
  assert.deepEqual(byTopic([]), []);
});

test("rare groups are drawn on top", () => {
  const buckets = [{}, {}, {}];
  assert.deepEqual([...drawingOrder({kind: "names", buckets, of: [2, 0, 1, 1, 1, 0]})], [2, 3, 4, 1, 5, 0]);
  assert.deepEqual([...drawingOrder({kind: "scale", buckets, of: [2, 0, 1]})], [0, 1, 2]);
});
