// Colours and markers. The palette is that of the PDF; what differs in colour also differs in shape.

export const CLASSES =
  ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#3A3A3A", "#F0E442"];
export const METHODS = ["#3A3A3A", "#56B4E9", "#D55E00", "#009E73", "#CC79A7", "#E69F00"];
export const INITIALISATIONS = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9"];
export const MARKERS = ["disc", "triangle", "square", "diamond", "wedge", "cross"];

const ON_DARK = {"#3A3A3A": "#C9CDD2", "#0072B2": "#2F8FD0"};

/** What the attack ensemble did to a sample, by its code. */
export const FATES = ["not attacked", "stands", "broken by an attack", "wrong without attack"];

/** On dark paper the dark grey and the dark blue of the palette are exchanged for lighter ones. */
export function ofClass(label, dark) {
  const colour = CLASSES[((label % CLASSES.length) + CLASSES.length) % CLASSES.length];
  return dark ? ON_DARK[colour] ?? colour : colour;
}

/** The marker of a class: classes that share a colour differ in marker. */
export function markerOf(label) {
  const colour = ((label % CLASSES.length) + CLASSES.length) % CLASSES.length;
  return MARKERS[(colour + Math.max(0, Math.floor(label / CLASSES.length))) % MARKERS.length];
}

/** Anchors of a scale that is read in grey too (after cividis), from dark to light. */
const SEQUENCE = [[0, 34, 78], [53, 69, 108], [102, 105, 112], [148, 142, 119], [200, 182, 103], [254, 232, 56]];
/** Around 0: vermilion below, grey, blue above. */
const DIVERGING = [[140, 60, 0], [213, 94, 0], [240, 190, 160], [190, 190, 190], [150, 200, 230], [0, 114, 178], [0, 70, 120]];

/** A colour of a sequence, share in [0, 1]; grey for NaN. */
export function sequential(share) {
  return blended(SEQUENCE, share);
}

/** A colour of a scale with a middle, share in [0, 1], middle ½. */
export function diverging(share) {
  return blended(DIVERGING, share);
}

function blended(anchors, share) {
  if (!Number.isFinite(share)) {
    return "#999999";
  }
  const at = Math.min(1, Math.max(0, share)) * (anchors.length - 1);
  const k = Math.min(anchors.length - 2, Math.floor(at));
  const channels = anchors[k].map((a, c) => Math.round(a + (at - k) * (anchors[k + 1][c] - a)));
  return `#${channels.map((c) => c.toString(16).padStart(2, "0")).join("")}`;
}

/** Buckets of a continuous scale: a particle's colour is one of them, so that particles can be drawn in groups. */
export const BUCKETS = 32;

/**
 * The colouring of a flow: a bucket for each particle, and for each bucket a colour, a marker and, for classes, a name.
 * `kinds` that a flow lacks give null.
 */
export function colouring(flow, kind, dark) {
  switch (kind) {
    case "label":
      return byClass(flow, flow.labels, dark);
    case "prediction":
      return byClass(flow, flow.predictions, dark);
    case "correct":
      return flow.labels && flow.predictions ? named(flow, (i) => (flow.labels[i] === flow.predictions[i] ? 0 : 1), [
        {colour: dark ? "#56B4E9" : "#0072B2", marker: "disc", name: "correct"},
        {colour: "#D55E00", marker: "cross", name: "wrong"}]) : null;
    case "attack":
      return flow.fates ? named(flow, (i) => flow.fates[i], [
        {colour: dark ? "#5B636B" : "#C4C8CC", marker: "disc", name: FATES[0]},
        {colour: dark ? "#56B4E9" : "#0072B2", marker: "disc", name: FATES[1]},
        {colour: "#D55E00", marker: "cross", name: FATES[2]},
        {colour: dark ? "#C9CDD2" : "#3A3A3A", marker: "triangle", name: FATES[3]}]) : null;
    case "cost":
      return continuous(flow.costs, "transport cost", dark);
    case "epsilon":
      return continuous(flow.epsilon, "distance to T*", dark);
    case "margin":
      return continuous(flow.margin, "margin", dark);
    default:
      return null;
  }
}

function byClass(flow, labels, dark) {
  if (!labels) {
    return null;
  }
  const present = [...new Set(labels)].filter((label) => label >= 0).sort((a, b) => a - b);
  const buckets = present.map((label) => (
    {colour: ofClass(label, dark), marker: markerOf(label), name: flow.classes[label] ?? String(label), label}));
  const unknown = labels.some((label) => label < 0);
  if (unknown) {
    buckets.push({colour: "#999999", marker: "disc", name: "unknown", label: -1});
  }
  const index = new Map(present.map((label, k) => [label, k]));
  return {kind: "names", buckets, of: Uint16Array.from(labels, (label) => index.get(label) ?? present.length)};
}

function named(flow, bucketOf, buckets) {
  return {kind: "names", buckets, of: Uint16Array.from({length: flow.n}, (_, i) => bucketOf(i))};
}

/** Ranks between the 2nd and 98th percentile, so that one extreme does not take all colours. */
function continuous(values, name, dark) {
  if (!values) {
    return null;
  }
  const finite = Array.from(values).filter(Number.isFinite).sort((a, b) => a - b);
  if (finite.length === 0) {
    return null;
  }
  const twoSided = name === "margin";
  let low = finite[Math.floor(0.02 * (finite.length - 1))];
  let high = finite[Math.ceil(0.98 * (finite.length - 1))];
  if (twoSided) {
    high = Math.max(Math.abs(low), Math.abs(high));
    low = -high;
  }
  const width = high - low || 1;
  const shown = (share) => (twoSided ? diverging(share) : sequential(dark ? 0.15 + 0.85 * share : 0.92 * share));
  return {
    kind: "scale", name, low, high,
    buckets: Array.from({length: BUCKETS}, (_, b) => ({colour: shown(b / (BUCKETS - 1)), marker: "disc", name: ""})),
    of: Uint16Array.from(values, (value) => (Number.isFinite(value)
      ? Math.min(BUCKETS - 1, Math.max(0, Math.floor(((value - low) / width) * BUCKETS))) : 0)),
  };
}

/** The order in which particles are drawn: rare groups of few names come last, on top of the others. */
export function drawingOrder({kind, of, buckets}) {
  const order = Uint16Array.from(of, (_, i) => i);
  if (kind !== "names" || buckets.length > 4) {
    return order;
  }
  const sizes = new Uint32Array(buckets.length);
  of.forEach((bucket) => sizes[bucket]++);
  return order.sort((i, j) => sizes[of[j]] - sizes[of[i]] || of[i] - of[j] || i - j);
}

/** White for no share of the cost, blue for the greatest, for boxes that stand for blocks. */
export function heat(share, dark) {
  const from = dark ? [38, 44, 50] : [238, 243, 247];
  const to = dark ? [86, 180, 233] : [0, 114, 178];
  return `rgb(${from.map((a, c) => Math.round(a + Math.min(1, Math.max(0, share || 0)) * (to[c] - a))).join(",")})`;
}
