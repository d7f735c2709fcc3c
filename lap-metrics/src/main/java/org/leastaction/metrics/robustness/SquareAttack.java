package org.leastaction.metrics.robustness;

import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.leastaction.points.FloatPoints;

/**
 * Square attack (Andriushchenko et al. 2020): random search over square windows of the perturbation, which only
 * evaluates the classifier. A window is kept if it lowers the margin ln p(y) − max_{c≠y} ln p(c).
 *
 * <p>In L∞ it starts from vertical stripes of ±radius, and a window is moved by ±2·radius, clipped to the ball, in each
 * channel. In L2 it starts from tiles of a bump pattern, and the length in two windows is moved into one of them. The
 * share p of the pixels in a window begins at 0.8 and is halved by a schedule. Points that are not images have windows
 * of adjacent coordinates.
 *
 * @param queries  evaluations of each input after the start, at least 1; 5,000 in the standard version
 * @param schedule when p is halved
 * @param layout   of the inputs
 * @param stop     when the attack on an input stops
 * @param seed     of the search
 */
public record SquareAttack(int queries, Schedule schedule, PixelLayout layout, Stop stop, long seed)
        implements Attack {

    private static final double FIRST_SHARE = 0.8;
    private static final int[] HALVINGS = {10, 50, 200, 500, 1_000, 2_000, 4_000, 6_000, 8_000};
    private static final int PUBLISHED_QUERIES = 10_000;
    private static final int TILES = 5;

    /** When the share of pixels is halved. */
    public enum Schedule {
        /** After the published numbers of queries, whatever their total. */
        PUBLISHED,
        /** After the published shares of the total. */
        RESCALED
    }

    /** @throws IllegalArgumentException for fewer than 1 query */
    public SquareAttack {
        Objects.requireNonNull(schedule, "schedule");
        Objects.requireNonNull(layout, "layout");
        Objects.requireNonNull(stop, "stop");
        if (queries < 1) {
            throw new IllegalArgumentException("a square attack has at least 1 query, not " + queries);
        }
    }

    /** 5,000 queries by the published schedule, until broken. */
    public static SquareAttack standard(PixelLayout layout, long seed) {
        return new SquareAttack(5_000, Schedule.PUBLISHED, layout, Stop.WHEN_BROKEN, seed);
    }

    /** With the schedule rescaled to another number of queries. */
    public SquareAttack withQueries(int newQueries) {
        return new SquareAttack(newQueries, Schedule.RESCALED, layout, stop, seed);
    }

    public SquareAttack withStop(Stop newStop) {
        return new SquareAttack(queries, schedule, layout, newStop, seed);
    }

    @Override
    public String key() {
        return "square";
    }

    @Override
    public String title() {
        return "Square";
    }

    @Override
    public boolean needsGradients() {
        return false;
    }

    @Override
    public Attacked attack(Target target, @Nullable ScoreGradients gradients, AttackBall ball) {
        if (layout.size() != target.inputs().dimension()) {
            throw new IllegalArgumentException("a square attack on images of " + layout.size()
                    + " elements cannot attack inputs of " + target.inputs().dimension());
        }
        Findings findings = new Findings(target);
        int[] rows = findings.rows(stop);
        if (rows.length > 0) {
            new Search(target, ball, findings, rows).run();
        }
        return findings.result();
    }

    double share(int query) {
        int published = schedule == Schedule.PUBLISHED
                ? query : (int) ((double) query / queries * PUBLISHED_QUERIES);
        double share = FIRST_SHARE;
        for (int halving : HALVINGS) {
            share /= published > halving ? 2 : 1;
        }
        return share;
    }

    /** The search for some rows; arrays hold the rows that are still attacked. */
    private final class Search {

        private final Target target;
        private final AttackBall ball;
        private final Findings findings;
        private final int d;
        private int[] rows;
        private final SplittableRandom[] random;
        /** The perturbed inputs of least margin, and their margins. */
        private final float[] best;
        private final double[] margins;
        private final float[] next;

        Search(Target target, AttackBall ball, Findings findings, int[] rows) {
            this.target = target;
            this.ball = ball;
            this.findings = findings;
            this.rows = rows;
            this.d = target.inputs().dimension();
            this.random = new SplittableRandom[rows.length];
            this.best = new float[Math.multiplyExact(rows.length, d)];
            this.next = new float[rows.length * d];
            this.margins = new double[rows.length];
            Arrays.fill(margins, Double.POSITIVE_INFINITY);
            for (int i = 0; i < rows.length; i++) {
                random[i] = Attack.random(seed, rows[i], 0);
            }
        }

        void run() {
            float[] by = new float[d];
            for (int query = -1; query < queries && rows.length > 0; query++) {
                for (int i = 0; i < rows.length; i++) {
                    int origin = target.inputs().offset() + rows[i] * d;
                    for (int j = 0; j < d; j++) {
                        by[j] = query < 0 ? 0 : best[i * d + j] - target.inputs().array()[origin + j];
                    }
                    if (ball.norm() == Norm.L_INFINITY) {
                        changeSigns(by, query, random[i]);
                    } else {
                        moveLength(by, query, random[i]);
                    }
                    target.moved(rows[i], by, next, i * d);
                }
                evaluate();
            }
        }

        private void evaluate() {
            FloatPoints scores = target.scores(FloatPoints.wrap(next, rows.length, d));
            int kept = 0;
            for (int i = 0; i < rows.length; i++) {
                int label = target.labels()[rows[i]];
                int[] first = AttackLoss.first(scores, i, 2);
                boolean broken = first[0] != label;
                double margin = scores.get(i, label) - scores.get(i, broken ? first[0] : first[1]);
                findings.offer(rows[i], next, i * d, -margin, broken);
                if (broken && stop == Stop.WHEN_BROKEN) {
                    continue;
                }
                boolean better = margin < margins[i] || margins[i] == Double.POSITIVE_INFINITY;
                rows[kept] = rows[i];
                random[kept] = random[i];
                margins[kept] = better ? margin : margins[i];
                System.arraycopy(better ? next : best, i * d, best, kept * d, d);
                kept++;
            }
            rows = Arrays.copyOf(rows, kept);
        }

        /** A step in L∞: stripes at the start, later one window whose channels have one sign each. */
        private void changeSigns(float[] by, int query, SplittableRandom from) {
            double radius = ball.radius();
            if (query < 0) {
                for (int c = 0; c < layout.channels(); c++) {
                    for (int x = 0; x < layout.width(); x++) {
                        float sign = sign(from);
                        for (int y = 0; y < layout.height(); y++) {
                            by[layout.index(y, x, c)] = (float) (sign * radius);
                        }
                    }
                }
                return;
            }
            Window window = Window.draw(layout, layout.side(share(query), false), from);
            for (int c = 0; c < layout.channels(); c++) {
                double change = 2 * radius * sign(from);
                for (int y = 0; y < window.height(); y++) {
                    for (int x = 0; x < window.width(); x++) {
                        int at = layout.index(window.top() + y, window.left() + x, c);
                        by[at] = (float) Math.max(-radius, Math.min(radius, by[at] + change));
                    }
                }
            }
        }

        /** A step in L2: tiles at the start, later the length of a second window is moved into the first. */
        private void moveLength(float[] by, int query, SplittableRandom from) {
            if (query < 0) {
                tiles(by, from);
            } else {
                double length = ball.norm().length(by);
                double free = Math.max(0, ball.radius() * ball.radius() - length * length) / layout.channels();
                int side = layout.side(share(query), true);
                Window window = Window.draw(layout, side, from);
                Window second = Window.draw(layout, side, from);
                double[] pattern = window.pattern(from);
                for (int c = 0; c < layout.channels(); c++) {
                    exchange(by, window, second, pattern, sign(from), c, free);
                }
            }
            double length = ball.norm().length(by);
            for (int j = 0; j < d && length > 0; j++) {
                by[j] *= (float) (ball.radius() / length);
            }
        }

        private void exchange(float[] by, Window window, Window second, double[] pattern, double sign, int c,
                double free) {
            double own = 0;
            double both = 0;
            for (int y = 0; y < layout.height(); y++) {
                for (int x = 0; x < layout.width(); x++) {
                    double value = by[layout.index(y, x, c)];
                    own += window.contains(y, x) ? value * value : 0;
                    both += window.contains(y, x) || second.contains(y, x) ? value * value : 0;
                }
            }
            double[] changed = new double[pattern.length];
            double square = 0;
            for (int k = 0; k < changed.length; k++) {
                int at = layout.index(window.top() + k / window.width(), window.left() + k % window.width(), c);
                changed[k] = sign * pattern[k] + by[at] / (Math.sqrt(own) + TINY);
                square += changed[k] * changed[k];
            }
            for (int y = 0; y < second.height(); y++) {
                for (int x = 0; x < second.width(); x++) {
                    by[layout.index(second.top() + y, second.left() + x, c)] = 0;
                }
            }
            double scale = Math.sqrt(free + both) / (Math.sqrt(square) + TINY);
            for (int k = 0; k < changed.length; k++) {
                by[layout.index(window.top() + k / window.width(), window.left() + k % window.width(), c)] =
                        (float) (scale * changed[k]);
            }
        }

        /** The start: 5 × 5 tiles of patterns, or 5 runs of coordinates. */
        private void tiles(float[] by, SplittableRandom from) {
            int side = Math.max(1, (layout.height() == 1 ? layout.width() : layout.height()) / TILES);
            int height = layout.windowHeight(side);
            for (int top = 0; top + height <= layout.height(); top += height) {
                for (int left = 0; left + side <= layout.width(); left += side) {
                    Window tile = new Window(top, left, height, side);
                    double[] pattern = tile.pattern(from);
                    for (int c = 0; c < layout.channels(); c++) {
                        double sign = sign(from);
                        for (int k = 0; k < pattern.length; k++) {
                            by[layout.index(top + k / side, left + k % side, c)] = (float) (sign * pattern[k]);
                        }
                    }
                }
            }
        }

        private static final double TINY = 1e-12;

        private static float sign(SplittableRandom from) {
            return from.nextBoolean() ? 1 : -1;
        }
    }

    /** A rectangle of pixels. */
    private record Window(int top, int left, int height, int width) {

        static Window draw(PixelLayout layout, int side, SplittableRandom random) {
            int height = layout.windowHeight(side);
            return new Window(random.nextInt(layout.height() - height + 1), random.nextInt(layout.width() - side + 1),
                    height, side);
        }

        boolean contains(int y, int x) {
            return y >= top && y < top + height && x >= left && x < left + width;
        }

        /** A positive bump in one half and a negative one in the other, of length 1; [height, width], row-major. */
        double[] pattern(SplittableRandom random) {
            boolean upright = random.nextBoolean() && height == width;
            double[] pattern = new double[height * width];
            int across = upright ? height : width;
            int along = upright ? width : height;
            int half = across / 2;
            double square = 0;
            for (int part = 0; part < 2; part++) {
                int from = part == 0 ? 0 : half;
                double[] bump = bump(part == 0 ? half : across - half, along);
                for (int k = 0; k < bump.length; k++) {
                    int a = from + k / along;
                    int b = k % along;
                    double value = part == 0 ? bump[k] : -bump[k];
                    pattern[upright ? a * width + b : b * width + a] = value;
                    square += value * value;
                }
            }
            for (int k = 0; k < pattern.length; k++) {
                pattern[k] /= Math.sqrt(square);
            }
            return pattern;
        }

        /** Nested rectangles around the centre, the m-th of which adds 1/m²; [a, b], of length 1. */
        private static double[] bump(int a, int b) {
            double[] bump = new double[a * b];
            double square = 0;
            for (int m = 0; m < Math.max(a / 2, b / 2) + 1; m++) {
                for (int i = Math.max(0, a / 2 - m); i < Math.min(a, a / 2 + m + 1); i++) {
                    for (int j = Math.max(0, b / 2 - m); j < Math.min(b, b / 2 + m + 1); j++) {
                        bump[i * b + j] += 1.0 / ((m + 1) * (m + 1));
                    }
                }
            }
            for (double value : bump) {
                square += value * value;
            }
            for (int k = 0; k < bump.length; k++) {
                bump[k] /= Math.sqrt(square);
            }
            return bump;
        }
    }
}
