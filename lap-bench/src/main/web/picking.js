// Which particle is under the pointer.

/** The nearest of n points [n, 2] within some pixels of (x, y) that is shown; −1 if there is none. */
export function nearest(pixels, n, x, y, reach, isShown = () => true) {
  let best = -1;
  let least = reach * reach;
  for (let i = 0; i < n; i++) {
    const dx = pixels[2 * i] - x;
    const dy = pixels[2 * i + 1] - y;
    const squared = dx * dx + dy * dy;
    if (squared <= least && isShown(i)) {
      least = squared;
      best = i;
    }
  }
  return best;
}
