package org.leastaction.metrics.frontier;

import java.util.ArrayList;
import java.util.List;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.statistics.Regression;

/**
 * The box-counting dimension of the frontier between classes of the plane.
 *
 * <p>A square lattice is classified; a box belongs to the frontier if it holds a unit cell whose corners are of several
 * classes. The dimension is the slope of ln (number of such boxes) over ln (1/side), sides doubling from 2 cells to an
 * eighth of the lattice. Its interval is Student's for the slope, widened to either side by the difference between the
 * slopes of the smaller and of the larger half of the sides, a measure of the deviation from one power law, and by the
 * change that one box more or less would make.
 *
 * @param dimension in [0, 2]
 * @param sides     of the boxes, in cells, ascending
 * @param boxes     number of boxes of each side that contain frontier
 */
public record BoxCounting(Estimate dimension, List<Integer> sides, List<Long> boxes) {

    private static final int LEAST_SIDE = 2;

    public BoxCounting {
        sides = List.copyOf(sides);
        boxes = List.copyOf(boxes);
    }

    /**
     * Counts the boxes. O(lattice²).
     *
     * @param classes of the lattice's points, [side + 1, side + 1], row-major
     * @param side    cells on a side: a power of 2, at least 64
     * @throws IllegalArgumentException for another side or number of points, or if all points are of one class, which
     *                                  has no frontier
     */
    public static BoxCounting of(int[] classes, int side) {
        if (side < 64 || Integer.bitCount(side) != 1 || classes.length != (side + 1) * (side + 1)) {
            throw new IllegalArgumentException("boxes are counted on a lattice of (side + 1)² points, side a power of 2"
                    + " of at least 64, not on " + classes.length + " points of side " + side);
        }
        boolean[] marked = cells(classes, side);
        List<Integer> sides = new ArrayList<>();
        List<Long> boxes = new ArrayList<>();
        int cells = side;
        for (int box = 1; box <= side / 8; box *= 2) {
            if (box > 1) {
                marked = merged(marked, cells);
                cells /= 2;
            }
            if (box >= LEAST_SIDE) {
                sides.add(box);
                boxes.add(count(marked));
            }
        }
        if (boxes.get(boxes.size() - 1) == 0) {
            throw new IllegalArgumentException("all points are of one class, so there is no frontier");
        }
        return new BoxCounting(dimension(sides, boxes), sides, boxes);
    }

    private static boolean[] cells(int[] classes, int side) {
        boolean[] marked = new boolean[side * side];
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                int corner = row * (side + 1) + column;
                marked[row * side + column] = classes[corner] != classes[corner + 1]
                        || classes[corner] != classes[corner + side + 1]
                        || classes[corner] != classes[corner + side + 2];
            }
        }
        return marked;
    }

    /** Boxes of twice the side. */
    private static boolean[] merged(boolean[] marked, int cells) {
        int half = cells / 2;
        boolean[] merged = new boolean[half * half];
        for (int row = 0; row < cells; row++) {
            for (int column = 0; column < cells; column++) {
                merged[row / 2 * half + column / 2] |= marked[row * cells + column];
            }
        }
        return merged;
    }

    private static long count(boolean[] marked) {
        long count = 0;
        for (boolean mark : marked) {
            count += mark ? 1 : 0;
        }
        return count;
    }

    private static Estimate dimension(List<Integer> sides, List<Long> boxes) {
        int n = sides.size();
        Regression line = fit(sides, boxes, 0, n);
        double slope = line.slope().value();
        double student = line.slope().width() / 2;
        int half = (n + 1) / 2;
        double bend = n < 5 ? student : Math.abs(
                chord(sides, boxes, 0, half) - chord(sides, boxes, n - half, n));
        // The change of the slope by one of the largest boxes more or less.
        double grain = 1 / (boxes.get(n - 1) * Math.log((double) sides.get(n - 1) / sides.get(0)));
        double spread = student + bend + grain;
        double held = Math.min(2, Math.max(0, slope));
        return new Estimate(held, Math.max(0, Math.min(held, slope - spread)),
                Math.min(2, Math.max(held, slope + spread)));
    }

    private static Regression fit(List<Integer> sides, List<Long> boxes, int from, int to) {
        double[] x = new double[to - from];
        double[] y = new double[to - from];
        for (int i = from; i < to; i++) {
            x[i - from] = -Math.log(sides.get(i));
            y[i - from] = Math.log(boxes.get(i));
        }
        return Regression.of(x, y);
    }

    private static double chord(List<Integer> sides, List<Long> boxes, int from, int to) {
        return fit(sides, boxes, from, to).slope().value();
    }
}
