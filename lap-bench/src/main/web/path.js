// Where a particle is at any time: a timeline over blocks and segments, and straight paths between states.

/** Length of the pause between two segments, in blocks: the view changes from one space to the next. */
export const CHANGE = 0.7;

/** The timeline of a network: `length` in blocks, with a pause between segments. */
export function timeline(segments) {
  const starts = [];
  let at = 0;
  segments.forEach((segment, s) => {
    at += s > 0 ? CHANGE : 0;
    starts.push(at);
    at += segment.blocks;
  });
  return {starts, segments, length: at};
}

/**
 * The place of a time in [0, length]: the segment, the position in [0, blocks] within it, and how visible it is.
 * During a pause the old segment fades out at its end, then the new one fades in at its start.
 */
export function locate(line, time) {
  const last = line.segments.length - 1;
  for (let s = 0; s <= last; s++) {
    const end = line.starts[s] + line.segments[s].blocks;
    if (time <= end || s === last) {
      return {segment: s, position: clamp(time - line.starts[s], 0, line.segments[s].blocks), visible: 1};
    }
    const share = (time - end) / CHANGE;
    if (share < 0.5) {
      return {segment: s, position: line.segments[s].blocks, visible: 1 - 2 * share};
    }
    if (share < 1) {
      return {segment: s + 1, position: 0, visible: 2 * share - 1};
    }
  }
  return {segment: 0, position: 0, visible: 1};
}

/** The time at which a block, counted over all segments from 0, has moved its data: its end; −1 gives the start. */
export function timeAfter(line, block) {
  let before = 0;
  for (let s = 0; s < line.segments.length; s++) {
    const blocks = line.segments[s].blocks;
    if (block < before + blocks) {
      return line.starts[s] + Math.max(0, block - before + 1);
    }
    before += blocks;
  }
  return line.length;
}

/** All times at which every particle is at a state: where stepping stops. */
export function stops(line) {
  return line.segments.flatMap((segment, s) =>
    Array.from({length: segment.blocks + 1}, (_, k) => line.starts[s] + k));
}

/** The coordinates of all particles at a position within a segment, [n, directions], into `out`. */
export function interpolate(segment, n, position, out) {
  const size = n * segment.directions;
  const k = Math.min(Math.floor(position), segment.blocks - 1);
  const share = position - k;
  const from = Math.max(0, k) * size;
  const to = from + (segment.blocks > 0 ? size : 0);
  for (let i = 0; i < size; i++) {
    const x = segment.states[from + i];
    out[i] = x + share * (segment.states[to + i] - x);
  }
  return out;
}

export function clamp(x, low, high) {
  return Math.min(high, Math.max(low, x));
}
