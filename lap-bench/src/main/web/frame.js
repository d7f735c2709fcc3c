// The direction of view: three orthonormal rows of r numbers, which map r kept directions to right, up and towards.

const TOUR_SPEEDS = [0.31, 0.23, 0.37, 0.19, 0.29, 0.17, 0.41, 0.13, 0.43, 0.11, 0.47, 0.07, 0.53, 0.05, 0.59];

/** The frame that shows three of r directions as axes; with two directions, the third row is 0. */
export function axesFrame(r, axes = [0, 1, 2]) {
  return axes.map((axis) => Float64Array.from({length: r}, (_, j) => (j === axis ? 1 : 0)));
}

/** The frame after a drag of some radians to the right and down; in the plane it turns the picture. */
export function dragged(frame, right, down) {
  const [x, y, z] = frame.map((row) => row.slice());
  if (norm(z) === 0) {
    turn(x, y, -right - down);
  } else {
    turn(x, z, right);
    turn(y, z, -down);
  }
  return orthonormal([x, y, z]);
}

/** The frame of a grand tour some seconds later: every kept direction is turned into the picture sooner or later. */
export function toured(frame, seconds) {
  const r = frame[0].length;
  const rows = frame.map((row) => row.slice());
  if (r === 2) {
    turn(rows[0], rows[1], 0.3 * seconds);
    return orthonormal(rows);
  }
  let s = 0;
  for (let i = 0; i < Math.min(2, r); i++) {
    for (let j = i + 1; j < r; j++) {
      const angle = TOUR_SPEEDS[s++ % TOUR_SPEEDS.length] * seconds;
      const cos = Math.cos(angle);
      const sin = Math.sin(angle);
      for (const row of rows) {
        const a = row[i];
        row[i] = cos * a - sin * row[j];
        row[j] = sin * a + cos * row[j];
      }
    }
  }
  return orthonormal(rows);
}

/** Right and up of n points [n, r], into `out` [n, 2]. */
export function project(frame, points, n, out) {
  const r = frame[0].length;
  const [right, up] = frame;
  for (let i = 0; i < n; i++) {
    let x = 0;
    let y = 0;
    for (let j = 0, at = i * r; j < r; j++, at++) {
      x += right[j] * points[at];
      y += up[j] * points[at];
    }
    out[2 * i] = x;
    out[2 * i + 1] = y;
  }
  return out;
}

function turn(a, b, angle) {
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  for (let j = 0; j < a.length; j++) {
    const x = a[j];
    a[j] = cos * x + sin * b[j];
    b[j] = cos * b[j] - sin * x;
  }
}

function norm(row) {
  return Math.hypot(...row);
}

/** Gram and Schmidt; a row of zeros stays. */
function orthonormal(rows) {
  rows.forEach((row, i) => {
    for (let k = 0; k < i; k++) {
      const share = row.reduce((sum, value, j) => sum + value * rows[k][j], 0);
      row.forEach((_, j) => (row[j] -= share * rows[k][j]));
    }
    const length = norm(row);
    row.forEach((_, j) => (row[j] = length > 1e-9 ? row[j] / length : 0));
  });
  return rows;
}
