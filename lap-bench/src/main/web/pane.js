// One network's picture: the canvas with its pointer and keys, the strip, and what is written around them.

import {el, hideTip, select, showTip} from "./dom.js";
import {axesFrame, dragged, toured} from "./frame.js";
import {extentAt, extents, scaleBar, space, withoutDrift} from "./camera.js";
import {locate, timeAfter, timeline} from "./path.js";
import {ParticlePainter} from "./particles.js";
import {blockCosts, depthWords, Strip} from "./strip.js";
import {nearest} from "./picking.js";
import {className, quantity} from "./data.js";
import {percent, short} from "./format.js";
import {coordinates, thumbnail} from "./sample.js";

const CLICK = 5;

export class Pane {
  /** `page` holds what all panes share: clock, options, selection; see main.js. */
  constructor(page, flow, network) {
    this.page = page;
    this.flow = flow;
    this.network = network;
    this.line = timeline(flow.segments);
    this.spaces = {kept: space(flow.segments, flow.n)};
    this.frames = flow.segments.map((segment) => axesFrame(segment.directions));
    this.zoom = 1;
    this.pan = [0, 0];
    this.painter = new ParticlePainter(flow);
    this.canvas = el("canvas", {tabindex: "0", role: "img", class: "particles"});
    this.context = this.canvas.getContext("2d");
    this.bar = el("div", {class: "scale-bar", "aria-hidden": "true"});
    this.depth = el("div", {class: "depth"});
    this.caption = el("div", {class: "kept"});
    this.strip = new Strip(flow, this.line, this.costs(), {seek: (share) => page.seek(share), dark: page.dark});
    this.element = el("figure", {class: "pane"},
      el("figcaption", {class: "pane-head"}, this.chooser(), this.figures()),
      el("div", {class: "stage"}, this.canvas, this.depth, this.bar, this.caption),
      this.strip.element);
    this.listen();
  }

  costs() {
    const measured = this.network.lists?.transport_cost_blocks;
    return measured?.length === this.flow.K ? measured.map((cost) => cost ?? NaN) : blockCosts(this.flow);
  }

  chooser() {
    const choices = this.page.flows.map((flow, index) => [index, flow.name]);
    return choices.length > 1
      ? select("", choices, this.page.flows.indexOf(this.flow), (index) => this.page.exchange(this, Number(index)))
      : el("strong", {}, this.network.name);
  }

  figures() {
    const accuracy = quantity(this.network, "accuracy");
    const cost = quantity(this.network, "transport_cost");
    return el("div", {class: "figures"},
      accuracy.reason === undefined ? el("span", {}, el("b", {}, percent(accuracy.value)), " correct") : null,
      cost.reason === undefined ? el("span", {}, "transport cost ", el("b", {}, short(cost.value))) : null);
  }

  place() {
    return locate(this.line, this.page.clock.time * this.line.length);
  }

  /** Segments with their extents: as they are, or without the motion that all particles share. */
  get space() {
    if (this.page.options.drift) {
      return this.spaces.kept;
    }
    this.spaces.removed ??= space(this.flow.segments.map((segment) =>
      withoutDrift(segment, this.flow.n, extents(segment, this.flow.n))), this.flow.n);
    return this.spaces.removed;
  }

  /** The radius of the particles at the present time. */
  radius() {
    const {segment, position} = this.place();
    return extentAt(this.space.extents[segment], position).radius;
  }

  extent({segment, position}) {
    const {scale} = this.page.options;
    if (scale === "fixed") {
      return this.space.wholes[segment];
    }
    const own = extentAt(this.space.extents[segment], position);
    return scale === "shared" ? {centre: own.centre, radius: this.page.sharedRadius()} : own;
  }

  resize() {
    const box = this.canvas.getBoundingClientRect();
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    this.width = box.width;
    this.height = box.height;
    const width = Math.round(box.width * ratio);
    const height = Math.round(box.height * ratio);
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  paint() {
    const place = this.place();
    const segment = this.space.segments[place.segment];
    const frame = this.frames[place.segment];
    const {options} = this.page;
    const map = this.painter.paint(this.context, this.width, this.height, {
      segment, position: place.position, visible: place.visible, extent: this.extent(place), frame,
      zoom: this.zoom, pan: this.pan, colouring: this.page.colouringOf(this.flow), hidden: this.page.hidden,
      paths: options.paths, selected: this.page.selectedIn(this.flow), ink: this.page.ink, paper: this.page.paper,
      radius: this.flow.n > 1200 ? 2.6 : this.flow.n > 500 ? 3.2 : this.width < 420 ? 3.4 : 4.2,
    });
    this.strip.show(this.page.clock.time);
    this.write(place, segment, map);
  }

  write(place, segment, map) {
    const words = depthWords(this.flow, this.line, this.page.clock.time);
    if (words !== this.words) {
      this.words = words;
      this.depth.textContent = words;
      this.canvas.setAttribute("aria-label", `${this.flow.n} samples as particles in ${this.network.name}, ${words}. `
        + "Arrow keys turn the picture, plus and minus zoom, n and p select the next and previous sample.");
    }
    const bar = scaleBar(map.scale, 0.22 * this.width);
    this.bar.style.width = `${bar.pixels}px`;
    this.bar.textContent = short(bar.length, 1);
    const written = `${place.segment} ${this.page.options.drift}`;
    if (this.written !== written) {
      this.written = written;
      this.caption.textContent = (segment.exact ? "" : `${segment.directions} of `
        + `${segment.dimension.toLocaleString("en-GB")} directions, ${percent(segment.kept)} of the variance`)
        + (this.page.options.drift ? "" : `${segment.exact ? "" : "; "}common motion removed`);
    }
  }

  listen() {
    const {canvas, page} = this;
    const pointers = new Map();
    let moved = 0;
    let pinch = 0;
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      pointers.set(event.pointerId, event);
      moved = 0;
      pinch = 0;
    });
    canvas.addEventListener("pointermove", (event) => {
      const last = pointers.get(event.pointerId);
      if (!last) {
        this.hover(event);
        return;
      }
      const dx = event.clientX - last.clientX;
      const dy = event.clientY - last.clientY;
      moved += Math.hypot(dx, dy);
      pointers.set(event.pointerId, event);
      if (pointers.size === 2) {
        const [a, b] = [...pointers.values()];
        const span = Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
        if (pinch > 0) {
          this.zoomBy(span / pinch, this.width / 2, this.height / 2);
        }
        pinch = span;
      } else if (event.shiftKey || event.buttons === 4) {
        this.pan = [this.pan[0] + dx, this.pan[1] + dy];
        page.repaint();
      } else if (moved > CLICK) {
        hideTip();
        this.turn(dx / 150, dy / 150);
      }
    });
    const end = (event) => {
      const wasOne = pointers.size === 1;
      pointers.delete(event.pointerId);
      if (event.type === "pointerup" && wasOne && moved <= CLICK) {
        const found = this.under(event, event.pointerType === "touch" ? 24 : 10);
        page.choose(this.flow, found);
      }
    };
    canvas.addEventListener("pointerup", end);
    canvas.addEventListener("pointercancel", end);
    canvas.addEventListener("pointerleave", hideTip);
    canvas.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey && document.activeElement !== canvas) {
        return;
      }
      event.preventDefault();
      const box = canvas.getBoundingClientRect();
      this.zoomBy(Math.exp(-event.deltaY / 400), event.clientX - box.left, event.clientY - box.top);
    }, {passive: false});
    canvas.addEventListener("dblclick", () => this.reset());
    canvas.addEventListener("keydown", (event) => this.key(event));
  }

  key(event) {
    const turn = {ArrowLeft: [-0.15, 0], ArrowRight: [0.15, 0], ArrowUp: [0, -0.15], ArrowDown: [0, 0.15]}[event.key];
    if (turn && !event.altKey && !event.ctrlKey && !event.metaKey) {
      this.turn(...turn);
    } else if (event.key === "+" || event.key === "=") {
      this.zoomBy(1.2, this.width / 2, this.height / 2);
    } else if (event.key === "-") {
      this.zoomBy(1 / 1.2, this.width / 2, this.height / 2);
    } else if (event.key === "0") {
      this.reset();
    } else if (event.key === "n" || event.key === "p") {
      const {n} = this.flow;
      const at = this.page.selectedIn(this.flow);
      this.page.choose(this.flow, (at + (event.key === "n" ? 1 : -1) + n) % n);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  zoomBy(factor, x, y) {
    const zoom = Math.min(200, Math.max(0.2, this.zoom * factor));
    const real = zoom / this.zoom;
    this.pan = [x - this.width / 2 - real * (x - this.width / 2 - this.pan[0]),
      y - this.height / 2 - real * (y - this.height / 2 - this.pan[1])];
    this.zoom = zoom;
    this.page.repaint();
  }

  turn(right, down) {
    const {segment} = this.place();
    this.frames[segment] = dragged(this.frames[segment], right, down);
    this.page.repaint();
  }

  tour(seconds) {
    const {segment} = this.place();
    this.frames[segment] = toured(this.frames[segment], seconds);
  }

  /** Shows some kept directions as axes. */
  axes(axes) {
    this.frames = this.flow.segments.map((segment) => axesFrame(segment.directions, axes));
    this.page.repaint();
  }

  reset() {
    this.zoom = 1;
    this.pan = [0, 0];
    this.frames = this.flow.segments.map((segment) => axesFrame(segment.directions));
    this.page.repaint();
  }

  under(event, reach) {
    const box = this.canvas.getBoundingClientRect();
    const {of} = this.page.colouringOf(this.flow);
    return nearest(this.painter.pixels, this.flow.n, event.clientX - box.left, event.clientY - box.top, reach,
      (i) => !this.page.hidden.has(of[i]));
  }

  hover(event) {
    const found = event.pointerType === "touch" ? -1 : this.under(event, 10);
    this.canvas.style.cursor = found >= 0 ? "pointer" : "grab";
    if (found < 0) {
      hideTip();
      return;
    }
    const {flow} = this;
    const prediction = flow.predictions?.[found] ?? -1;
    showTip([
      `Sample ${flow.rows ? flow.rows[found] : found}`, thumbnail(flow, found, 64),
      flow.labels && className(flow, flow.labels[found])
        ? `${className(flow, flow.labels[found])}${prediction >= 0 ? ` → ${className(flow, prediction)}` : ""}`
          + (flow.confidence ? `, ${percent(flow.confidence[found])}` : "") : "",
      coordinates(flow, found), flow.costs ? `transport cost ${short(flow.costs[found])}` : "",
      flow.epsilon ? `distance to T*(x) ${short(flow.epsilon[found])}` : "",
    ], event.clientX, event.clientY);
  }

  /** Goes to the end of a block. */
  goTo(block) {
    this.page.seek(timeAfter(this.line, block) / this.line.length);
  }
}
