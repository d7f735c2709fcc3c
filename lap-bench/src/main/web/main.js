// The page: reads the data, builds the parts, and links them.

import {FORMAT, openFlow} from "./data.js";
import {drift, extents} from "./camera.js";
import {Clock} from "./clock.js";
import {drawLegend, player, toolbar} from "./controls.js";
import {colouring, drawingOrder} from "./colour.js";
import {el, hideTip, select} from "./dom.js";
import {Pane} from "./pane.js";
import {sampleCard} from "./sample.js";
import {stops, timeAfter, timeline} from "./path.js";
import {Strip} from "./strip.js";
import {byTopic} from "./verdict.js";
import {blockKeys, byBlock, costAndAccuracy, ensemble, key, robustness, training} from "./figures.js";
import {confusion, holder} from "./matrices.js";
import {networksTable, quantitiesTable, samplesTable} from "./tables.js";

const KINDS = [["label", "class"], ["prediction", "predicted class"], ["correct", "correct or wrong"],
  ["cost", "transport cost"], ["epsilon", "distance to T*"], ["margin", "margin"],
  ["attack", "under attack"]];
const FIRST_BLOCKS = ["transport_cost_blocks", "lipschitz_pairs_depth", "probe_accuracy_depth",
  "holder_exponent_depth"];

class Page {
  constructor(data) {
    this.data = data;
    this.problems = [...(data.notes ?? [])];
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.flows = (data.flows ?? []).flatMap((flow, index) => {
      try {
        return [Object.assign(openFlow(flow, data.networks[flow.network], data.flows), {index})];
      } catch (error) {
        this.problems.push(`The particles of ${data.networks[flow.network]?.name ?? "a network"} cannot be shown: `
          + `${error.message}.`);
        return [];
      }
    });
    this.hidden = new Set();
    this.selection = null;
    this.colours = new Map();
    this.panes = [];
    const longest = Math.max(1, ...this.flows.map((flow) => flow.K));
    this.clock = new Clock(Math.min(14, Math.max(5, 0.75 * longest)));
    this.options = {kind: "label", paths: "trail", scale: "follow", tour: false, drift: !this.flows.some((flow) =>
      flow.segments.some((segment) => !segment.exact && drift(extents(segment, flow.n)) > 1))};
    this.clock.onChange(() => this.repaint());
    this.theme();
  }

  /** Light or dark as the person chose, or as the system says. */
  theme(chosen) {
    if (chosen) {
      document.documentElement.dataset.theme = chosen;
    }
    const set = document.documentElement.dataset.theme;
    this.dark = set ? set === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    const style = getComputedStyle(document.documentElement);
    this.ink = style.getPropertyValue("--ink").trim();
    this.paper = style.getPropertyValue("--stage").trim();
    this.colours.clear();
  }

  build() {
    document.title = this.data.title;
    const shown = (this.data.panes ?? []).map((index) => this.flows.find((flow) => flow.index === index)).filter(Boolean);
    this.panes = (shown.length ? shown : this.flows.slice(0, 2)).map((flow) => this.pane(flow));
    this.kinds = KINDS.filter(([kind]) => this.flows.some((flow) => colouring(flow, kind, false)));
    this.options.kind = this.kinds[0]?.[0] ?? "cost";
    this.options.scale = this.panes.length > 1 ? "shared" : "follow";
    this.reading = el("div", {class: "reading"});
    this.stage = el("div", {class: `panes panes-${this.panes.length}`}, this.panes.map((pane) => pane.element));
    this.legend = el("div", {class: "legend"});
    this.evidence = el("section", {class: "evidence", "aria-label": "Charts"});
    this.tables = el("section", {class: "tables", "aria-label": "Tables"});
    document.body.replaceChildren(
      el("a", {class: "skip", href: "#charts"}, "Skip to the charts"),
      el("main", {},
        el("div", {class: `opening${this.panes.length ? "" : " alone"}`},
          el("header", {}, el("h1", {}, this.data.title.split(" ").flatMap((word) =>
            [el("span", {class: word.length < 24 ? "word" : ""}, word), " "])), el("p", {class: "subtitle"}, this.data.subtitle ?? ""),
            this.reading),
          this.panes.length ? el("section", {class: "theatre", "aria-label": "Particles"},
            toolbar(this), this.stage, this.legend, player(this)) : null),
        this.panes.length ? null : this.networkAlone(),
        el("div", {id: "charts"}, this.evidence), this.tables, this.colophon()));
    this.read();
    drawLegend(this);
    this.drawEvidence();
    this.drawTables();
    this.listen();
    this.resize();
    let last = performance.now();
    const frame = (now) => {
      const seconds = Math.min(0.1, (now - last) / 1000);
      last = now;
      this.clock.advance(seconds);
      if (this.options.tour && this.panes.length) {
        this.panes.forEach((pane) => pane.tour(0.5 * seconds));
        this.dirty = true;
      }
      if (this.dirty) {
        this.dirty = false;
        this.paint();
      }
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  /** The drawing of the only network, if its particles are not shown. */
  networkAlone() {
    const [network] = this.data.networks;
    const costs = network?.lists?.transport_cost_blocks?.map((cost) => cost ?? NaN) ?? [];
    const blocks = network?.stages?.reduce((sum, stage) => sum + stage.blocks, 0) ?? 0;
    if (this.data.networks.length !== 1 || blocks === 0 || costs.length !== blocks) {
      return null;
    }
    let first = 0;
    const segments = network.stages.map((stage) => {
      const segment = {...stage, first};
      first += stage.blocks;
      return segment;
    });
    const flow = {name: network.name, K: blocks, segments};
    return el("section", {class: "alone-strip", "aria-label": "The network and its transport cost"},
      el("h2", {}, "Transport cost by block"),
      new Strip(flow, timeline(segments), costs, {dark: this.dark}).element);
  }

  pane(flow) {
    return new Pane(this, flow, this.data.networks[flow.network]);
  }

  paint() {
    this.panes.forEach((pane) => pane.paint());
    if (this.playButton) {
      const playing = this.clock.playing;
      if (this.playButton.dataset.playing !== String(playing)) {
        this.playButton.dataset.playing = String(playing);
        this.playButton.setAttribute("aria-label", playing ? "Pause" : "Play");
      }
      this.progress.value = String(Math.round(1000 * this.clock.time));
    }
  }

  repaint() {
    this.dirty = true;
  }

  seek(share) {
    this.clock.playing = false;
    this.clock.seek(share);
  }

  resize() {
    this.panes.forEach((pane) => pane.resize());
    this.repaint();
  }

  step(direction) {
    const times = [...new Set(this.panes.flatMap(({line}) => stops(line).map((time) => time / line.length)))]
      .sort((a, b) => a - b);
    this.clock.step(times, direction);
  }

  colouringOf(flow) {
    const id = `${flow.index} ${this.options.kind} ${this.dark}`;
    if (!this.colours.has(id)) {
      const found = colouring(flow, this.options.kind, this.dark)
        ?? {kind: "names", buckets: [{colour: "#888888", marker: "disc", name: "not measured"}],
          of: new Uint16Array(flow.n)};
      this.colours.set(id, {...found, order: drawingOrder(found)});
    }
    return this.colours.get(id);
  }

  /** The radius that holds the particles of every shown network at the present time. */
  sharedRadius() {
    return Math.max(...this.panes.map((pane) => pane.radius()));
  }

  shownNetworks() {
    return this.panes.length ? this.panes.map((pane) => pane.network)
      : this.data.networks.length === 1 ? this.data.networks : [];
  }

  selectedIn(flow) {
    if (!this.selection) {
      return -1;
    }
    return this.selection.flow === flow ? this.selection.i : this.sameSample(flow);
  }

  /** The same sample in another flow, by its row in the data, if both show the same data. */
  sameSample(flow) {
    const {flow: other, i} = this.selection;
    return flow.rows && other.rows && flow.segments[0].dimension === other.segments[0].dimension
      ? flow.rows.indexOf(other.rows[i]) : -1;
  }

  choose(flow, i, scroll = false) {
    this.selection = i >= 0 ? {flow, i} : null;
    this.read();
    this.repaint();
    const covered = this.selection && matchMedia("(max-width: 1080px)").matches;
    if (scroll || covered) {
      this.stage.scrollIntoView({behavior: this.still.matches ? "auto" : "smooth", block: covered ? "start" : "center"});
    }
  }

  /** The column of text: the verdict, or the sample that is selected. */
  read() {
    if (this.selection) {
      const {flow, i} = this.selection;
      const columns = this.panes.map((pane) => (
        {flow: pane.flow, i: this.selectedIn(pane.flow), title: pane.network.method ?? pane.network.name}))
        .filter((column) => column.i >= 0);
      this.reading.replaceChildren(sampleCard(flow, i, {
        columns: columns.length > 1 ? columns : [{flow, i, title: ""}],
        choose: (j) => this.choose(flow, j),
        goTo: (shown, block) => this.panes.find((pane) => pane.flow === shown)?.goTo(block),
        close: () => this.choose(flow, -1)}));
      return;
    }
    this.reading.replaceChildren(
      el("dl", {class: "verdict"}, byTopic(this.data.verdict ?? []).map(({heading, topic, sentences}) => (heading
        ? el("dt", {class: "heading"}, heading)
        : el("div", {}, el("dt", {}, topic), sentences.map(({text, caveat}) =>
          el("dd", {}, this.linked(topic, text), caveat ? el("small", {}, caveat) : null)))))),
      this.problems.length ? el("div", {class: "problems"}, this.problems.map((problem) => el("p", {}, problem))) : "");
  }

  /** The text of a sentence; in one about samples, a number of a sample that is shown selects it. */
  linked(topic, text) {
    if (topic !== "Samples" || this.panes.length === 0) {
      return [text];
    }
    const {flow} = this.panes[0];
    return text.split(/(\b\d+(?= \())/).map((part) => {
      const i = /^\d+$/.test(part) && flow.rows ? flow.rows.indexOf(Number(part)) : -1;
      return i < 0 ? part : el("button", {type: "button", class: "sample-link",
        onclick: () => this.choose(flow, i)}, part);
    });
  }

  exchange(pane, index) {
    const at = this.panes.indexOf(pane);
    this.panes[at] = this.pane(this.flows[index]);
    this.placePanes();
  }

  sideBySide(on) {
    const other = this.flows.find((flow) => flow !== this.panes[0].flow);
    this.panes = on ? [this.panes[0], this.pane(other)] : [this.panes[0]];
    this.placePanes();
  }

  placePanes() {
    this.stage.className = `panes panes-${this.panes.length}`;
    this.stage.replaceChildren(...this.panes.map((pane) => pane.element));
    drawLegend(this);
    this.read();
    this.drawEvidence();
    this.drawTables();
    this.resize();
  }

  /** Shows the particles of a network in the last pane. */
  showNetwork(network) {
    const flow = this.flows.find((candidate) => candidate.index === network.flow);
    if (flow && this.panes.length) {
      const at = this.panes.findIndex((pane) => pane.flow === flow);
      if (at < 0) {
        this.panes[this.panes.length - 1] = this.pane(flow);
        this.placePanes();
      }
      this.stage.scrollIntoView({behavior: this.still.matches ? "auto" : "smooth", block: "center"});
    }
  }

  goToBlock(network, block) {
    const pane = this.panes.find((candidate) => candidate.network === network);
    if (pane) {
      this.seek(timeAfter(pane.line, block) / pane.line.length);
    }
  }

  drawEvidence() {
    const keys = blockKeys(this.data.networks);
    this.chosenBlocks ??= [...FIRST_BLOCKS.filter((name) => keys.includes(name)),
      ...keys.filter((name) => !FIRST_BLOCKS.includes(name))].slice(0, 2);
    const chart = (slot) => {
      const holder = el("div", {class: "chosen"});
      const draw = () => holder.replaceChildren(select("", keys.map((name) =>
        [name, this.data.definitions?.[name]?.name ?? name.replaceAll("_", " ")]), this.chosenBlocks[slot], (name) => {
        this.chosenBlocks[slot] = name;
        draw();
      }), byBlock(this, this.chosenBlocks[slot]));
      draw();
      return holder;
    };
    const charts = [costAndAccuracy(this), ...this.chosenBlocks.map((_, slot) => chart(slot)), holder(this),
      confusion(this), ...robustness(this), ...ensemble(this), ...training(this)].filter(Boolean);
    this.evidence.replaceChildren(...(charts.length ? [el("h2", {}, "What was measured"), key(this) ?? "",
      el("div", {class: "charts"}, charts)] : []));
  }

  drawTables() {
    this.tables.replaceChildren(...[networksTable(this), samplesTable(this), quantitiesTable(this)].filter(Boolean));
  }

  colophon() {
    const other = () => (this.dark ? "light" : "dark");
    const mode = el("button", {type: "button", class: "quiet", onclick: () => {
      this.theme(other());
      mode.textContent = `Use ${other()} colours`;
      this.panes = this.panes.map((pane) => this.pane(pane.flow));
      this.placePanes();
    }}, `Use ${other()} colours`);
    return el("footer", {}, el("p", {}, (this.data.about ?? []).map(([name, value]) =>
      el("span", {}, `${name} `, el("b", {}, value)))),
    el("p", {class: "soft keys"}, "Keys: space plays, ← → step through blocks, Home and End go to the ends, g turns "
      + "the view, Escape closes a sample; in a picture, arrows turn, + − zoom, n p select samples. Drag to turn, "
      + "shift and drag to move, ctrl and wheel to zoom."), mode);
  }

  listen() {
    addEventListener("scroll", hideTip, {passive: true});
    new ResizeObserver(() => this.resize()).observe(this.stage);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.theme();
      this.panes = this.panes.map((pane) => this.pane(pane.flow));
      this.placePanes();
    });
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
        return;
      }
      const actions = {
        " ": () => this.clock.toggle(), ArrowLeft: () => this.step(-1), ArrowRight: () => this.step(1),
        Home: () => this.seek(0), End: () => this.seek(1), Escape: () => this.choose(null, -1),
        g: () => this.stage.closest(".theatre").querySelector(".tour").click(),
      };
      const isButton = event.key === " " && event.target.closest("button, summary, [role=button], a");
      if (actions[event.key] && !isButton && this.panes.length) {
        event.preventDefault();
        actions[event.key]();
      }
    });
  }
}

/** Starts the page with the data in the document; says what is wrong if it cannot. */
export function start() {
  try {
    const data = JSON.parse(document.getElementById("lap-data").textContent);
    if (data.format !== FORMAT) {
      throw new Error(`the data have the format '${data.format}', this page reads '${FORMAT}'`);
    }
    const page = new Page(data);
    page.build();
    globalThis.lapPage = page;
    if (!page.still.matches && page.panes.length) {
      page.clock.play();
    }
  } catch (error) {
    document.body.replaceChildren(el("main", {}, el("h1", {}, "This report cannot be shown"),
      el("p", {}, `${error.message}.`)));
    throw error;
  }
}
