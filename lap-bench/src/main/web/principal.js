// Principal directions in the kept space, for views that follow the spread of the particles and not their drift.

/**
 * The r orthonormal directions (rows) of a symmetric matrix [r, r], by descending eigenvalue: Jacobi's rotations.
 */
export function eigenvectors(matrix) {
  const r = matrix.length;
  const a = matrix.map((row) => Float64Array.from(row));
  const v = a.map((_, i) => Float64Array.from({length: r}, (__, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < 60; sweep++) {
    let outside = 0;
    for (let p = 0; p < r; p++) {
      for (let q = p + 1; q < r; q++) {
        outside += a[p][q] ** 2;
        if (a[p][q] !== 0) {
          rotate(a, v, p, q);
        }
      }
    }
    if (outside < 1e-24 * a.reduce((sum, row, i) => sum + row[i] ** 2, 1e-300)) {
      break;
    }
  }
  return v.map((_, i) => i).sort((i, j) => a[j][j] - a[i][i]).map((i) => v[i]);
}

function rotate(a, v, p, q) {
  const theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  for (let k = 0; k < a.length; k++) {
    const [x, y] = [a[k][p], a[k][q]];
    a[k][p] = c * x - s * y;
    a[k][q] = s * x + c * y;
  }
  for (let k = 0; k < a.length; k++) {
    const [x, y] = [a[p][k], a[q][k]];
    a[p][k] = c * x - s * y;
    a[q][k] = s * x + c * y;
    const [u, w] = [v[p][k], v[q][k]];
    v[p][k] = c * u - s * w;
    v[q][k] = s * u + c * w;
  }
}

/** The matrix of second moments of rows [count, r]. */
export function moments(rows, r) {
  const matrix = Array.from({length: r}, () => new Float64Array(r));
  const count = rows.length / r;
  for (let i = 0; i < count; i++) {
    for (let p = 0; p < r; p++) {
      for (let q = 0; q <= p; q++) {
        matrix[p][q] += (rows[i * r + p] * rows[i * r + q]) / count;
      }
    }
  }
  matrix.forEach((row, p) => row.forEach((_, q) => (row[q] = q > p ? matrix[q][p] : row[q])));
  return matrix;
}

/** Rows [count, r] in other directions. */
export function turned(rows, directions) {
  const r = directions.length;
  const out = new Float32Array(rows.length);
  for (let at = 0; at < rows.length; at += r) {
    for (let k = 0; k < r; k++) {
      let sum = 0;
      for (let j = 0; j < r; j++) {
        sum += directions[k][j] * rows[at + j];
      }
      out[at + k] = sum;
    }
  }
  return out;
}
