import assert from "node:assert/strict";
import test from "node:test";
import {axesFrame, dragged, project, toured} from "../../main/web/frame.js";
import {around, drift, extentAt, extents, mapping, scaleBar, withoutDrift} from "../../main/web/camera.js";
import {eigenvectors, moments, turned} from "../../main/web/principal.js";
import {nearest} from "../../main/web/picking.js";

function assertOrthonormal(frame, rows = 3) {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < rows; j++) {
      const product = frame[i].reduce((sum, x, k) => sum + x * frame[j][k], 0);
      assert.ok(Math.abs(product - (i === j ? 1 : 0)) < 1e-9, `rows ${i} and ${j}: ${product}`);
    }
  }
}

test("frames stay orthonormal under drags and tours", () => {
  let frame = axesFrame(12);
  for (let k = 0; k < 300; k++) {
    frame = toured(dragged(frame, 0.1, -0.07), 0.05);
  }
  assertOrthonormal(frame);
});

test("a drag to the right turns right towards the viewer, and back", () => {
  const frame = dragged(axesFrame(5), Math.PI / 2, 0);
  assert.ok(Math.abs(frame[0][2] - 1) < 1e-9);
  const back = dragged(frame, -Math.PI / 2, 0);
  assert.ok(Math.abs(back[0][0] - 1) < 1e-9);
});

test("in the plane the picture turns and lengths stay", () => {
  const frame = dragged(axesFrame(2), 0.4, 0.1);
  assertOrthonormal(frame, 2);
  const [x, y] = project(frame, [3, 4], 1, new Float64Array(2));
  assert.ok(Math.abs(Math.hypot(x, y) - 5) < 1e-9);
});

test("a grand tour brings every direction into the picture", () => {
  let frame = axesFrame(8);
  const most = new Float64Array(8);
  for (let k = 0; k < 4000; k++) {
    frame = toured(frame, 0.1);
    most.forEach((_, j) => (most[j] = Math.max(most[j], Math.hypot(frame[0][j], frame[1][j]))));
  }
  most.forEach((share, j) => assert.ok(share > 0.5, `direction ${j + 1}: ${share}`));
});

const segment = {directions: 2, blocks: 1, exact: true, dimension: 2, optimal: Float32Array.from([10, 0, 12, 0]),
  states: Float32Array.from([-1, 0, 1, 0, 8, 0, 12, 0])};

test("extents hold the particles", () => {
  const all = extents(segment, 2);
  assert.deepEqual([...all[1].centre], [10, 0]);
  assert.equal(all[0].radius, 1);
  assert.equal(all[1].radius, 2);
  const whole = around(all);
  assert.ok(whole.centre[0] - whole.radius <= -1 && whole.centre[0] + whole.radius >= 12);
  const middle = extentAt(all, 0.5);
  assert.equal(middle.centre[0], 5);
  assert.ok(Math.abs(middle.radius - Math.SQRT2) < 1e-12);
  assert.equal(extentAt(all, 1).radius, 2);
  assert.equal(drift(all), 5);
});

test("without drift every state is centred, and differences stay", () => {
  const centred = withoutDrift(segment, 2, extents(segment, 2));
  assert.deepEqual([...centred.states], [-1, 0, 1, 0, -2, 0, 2, 0]);
  assert.deepEqual([...centred.optimal], [0, 0, 2, 0]);
});

test("the mapping shows the centre in the middle, up is up, and zoom enlarges", () => {
  const extent = {centre: Float64Array.from([10, 4]), radius: 2};
  const map = mapping(extent, axesFrame(2), 200, 100, 1, [0, 0]);
  assert.ok(Math.abs(map.x + map.scale * 10 - 100) < 1e-9);
  assert.ok(Math.abs(map.y - map.scale * 4 - 50) < 1e-9);
  assert.ok(map.y - map.scale * 5 < 50);
  assert.equal(mapping(extent, axesFrame(2), 200, 100, 3, [0, 0]).scale, 3 * map.scale);
});

test("scale bars are round and fit", () => {
  for (const scale of [0.003, 1, 47, 8e5]) {
    const {length, pixels} = scaleBar(scale, 100);
    assert.ok(pixels <= 100 && pixels > 35, `${pixels}`);
    assert.match(String(Number((length / 10 ** Math.floor(Math.log10(length) + 1e-9)).toFixed(6))), /^(1|2|5)$/);
  }
});

test("eigenvectors diagonalise, in order", () => {
  const matrix = [[2, 1, 0], [1, 2, 0], [0, 0, 5]];
  const v = eigenvectors(matrix);
  assertOrthonormal(v);
  const values = v.map((row) => row.reduce((sum, x, i) =>
    sum + x * matrix[i].reduce((part, m, j) => part + m * row[j], 0), 0));
  [5, 3, 1].forEach((value, k) => assert.ok(Math.abs(values[k] - value) < 1e-9));
  assert.deepEqual(moments([1, 2, 3, 4], 2).map((row) => [...row]), [[5, 7], [7, 10]]);
  assert.deepEqual([...turned([3, 4], [[0, 1], [1, 0]])], [4, 3]);
});

test("the nearest particle in reach that is shown is picked", () => {
  const pixels = [0, 0, 10, 0, 12, 0];
  assert.equal(nearest(pixels, 3, 11.6, 0, 5), 2);
  assert.equal(nearest(pixels, 3, 11.6, 0, 5, (i) => i !== 2), 1);
  assert.equal(nearest(pixels, 3, 40, 40, 10), -1);
});
