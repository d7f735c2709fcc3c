// What part of the space a picture shows: centre and radius, which may follow the particles through the depth.

import {eigenvectors, moments, turned} from "./principal.js";

const SHARE = 0.99;
const MARGIN = 1.12;
const NOTHING = 1e-5;

/**
 * Centre [r] and radius of every state of a segment. In the plane the radius holds 99 % of the particles; of more
 * directions, it holds them as the first two show them, and on average over all views.
 */
export function extents(segment, n) {
  const r = segment.directions;
  const all = [];
  for (let k = 0; k <= segment.blocks; k++) {
    const from = k * n * r;
    const centre = new Float64Array(r);
    for (let i = 0; i < n * r; i++) {
      centre[i % r] += segment.states[from + i] / n;
    }
    const radius = Math.max(radiusIn(segment.states, from, n, r, centre, 2),
      radiusIn(segment.states, from, n, r, centre, r) * Math.sqrt(Math.min(1, 2 / r)));
    all.push({centre, radius: Math.max(radius, 1e-12)});
  }
  return all;
}

/** The distance from the centre that holds most of the particles, by the first of their coordinates. */
function radiusIn(states, from, n, r, centre, directions) {
  const distances = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < Math.min(directions, r); j++) {
      sum += (states[from + i * r + j] - centre[j]) ** 2;
    }
    distances[i] = Math.sqrt(sum);
  }
  distances.sort();
  return distances[Math.min(n - 1, Math.floor(SHARE * n))];
}

/**
 * A segment without the motion that all particles share: every state is moved so that its centre is the origin, and
 * the optimal images with the last state. Reduced states are turned to the principal directions of what remains.
 * Straight paths stay straight.
 */
export function withoutDrift(segment, n, all) {
  const r = segment.directions;
  const states = Float32Array.from(segment.states, (x, at) => x - all[Math.floor(at / (n * r))].centre[at % r]);
  const end = all[all.length - 1].centre;
  const optimal = segment.optimal && Float32Array.from(segment.optimal, (x, at) => x - end[at % r]);
  if (segment.exact) {
    return {...segment, states, optimal};
  }
  const directions = eigenvectors(moments(states, r));
  return {...segment, states: turned(states, directions), optimal: optimal && turned(optimal, directions)};
}

/** How far the centre travels through a segment, in radii of the widest state. */
export function drift(all) {
  let way = 0;
  for (let k = 1; k < all.length; k++) {
    way += distance(all[k].centre, all[k - 1].centre);
  }
  return way / Math.max(...all.map((extent) => extent.radius));
}

/** One extent around all extents. */
export function around(all) {
  const r = all[0].centre.length;
  const centre = Float64Array.from({length: r}, (_, j) => all.reduce((sum, e) => sum + e.centre[j], 0) / all.length);
  const radius = Math.max(...all.map((e) => e.radius + distance(e.centre, centre)));
  return {centre, radius};
}

/**
 * Segments with the extents of their states, and one around each segment. A state whose particles are at one place, as a
 * single particle is, has the extent of its segment, in which it can be seen to move.
 */
export function space(segments, n) {
  const own = segments.map((segment) => extents(segment, n));
  const wholes = own.map(around);
  return {segments, wholes, extents: own.map((all, s) => all.map((extent) =>
    (extent.radius < NOTHING * wholes[s].radius ? wholes[s] : extent)))};
}

/** The extent at a position: straight between centres, in equal ratios between radii, so that growth looks even. */
export function extentAt(all, position) {
  const k = Math.min(Math.floor(position), Math.max(0, all.length - 2));
  const next = all[Math.min(k + 1, all.length - 1)];
  const share = position - k;
  return {
    centre: all[k].centre.map((x, j) => x + share * (next.centre[j] - x)),
    radius: all[k].radius ** (1 - share) * next.radius ** share,
  };
}

/** How coordinates become pixels: {scale, x, y} with pixel = origin + scale · coordinate, y upwards. */
export function mapping(extent, frame, width, height, zoom, pan) {
  const scale = (zoom * Math.min(width, height)) / (2 * MARGIN * extent.radius);
  const centre = [0, 1].map((row) => frame[row].reduce((sum, value, j) => sum + value * extent.centre[j], 0));
  return {
    scale,
    x: width / 2 + pan[0] - scale * centre[0],
    y: height / 2 + pan[1] + scale * centre[1],
  };
}

/** A round length of at most a share of a width, for a bar that tells the scale: {length, pixels}. */
export function scaleBar(scale, pixels) {
  const most = pixels / scale;
  const power = 10 ** Math.floor(Math.log10(most));
  const length = [5, 2, 1].map((digit) => digit * power).find((candidate) => candidate <= most) ?? power;
  return {length, pixels: length * scale};
}

function distance(a, b) {
  return Math.sqrt(a.reduce((sum, x, j) => sum + (x - b[j]) ** 2, 0));
}
