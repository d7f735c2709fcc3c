// The page's data, as docs/page-data.md describes them: packed arrays become typed arrays.

const READERS = {
  f32: (view, n) => Float32Array.from({length: n}, (_, i) => view.getFloat32(4 * i, true)),
  f16: (view, n) => Float32Array.from({length: n}, (_, i) => halfToNumber(view.getUint16(2 * i, true))),
  i32: (view, n) => Int32Array.from({length: n}, (_, i) => view.getInt32(4 * i, true)),
  i16: (view, n) => Int16Array.from({length: n}, (_, i) => view.getInt16(2 * i, true)),
  u16: (view, n) => Uint16Array.from({length: n}, (_, i) => view.getUint16(2 * i, true)),
  u8: (view, n) => Uint8Array.from({length: n}, (_, i) => view.getUint8(i)),
};
const BYTES = {f32: 4, f16: 2, i32: 4, i16: 2, u16: 2, u8: 1};
export const FORMAT = "lap-page/1";

/** The number that 16 bits stand for (IEEE 754 binary16). */
export function halfToNumber(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) {
    return sign * fraction * 2 ** -24;
  }
  if (exponent === 31) {
    return fraction ? NaN : sign * Infinity;
  }
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** The values of a packed array, row-major; an Error says what is wrong with it. */
export function unpack(packed) {
  const read = READERS[packed.type];
  if (!read) {
    throw new Error(`an array has the unknown type '${packed.type}'`);
  }
  const n = packed.shape.reduce((product, extent) => product * extent, 1);
  const text = atob(packed.data);
  if (text.length !== n * BYTES[packed.type]) {
    throw new Error(`an array of shape ${packed.shape} needs ${n * BYTES[packed.type]} bytes, not ${text.length}`);
  }
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  const values = read(new DataView(bytes.buffer), n);
  if (packed.scale !== undefined && packed.scale !== 1) {
    for (let i = 0; i < n; i++) {
      values[i] *= packed.scale;
    }
  }
  return values;
}

/**
 * A flow with typed arrays; `K` counts all its blocks. Arrays that are absent are null. `all` are the flows of the page,
 * one of which may have the pictures of this one.
 */
export function openFlow(flow, network, all = []) {
  const optional = (packed) => (packed ? unpack(packed) : null);
  let first = 0;
  const segments = flow.segments.map((segment, index) => {
    const [states, samples, directions] = segment.states.shape;
    if (states !== segment.blocks + 1 || samples !== flow.samples) {
      throw new Error(`segment ${index + 1} has states of shape ${segment.states.shape}`);
    }
    const opened = {
      ...segment, index, first, directions,
      states: unpack(segment.states), optimal: optional(segment.optimal),
      shape: network.stages?.[index]?.shape ?? String(segment.dimension),
    };
    first += segment.blocks;
    return opened;
  });
  return {
    ...flow, pictures: all[flow.pictures]?.pictures ?? flow.pictures, name: network.name, segments, K: first, n: flow.samples,
    blockNames: network.blockNames ?? [],
    rows: optional(flow.rows), labels: optional(flow.labels), predictions: optional(flow.predictions),
    confidence: optional(flow.confidence), margin: optional(flow.margin), costs: optional(flow.costs),
    epsilon: optional(flow.epsilon), blockCosts: optional(flow.blockCosts), fates: optional(flow.fates),
    neighboursBefore: optional(flow.neighboursBefore), neighboursAfter: optional(flow.neighboursAfter),
    inputs: optional(flow.inputs), classes: flow.classes ?? [],
  };
}

/** The name of a class; its number if it has none; empty for −1, which stands for "unknown". */
export function className(flow, label) {
  return label === null || label === undefined || label < 0 ? "" : flow.classes[label] ?? String(label);
}

/** A quantity in the page's data: {value, low, high}, or {reason} if it is missing. */
export function quantity(network, key) {
  const found = network.quantities?.[key];
  if (typeof found === "number") {
    return {value: found};
  }
  if (Array.isArray(found)) {
    return {value: found[0], low: found[1], high: found[2]};
  }
  return {reason: typeof found === "string" ? found : "not measured"};
}
