// Draws particles and their paths on a canvas. Particles of one colour are copies of one small picture.

import {interpolate} from "./path.js";
import {project} from "./frame.js";
import {mapping} from "./camera.js";

/** Paths of at most this many particles are drawn; more would hide one another and take too long. */
export const MOST_PATHS = 400;

/** Outlines around the origin, as in the PDF. */
export function outline(context, marker, x, y, r) {
  const polygon = (...corners) => {
    context.moveTo(x + corners[0], y + corners[1]);
    for (let i = 2; i < corners.length; i += 2) {
      context.lineTo(x + corners[i], y + corners[i + 1]);
    }
    context.closePath();
  };
  switch (marker) {
    case "triangle": return polygon(0, -1.2 * r, 1.1 * r, 0.8 * r, -1.1 * r, 0.8 * r);
    case "square": return polygon(-0.88 * r, -0.88 * r, 0.88 * r, -0.88 * r, 0.88 * r, 0.88 * r, -0.88 * r, 0.88 * r);
    case "diamond": return polygon(0, -1.3 * r, 1.1 * r, 0, 0, 1.3 * r, -1.1 * r, 0);
    case "wedge": return polygon(0, 1.2 * r, 1.1 * r, -0.8 * r, -1.1 * r, -0.8 * r);
    case "cross": {
      const w = 0.38 * r;
      return polygon(-w, -r, w, -r, w, -w, r, -w, r, w, w, w, w, r, -w, r, -w, w, -r, w, -r, -w, -w, -w);
    }
    default:
      context.moveTo(x + r, y);
      return context.arc(x, y, r, 0, 2 * Math.PI);
  }
}

export class ParticlePainter {
  constructor(flow) {
    this.flow = flow;
    const widest = Math.max(...flow.segments.map((segment) => segment.directions));
    this.points = new Float32Array(flow.n * widest);
    this.flat = new Float32Array(flow.n * 2);
    this.pixels = new Float32Array(flow.n * 2);
    this.sprites = new Map();
    this.followers = Uint16Array.from({length: Math.min(flow.n, MOST_PATHS)},
      (_, i) => Math.floor((i * flow.n) / Math.min(flow.n, MOST_PATHS)));
  }

  /**
   * Draws one picture and leaves the particles' places in `pixels`.
   *
   * scene: {segment, position, visible, extent, frame, zoom, pan, colouring, hidden (set of buckets), paths
   * ("none" | "trail" | "all"), selected, radius, ink, paper}; context in CSS pixels.
   */
  paint(context, width, height, scene) {
    const {flow} = this;
    const map = mapping(scene.extent, scene.frame, width, height, scene.zoom, scene.pan);
    context.clearRect(0, 0, width, height);
    context.globalAlpha = scene.visible;
    if (scene.paths !== "none") {
      this.paths(context, scene, map);
    }
    project(scene.frame, interpolate(scene.segment, flow.n, scene.position, this.points), flow.n, this.flat);
    this.place(map);
    this.copies(context, scene);
    if (scene.selected >= 0) {
      this.selection(context, scene, map);
    }
    context.globalAlpha = 1;
    return map;
  }

  place(map) {
    for (let i = 0; i < this.flow.n; i++) {
      this.pixels[2 * i] = map.x + map.scale * this.flat[2 * i];
      this.pixels[2 * i + 1] = map.y - map.scale * this.flat[2 * i + 1];
    }
  }

  copies(context, scene) {
    const {of, buckets, order} = scene.colouring;
    const ratio = context.getTransform().a;
    const sprites = buckets.map((bucket) => this.sprite(bucket, scene.radius, ratio, scene.paper));
    const faded = scene.selected >= 0;
    context.globalAlpha = scene.visible * (faded ? 0.6 : 1);
    for (const i of order) {
      if (!scene.hidden.has(of[i])) {
        const {picture, half} = sprites[of[i]];
        context.drawImage(picture, this.pixels[2 * i] - half, this.pixels[2 * i + 1] - half, 2 * half, 2 * half);
      }
    }
    context.globalAlpha = scene.visible;
  }

  sprite(bucket, radius, ratio, paper) {
    const key = `${bucket.colour} ${bucket.marker} ${radius} ${ratio} ${paper}`;
    let sprite = this.sprites.get(key);
    if (!sprite) {
      const half = Math.ceil(1.5 * radius + 2);
      const picture = document.createElement("canvas");
      picture.width = picture.height = Math.ceil(2 * half * ratio);
      const context = picture.getContext("2d");
      context.scale(picture.width / (2 * half), picture.width / (2 * half));
      context.beginPath();
      outline(context, bucket.marker, half, half, radius);
      context.fillStyle = bucket.colour;
      context.fill();
      context.strokeStyle = paper;
      context.lineWidth = 0.7;
      context.stroke();
      sprite = {picture, half};
      this.sprites.set(key, sprite);
    }
    return sprite;
  }

  /** Straight pieces through the states up to the position; a trail has the last two blocks only. */
  paths(context, scene, map) {
    const {segment, position} = scene;
    const end = scene.paths === "all" ? segment.blocks : position;
    const start = scene.paths === "all" ? 0 : Math.max(0, position - 2);
    if (end <= start) {
      return;
    }
    const {of, buckets} = scene.colouring;
    const groups = new Map();
    for (const i of this.followers) {
      if (!scene.hidden.has(of[i])) {
        if (!groups.has(of[i])) {
          groups.set(of[i], []);
        }
        groups.get(of[i]).push(i);
      }
    }
    context.lineWidth = 1;
    context.lineJoin = "round";
    context.globalAlpha = scene.visible * (scene.paths === "all" ? 0.28 : 0.38);
    for (const [bucket, rows] of groups) {
      context.strokeStyle = buckets[bucket].colour;
      context.beginPath();
      rows.forEach((i) => this.polyline(context, scene, map, i, start, end));
      context.stroke();
    }
    context.globalAlpha = scene.visible;
  }

  polyline(context, scene, map, i, start, end) {
    const {segment, frame} = scene;
    this.lineTo(context, map, this.at(segment, frame, i, start), true);
    for (let k = Math.floor(start) + 1; k < end; k++) {
      this.lineTo(context, map, this.at(segment, frame, i, k), false);
    }
    this.lineTo(context, map, this.at(segment, frame, i, end), false);
  }

  lineTo(context, map, [x, y], isFirst) {
    if (isFirst) {
      context.moveTo(map.x + map.scale * x, map.y - map.scale * y);
    } else {
      context.lineTo(map.x + map.scale * x, map.y - map.scale * y);
    }
  }

  /** Right and up of one particle at a position. */
  at(segment, frame, i, position) {
    const r = segment.directions;
    const k = Math.min(Math.floor(position), Math.max(0, segment.blocks - 1));
    const share = position - k;
    let x = 0;
    let y = 0;
    for (let j = 0; j < r; j++) {
      const a = segment.states[(k * this.flow.n + i) * r + j];
      const b = share > 0 ? segment.states[((k + 1) * this.flow.n + i) * r + j] : a;
      x += frame[0][j] * (a + share * (b - a));
      y += frame[1][j] * (a + share * (b - a));
    }
    return [x, y];
  }

  /** The selected particle: its whole path with a mark at every state, its end T(x), and T*(x). */
  selection(context, scene, map) {
    const {segment, frame, selected: i, ink, paper} = scene;
    const r = segment.directions;
    context.lineWidth = 1.8;
    context.strokeStyle = ink;
    context.beginPath();
    this.polyline(context, scene, map, i, 0, segment.blocks);
    context.stroke();
    context.fillStyle = ink;
    for (let k = 0; k <= segment.blocks; k++) {
      const [x, y] = this.at(segment, frame, i, k);
      context.beginPath();
      context.arc(map.x + map.scale * x, map.y - map.scale * y, k === segment.blocks ? 3.4 : 2, 0, 2 * Math.PI);
      context.fill();
    }
    let same = false;
    if (segment.optimal) {
      const optimum = [0, 1].map((row) =>
        frame[row].reduce((sum, value, j) => sum + value * segment.optimal[i * r + j], 0));
      const start = this.at(segment, frame, i, 0);
      const place = ([x, y]) => [map.x + map.scale * x, map.y - map.scale * y];
      const [x, y] = place(optimum);
      context.setLineDash([4, 3]);
      context.lineWidth = 1.3;
      context.beginPath();
      context.moveTo(...place(start));
      context.lineTo(x, y);
      context.stroke();
      context.setLineDash([]);
      context.beginPath();
      context.arc(x, y, 6, 0, 2 * Math.PI);
      context.fillStyle = paper;
      context.fill();
      context.stroke();
      const [tx, ty] = place(this.at(segment, frame, i, segment.blocks));
      same = Math.hypot(tx - x, ty - y) < 1;
      if (!same) {
        label(context, "T*(x)", x, y - 11, ink, paper);
      }
    }
    const [endX, endY] = this.at(segment, frame, i, segment.blocks);
    label(context, same ? "T(x) = T*(x)" : "T(x)", map.x + map.scale * endX, map.y - map.scale * endY + 18, ink, paper);
    const {buckets, of} = scene.colouring;
    const x = this.pixels[2 * i];
    const y = this.pixels[2 * i + 1];
    context.beginPath();
    outline(context, buckets[of[i]].marker, x, y, scene.radius + 3);
    context.fillStyle = buckets[of[i]].colour;
    context.fill();
    context.lineWidth = 2;
    context.strokeStyle = ink;
    context.stroke();
  }
}

function label(context, text, x, y, ink, paper) {
  context.font = "600 12px LAPSans, sans-serif";
  context.textAlign = "center";
  context.lineWidth = 4;
  context.strokeStyle = paper;
  context.strokeText(text, x, y);
  context.fillStyle = ink;
  context.fillText(text, x, y);
  context.lineWidth = 1.3;
  context.strokeStyle = ink;
}
