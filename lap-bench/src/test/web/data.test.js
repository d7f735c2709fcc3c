import assert from "node:assert/strict";
import test from "node:test";
import {className, halfToNumber, openFlow, quantity, unpack} from "../../main/web/data.js";
import {pack, smallFlow} from "./fake-document.js";

test("halves are read as IEEE 754 says", () => {
  const cases = [[0x0000, 0], [0x3c00, 1], [0xc000, -2], [0x3555, 0.333251953125], [0x7bff, 65504], [0x0001, 2 ** -24],
    [0x7c00, Infinity], [0xfc00, -Infinity]];
  cases.forEach(([bits, value]) => assert.equal(halfToNumber(bits), value));
  assert.ok(Number.isNaN(halfToNumber(0x7e00)));
});

test("packed arrays of every type are read in little endian order", () => {
  assert.deepEqual([...unpack(pack("f32", [2], [1.5, -2]))], [1.5, -2]);
  assert.deepEqual([...unpack(pack("i16", [3], [-1, 0, 300]))], [-1, 0, 300]);
  assert.deepEqual([...unpack(pack("u16", [2], [1, 65535]))], [1, 65535]);
  assert.deepEqual([...unpack(pack("i32", [1], [-70000]))], [-70000]);
  assert.deepEqual([...unpack({type: "u8", shape: [2], data: "AP8="})], [0, 255]);
});

test("the scale multiplies", () => {
  assert.deepEqual([...unpack({...pack("f32", [2], [1, -0.5]), scale: 40})], [40, -20]);
});

test("faulty arrays are named", () => {
  assert.throws(() => unpack({type: "f64", shape: [1], data: ""}), /unknown type 'f64'/);
  assert.throws(() => unpack({type: "f32", shape: [2, 3], data: "AAAA"}), /shape 2,3 needs 24 bytes, not 3/);
  assert.throws(() => openFlow(smallFlow({samples: 4}), {name: "net"}), /segment 1 has states of shape 3,3,2/);
});

test("a flow counts its blocks, and absent arrays are null", () => {
  const flow = openFlow(smallFlow(), {name: "net"});
  assert.equal(flow.K, 2);
  assert.equal(flow.n, 3);
  assert.equal(flow.margin, null);
  assert.equal(flow.segments[0].directions, 2);
  assert.equal(className(flow, 0), "<script>alert(1)</script>");
  assert.equal(className(flow, 5), "5");
  assert.equal(className(flow, -1), "");
});

test("a flow can have the pictures of another", () => {
  const pictures = {uri: "data:,", columns: 1, width: 1, height: 1};
  const flows = [smallFlow({pictures}), smallFlow({pictures: 0}), smallFlow()];
  assert.deepEqual(flows.map((flow) => openFlow(flow, {name: "net"}, flows).pictures), [pictures, pictures, undefined]);
});

test("quantities have a value, an interval or a reason", () => {
  const network = {quantities: {a: 1, b: [2, 1, 3], c: "too slow"}};
  assert.deepEqual(quantity(network, "a"), {value: 1});
  assert.deepEqual(quantity(network, "b"), {value: 2, low: 1, high: 3});
  assert.deepEqual(quantity(network, "c"), {reason: "too slow"});
  assert.deepEqual(quantity(network, "d"), {reason: "not measured"});
});
