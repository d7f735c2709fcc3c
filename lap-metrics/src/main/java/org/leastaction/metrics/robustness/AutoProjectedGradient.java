package org.leastaction.metrics.robustness;

import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.leastaction.points.FloatPoints;

/**
 * Auto-PGD (APGD, Croce and Hein 2020, algorithm 1): projected gradient ascent with momentum. At checkpoints the step
 * is halved, and the ascent returns to its best point, if the loss rose in fewer than 75 % of the steps since the last
 * checkpoint, or if neither step nor best loss has changed since then. The step needs no tuning.
 *
 * @param loss     the loss to maximise
 * @param steps    of a start, at least 1; 100 in the standard version
 * @param restarts starts from random points of the ball, for each target class if the loss has one; at least 1
 * @param targets  number of target classes, the likeliest wrong ones; 9 in the standard version, at least 1
 * @param stop     when the attack on an input stops
 * @param seed     of the starts
 */
public record AutoProjectedGradient(AttackLoss loss, int steps, int restarts, int targets, Stop stop, long seed)
        implements Attack {

    private static final double FIRST_STEP = 2;
    private static final double MOMENTUM = 0.75;
    private static final double RISES = 0.75;
    private static final double FIRST_CHECK = 0.22;
    private static final double SHORTER = 0.03;
    private static final double SHORTEST = 0.06;

    /** @throws IllegalArgumentException for fewer than 1 step, restart or target */
    public AutoProjectedGradient {
        Objects.requireNonNull(loss, "loss");
        Objects.requireNonNull(stop, "stop");
        if (steps < 1 || restarts < 1 || targets < 1) {
            throw new IllegalArgumentException("APGD has at least 1 step, 1 start and 1 target class, not " + steps
                    + ", " + restarts + " and " + targets);
        }
    }

    /** 100 steps, 1 start, 9 target classes, until broken. */
    public static AutoProjectedGradient standard(AttackLoss loss, long seed) {
        return new AutoProjectedGradient(loss, 100, 1, 9, Stop.WHEN_BROKEN, seed);
    }

    public AutoProjectedGradient withSteps(int newSteps) {
        return new AutoProjectedGradient(loss, newSteps, restarts, targets, stop, seed);
    }

    public AutoProjectedGradient withRestarts(int newRestarts) {
        return new AutoProjectedGradient(loss, steps, newRestarts, targets, stop, seed);
    }

    public AutoProjectedGradient withTargets(int newTargets) {
        return new AutoProjectedGradient(loss, steps, restarts, newTargets, stop, seed);
    }

    public AutoProjectedGradient withStop(Stop newStop) {
        return new AutoProjectedGradient(loss, steps, restarts, targets, newStop, seed);
    }

    @Override
    public String key() {
        return loss.key();
    }

    @Override
    public String title() {
        return loss.title();
    }

    @Override
    public boolean needsGradients() {
        return true;
    }

    @Override
    public int leastClasses() {
        return loss.leastClasses();
    }

    @Override
    public Attacked attack(Target target, @Nullable ScoreGradients gradients, AttackBall ball) {
        ScoreGradients given = Objects.requireNonNull(gradients, "APGD needs gradients");
        Findings findings = new Findings(target);
        int[] rows = findings.rows(stop);
        if (rows.length == 0) {
            return findings.result();
        }
        FloatPoints clean = target.scores(target.inputs());
        int goals = loss == AttackLoss.TARGETED_DLR ? Math.min(targets, clean.dimension() - 1) : 1;
        for (int start = 0; start < goals * restarts && rows.length > 0; start++) {
            int[] goal = new int[rows.length];
            for (int i = 0; i < goal.length; i++) {
                int rank = start / restarts + 1;
                goal[i] = AttackLoss.first(clean, rows[i], rank + 1)[rank];
            }
            Ascent ascent = new Ascent(target, given, ball, findings, rows, goal, clean.dimension());
            ascent.scatter(start);
            ascent.run();
            rows = findings.rows(stop);
        }
        return findings.result();
    }

    /** One start of some rows. Arrays hold the points of the rows that are still attacked, [m, d]. */
    private final class Ascent {

        private final Target target;
        private final ScoreGradients given;
        private final AttackBall ball;
        private final Findings findings;
        private final int d;
        private final int classes;
        private int[] rows;
        private final int[] goal;
        private final float[] points;
        private final float[] before;
        private final float[] best;
        private final float[] gradients;
        private final float[] bestGradients;
        private final double[] stride;
        private final double[] losses;
        private final double[] bestLosses;
        private final double[] bestAtCheck;
        private final int[] rises;
        private final boolean[] halved;

        Ascent(Target target, ScoreGradients given, AttackBall ball, Findings findings, int[] rows, int[] goal,
                int classes) {
            this.target = target;
            this.given = given;
            this.ball = ball;
            this.findings = findings;
            this.rows = rows;
            this.goal = goal;
            this.classes = classes;
            this.d = target.inputs().dimension();
            int m = rows.length;
            this.points = new float[Math.multiplyExact(m, d)];
            this.before = new float[m * d];
            this.best = new float[m * d];
            this.gradients = new float[m * d];
            this.bestGradients = new float[m * d];
            this.stride = new double[m];
            this.losses = new double[m];
            this.bestLosses = new double[m];
            this.bestAtCheck = new double[m];
            this.rises = new int[m];
            this.halved = new boolean[m];
        }

        /** Moves every row to a random point on the sphere of the ball, cut at the range. */
        void scatter(int start) {
            float[] by = new float[d];
            for (int i = 0; i < rows.length; i++) {
                SplittableRandom random = Attack.random(seed, rows[i], start);
                ball.norm().drawInBall(by, 1, random);
                double length = ball.norm().length(by);
                for (int j = 0; j < d; j++) {
                    by[j] *= (float) (ball.radius() / length);
                }
                target.moved(rows[i], by, points, i * d);
            }
        }

        void run() {
            evaluate(0);
            for (int i = 0; i < rows.length; i++) {
                keepBest(i);
                bestAtCheck[i] = bestLosses[i];
                stride[i] = FIRST_STEP * ball.radius();
                // In the published algorithm the start counts as a halving: the next checkpoint does not halve again.
                halved[i] = true;
            }
            System.arraycopy(points, 0, before, 0, rows.length * d);
            int interval = Math.max((int) (FIRST_CHECK * steps), 1);
            int sinceCheck = 0;
            for (int step = 0; step < steps && rows.length > 0; step++) {
                for (int i = 0; i < rows.length; i++) {
                    move(i, step == 0 ? 1 : MOMENTUM);
                }
                evaluate(step + 1);
                for (int i = 0; i < rows.length; i++) {
                    if (losses[i] > bestLosses[i]) {
                        keepBest(i);
                    }
                }
                if (++sinceCheck == interval) {
                    for (int i = 0; i < rows.length; i++) {
                        check(i, interval);
                    }
                    sinceCheck = 0;
                    interval = Math.max(interval - Math.max((int) (SHORTER * steps), 1),
                            Math.max((int) (SHORTEST * steps), 1));
                }
            }
        }

        /** x ← P(x + a(P(x + η·g) − x) + (1 − a)(x − x')), with P onto the ball and the range. */
        private void move(int i, double share) {
            float[] direction = Arrays.copyOfRange(gradients, i * d, (i + 1) * d);
            ball.norm().steepest(direction);
            float[] by = new float[d];
            int origin = target.inputs().offset() + rows[i] * d;
            float[] inputs = target.inputs().array();
            for (int j = 0; j < d; j++) {
                by[j] = (float) (points[i * d + j] - inputs[origin + j] + stride[i] * direction[j]);
            }
            ball.norm().project(by, ball.radius());
            float[] ahead = direction;
            target.moved(rows[i], by, ahead, 0);
            for (int j = 0; j < d; j++) {
                double x = points[i * d + j];
                by[j] = (float) (x + share * (ahead[j] - x) + (1 - share) * (x - before[i * d + j])
                        - inputs[origin + j]);
            }
            ball.norm().project(by, ball.radius());
            System.arraycopy(points, i * d, before, i * d, d);
            target.moved(rows[i], by, points, i * d);
        }

        /** Computes losses and gradients, offers all points, and removes broken rows if the attack stops there. */
        private void evaluate(int step) {
            FloatPoints scores = target.scores(FloatPoints.wrap(points, rows.length, d));
            float[] weights = new float[rows.length * classes];
            int kept = 0;
            for (int i = 0; i < rows.length; i++) {
                int label = target.labels()[rows[i]];
                int at = kept * classes;
                Arrays.fill(weights, at, at + classes, 0);
                double value = loss.evaluate(scores, i, label, goal[i], weights, at);
                boolean broken = AttackLoss.first(scores, i, 1)[0] != label;
                findings.offer(rows[i], points, i * d, value, broken);
                if (broken && stop == Stop.WHEN_BROKEN) {
                    continue;
                }
                keep(i, kept);
                rises[kept] += step > 0 && value > losses[kept] ? 1 : 0;
                losses[kept++] = value;
            }
            rows = Arrays.copyOf(rows, kept);
            for (int from = 0; from < kept; from += target.batch()) {
                int to = Math.min(kept, from + target.batch());
                FloatPoints some = given.of(FloatPoints.wrap(points, kept, d).rows(from, to),
                        FloatPoints.wrap(weights, kept, classes).rows(from, to));
                for (int at = 0; at < (to - from) * d; at++) {
                    float value = some.array()[some.offset() + at];
                    gradients[from * d + at] = Float.isFinite(value) ? value : 0;
                }
            }
        }

        /** Halves the step of a row that oscillates or stagnates, and moves it back to its best point. */
        private void check(int i, int interval) {
            boolean stuck = rises[i] <= RISES * interval || (!halved[i] && bestAtCheck[i] >= bestLosses[i]);
            rises[i] = 0;
            halved[i] = stuck;
            bestAtCheck[i] = bestLosses[i];
            if (stuck) {
                stride[i] /= 2;
                System.arraycopy(best, i * d, points, i * d, d);
                System.arraycopy(bestGradients, i * d, gradients, i * d, d);
            }
        }

        private void keepBest(int i) {
            bestLosses[i] = losses[i];
            System.arraycopy(points, i * d, best, i * d, d);
            System.arraycopy(gradients, i * d, bestGradients, i * d, d);
        }

        /** Moves the state of a row to a free place. Gradients are computed afterwards. */
        private void keep(int from, int to) {
            if (from == to) {
                return;
            }
            rows[to] = rows[from];
            goal[to] = goal[from];
            stride[to] = stride[from];
            losses[to] = losses[from];
            bestLosses[to] = bestLosses[from];
            bestAtCheck[to] = bestAtCheck[from];
            rises[to] = rises[from];
            halved[to] = halved[from];
            for (float[] all : new float[][] {points, before, best, bestGradients}) {
                System.arraycopy(all, from * d, all, to * d, d);
            }
        }
    }
}
