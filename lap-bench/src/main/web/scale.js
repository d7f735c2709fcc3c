// Axes: linear and logarithmic scales with round ticks.

/** A linear scale from [low, high], widened to round ends, to pixels [from, to]. */
export function linear(values, from, to, {zero = false, whole = false, count = 5} = {}) {
  const finite = values.filter(Number.isFinite);
  let low = Math.min(...finite, ...(zero || finite.length === 0 ? [0] : []));
  let high = Math.max(...finite, ...(zero ? [0] : []), ...(finite.length === 0 ? [1] : []));
  if (low === high) {
    const room = Math.abs(low) * 0.5 || 1;
    low -= low >= 0 && low - room < 0 && zero ? low : room;
    high += room;
  }
  const step = Math.max(roundStep((high - low) / count), whole ? 1 : 0);
  low = Math.floor(low / step + 1e-9) * step;
  high = Math.ceil(high / step - 1e-9) * step;
  const ticks = [];
  for (let k = Math.round(low / step); k <= Math.round(high / step); k++) {
    ticks.push(k * step);
  }
  const at = (x) => from + ((x - low) / (high - low)) * (to - from);
  return Object.assign(at, {low, high, ticks: ticks.map((tick) => Number(tick.toPrecision(12))), kind: "linear"});
}

/** A logarithmic scale; values that are not positive have no place (NaN). */
export function logarithmic(values, from, to) {
  const logs = values.filter((value) => value > 0 && Number.isFinite(value)).map(Math.log10);
  let low = logs.length ? Math.min(...logs) : 0;
  let high = logs.length ? Math.max(...logs) : 1;
  const room = Math.max(0.06 * (high - low), 0.05);
  low -= room;
  high += room;
  const digits = high - low > 2.2 ? [1] : high - low > 0.9 ? [1, 2, 5] : [1, 1.5, 2, 3, 4, 5, 6, 8];
  const ticks = [];
  const stride = Math.max(1, Math.ceil((high - low) / 6));
  for (let e = Math.floor(low); e <= Math.ceil(high); e += stride) {
    for (const digit of digits) {
      const tick = Number((digit * 10 ** e).toPrecision(3));
      if (Math.log10(tick) >= low && Math.log10(tick) <= high) {
        ticks.push(tick);
      }
    }
  }
  const at = (x) => (x > 0 ? from + ((Math.log10(x) - low) / (high - low)) * (to - from) : NaN);
  return Object.assign(at, {low: 10 ** low, high: 10 ** high, ticks, kind: "logarithmic"});
}

/** Places for words, with room on both sides. */
export function categories(words, from, to) {
  const at = (k) => from + ((k + 0.5) / words.length) * (to - from);
  return Object.assign(at, {low: 0, high: words.length - 1, ticks: words.map((_, k) => k), words, kind: "words"});
}

/** Logarithmic if all values are positive and differ by more than a factor of 30, else linear. */
export function fitting(values, from, to, options) {
  const finite = values.filter(Number.isFinite);
  const least = Math.min(...finite);
  return finite.length > 1 && least > 0 && Math.max(...finite) > 30 * least
    ? logarithmic(values, from, to) : linear(values, from, to, options);
}

/** 1, 2 or 5 times a power of ten, at least a number. */
function roundStep(least) {
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((digit) => digit * power).find((step) => step >= least * (1 - 1e-9));
}
