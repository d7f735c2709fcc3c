// Numbers as words: as many digits as are certain, no exponent where a person does not need one.

const MINUS = "−";

/** Three significant digits, e.g. "0.0124", "12.4", "1,912", "2.5 × 10⁻⁷"; "–" for what is not finite. */
export function short(x, digits = 3) {
  if (typeof x !== "number" || !Number.isFinite(x)) {
    return "–";
  }
  if (x === 0) {
    return "0";
  }
  const size = Math.abs(x);
  if (size >= 1e7 || size < 1e-4) {
    const [mantissa, exponent] = size.toExponential(digits - 1).split("e");
    return `${x < 0 ? MINUS : ""}${trimmed(mantissa)} × 10${raised(Number(exponent))}`;
  }
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  const text = size >= 1000 ? grouped(Math.round(size)) : trimmed(size.toFixed(Math.min(decimals, 8)));
  return (x < 0 ? MINUS : "") + text;
}

/** Digits that the width of the interval supports, e.g. 12.4 (11.9 to 13.0). */
export function withInterval(q) {
  if (q.reason !== undefined) {
    return "–";
  }
  return Number.isFinite(q.low) && Number.isFinite(q.high) && q.low !== null
    ? `${short(q.value)} (${short(q.low)} to ${short(q.high)})` : short(q.value);
}

/** A share as a percentage of three digits, e.g. "93.5 %". */
export function percent(share) {
  return Number.isFinite(share) ? `${short(100 * share)} %` : "–";
}

function grouped(whole) {
  return String(whole).replace(/\B(?=(\d{3})+$)/g, ",");
}

function trimmed(text) {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

function raised(exponent) {
  return String(exponent).replace("-", "⁻").replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]);
}

/** The cells of a table as CSV (RFC 4180); text that a spreadsheet would take for a formula is quoted with an apostrophe. */
export function csv(rows) {
  const cell = (value) => {
    const text = typeof value === "number" ? String(value) : (/^[=+@\t\r]|^-(?![\d.])/.test(value) ? "'" : "") + value;
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return rows.map((row) => row.map((value) => cell(value ?? "")).join(",")).join("\r\n") + "\r\n";
}
