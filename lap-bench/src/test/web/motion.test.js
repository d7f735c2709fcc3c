import assert from "node:assert/strict";
import test from "node:test";
import {CHANGE, interpolate, locate, stops, timeAfter, timeline} from "../../main/web/path.js";
import {Clock} from "../../main/web/clock.js";
import {openFlow} from "../../main/web/data.js";
import {ParticlePainter} from "../../main/web/particles.js";
import {space} from "../../main/web/camera.js";
import {axesFrame} from "../../main/web/frame.js";
import {install, smallFlow} from "./fake-document.js";

const two = timeline([{blocks: 2}, {blocks: 1}]);

test("a timeline pauses between segments", () => {
  assert.deepEqual(two.starts, [0, 2 + CHANGE]);
  assert.equal(two.length, 3 + CHANGE);
  assert.deepEqual(stops(two), [0, 1, 2, 2 + CHANGE, 3 + CHANGE]);
});

test("a time has one place", () => {
  const cases = [[0, 0, 0, 1], [1.5, 0, 1.5, 1], [2, 0, 2, 1], [2 + 0.25 * CHANGE, 0, 2, 0.5],
    [2 + 0.75 * CHANGE, 1, 0, 0.5], [2 + CHANGE, 1, 0, 1], [3 + CHANGE, 1, 1, 1], [99, 1, 1, 1]];
  for (const [time, segment, position, visible] of cases) {
    const place = locate(two, time);
    assert.equal(place.segment, segment, `segment at ${time}`);
    assert.ok(Math.abs(place.position - position) < 1e-9, `position at ${time}`);
    assert.ok(Math.abs(place.visible - visible) < 1e-9, `visible at ${time}`);
  }
});

test("the end of a block, over all segments", () => {
  assert.equal(timeAfter(two, -1), 0);
  assert.equal(timeAfter(two, 1), 2);
  assert.equal(timeAfter(two, 2), 3 + CHANGE);
  assert.equal(timeAfter(two, 7), 3 + CHANGE);
});

test("particles are at the states, and on straight lines between them", () => {
  const [segment] = openFlow(smallFlow(), {name: "net"}).segments;
  const at = (position) => [...interpolate(segment, 3, position, new Float32Array(6))];
  assert.deepEqual(at(0), [0, 0, 1, 0, 2, 2]);
  assert.deepEqual(at(1), [1, 0, 1, 2, 2, 2]);
  assert.deepEqual(at(2), [1, 1, 2, 2, 2, 2]);
  assert.deepEqual(at(0.25), [0.25, 0, 1, 0.5, 2, 2]);
  assert.deepEqual(at(1.5), [1, 0.5, 1.5, 2, 2, 2]);
});

test("every particle that is not hidden is drawn at its place, and a trail follows it", () => {
  install();
  const calls = [];
  const context = new Proxy({getTransform: () => ({a: 1})}, {get: (target, name) => target[name]
    ?? ((...values) => calls.push([name, ...values]))});
  globalThis.document.createElement = () => ({getContext: () => context});
  const flow = openFlow(smallFlow(), {name: "net"});
  const [segment] = flow.segments;
  const painter = new ParticlePainter(flow);
  painter.paint(context, 200, 100, {segment, position: 0.5, visible: 1, extent: {centre: [1, 1], radius: 1},
    frame: axesFrame(2), zoom: 1, pan: [0, 0], hidden: new Set([1]), paths: "trail", selected: -1, radius: 3, ink: "#000",
    paper: "#fff", colouring: {of: [0, 0, 1], order: [0, 1, 2], buckets: [{colour: "#123", marker: "disc"},
      {colour: "#456", marker: "cross"}]}});
  const [x0, y0, x1, y1, x2] = painter.pixels;
  assert.ok(Math.abs(2 * (x1 - x0) - (x2 - x1)) < 1e-3 && x1 > x0, "at 0.5, 1 and 2 to the right");
  assert.ok(y0 > y1, "up is up");
  const drawn = calls.filter(([name]) => name === "drawImage");
  assert.equal(drawn.length, 2);
  const ends = calls.filter(([name]) => name === "lineTo");
  assert.ok(ends.some(([, x, y]) => Math.abs(x - x0) < 1e-3 && Math.abs(y - y0) < 1e-3));
});

test("a single particle is seen to move: every state has the extent of the whole way", () => {
  const segment = {blocks: 2, directions: 2, states: Float32Array.of(0, 0, 3, 0, 3, 4)};
  const {extents, wholes} = space([segment], 1);
  assert.ok(wholes[0].radius > 2);
  extents[0].forEach((extent) => assert.equal(extent, wholes[0]));
  const [two] = space([{...segment, blocks: 1, states: Float32Array.of(0, 0, 2, 0, 5, 5, 5, 5)}], 2).extents;
  assert.equal(two[0].radius, 1);
  assert.ok(two[1].radius > 3);
});

test("the clock plays to the end, and begins again when it is started there", () => {
  const clock = new Clock(10);
  clock.play();
  clock.speed = 2;
  clock.advance(1);
  assert.ok(Math.abs(clock.time - 0.2) < 1e-12);
  clock.advance(100);
  assert.equal(clock.time, 1);
  assert.equal(clock.playing, false);
  clock.play();
  assert.equal(clock.time, 0);
});

test("a paused clock stands still, a looping one goes on", () => {
  const clock = new Clock(1);
  clock.advance(0.5);
  assert.equal(clock.time, 0);
  clock.loop = true;
  clock.play();
  clock.advance(1.25);
  assert.ok(Math.abs(clock.time - 0.25) < 1e-12);
  assert.equal(clock.playing, true);
});

test("steps go from state to state and stop the clock", () => {
  const clock = new Clock(1);
  const times = [0, 0.25, 0.5, 1];
  clock.play();
  clock.seek(0.3);
  clock.step(times, 1);
  assert.equal(clock.time, 0.5);
  assert.equal(clock.playing, false);
  clock.step(times, -1);
  assert.equal(clock.time, 0.25);
  clock.seek(1);
  clock.step(times, 1);
  assert.equal(clock.time, 1);
});

test("listeners hear every change", () => {
  const clock = new Clock(1);
  let heard = 0;
  clock.onChange(() => heard++);
  clock.seek(2);
  clock.toggle();
  clock.pause();
  assert.equal(clock.time, 0);
  assert.equal(heard, 3);
});
