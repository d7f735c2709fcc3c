package org.leastaction.metrics.geometry;

import java.util.Arrays;
import java.util.List;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.Points;

/**
 * The shapes of the paths that particles take through the blocks of a flow. A path is a polygon of one step per block;
 * in a flow of several segments it is one polygon per segment, because the states of different segments lie in
 * different spaces. Steps of length 0 have no direction and are left out of directions and angles.
 *
 * <p>Immutable.
 */
public final class Trajectories {

    private final double[] lineShapeScores;
    private final double[] totalCurvatures;
    private final double[] stepVariations;
    private final double[] straightness;
    private final double[] turningAngles;

    private Trajectories(int particles, int joints) {
        this.lineShapeScores = new double[particles];
        this.totalCurvatures = new double[particles];
        this.stepVariations = new double[particles];
        this.straightness = new double[particles];
        this.turningAngles = new double[joints];
    }

    /**
     * Measures the paths of n particles. O(n·K·d) time; O(K·d) memory for each thread.
     *
     * @param segments for each segment its states in order, [n, d] each: the start, and the output of each of its
     *                 blocks; every segment has at least 2 states
     * @throws IllegalArgumentException if there is no segment, a segment has fewer than 2 states, or shapes differ
     */
    public static Trajectories of(List<? extends List<? extends Points>> segments, Parallelism parallelism) {
        int blocks = 0;
        for (List<? extends Points> states : segments) {
            check(states, segments.get(0).get(0).size());
            blocks += states.size() - 1;
        }
        if (blocks == 0) {
            throw new IllegalArgumentException("a trajectory needs at least one segment");
        }
        int n = segments.get(0).get(0).size();
        Trajectories all = new Trajectories(n, blocks - 1);
        double[][] angles = new double[n][];
        parallelism.forEach(n, i -> angles[i] = all.measure(segments, i));
        for (int joint = 0; joint < all.turningAngles.length; joint++) {
            int at = joint;
            all.turningAngles[joint] = Arrays.stream(angles).mapToDouble(row -> row[at])
                    .filter(angle -> !Double.isNaN(angle)).average().orElse(Double.NaN);
        }
        return all;
    }

    private static void check(List<? extends Points> states, int n) {
        if (states.size() < 2) {
            throw new IllegalArgumentException("a segment has at least 2 states, not " + states.size());
        }
        for (Points state : states) {
            if (state.size() != n || state.dimension() != states.get(0).dimension()) {
                throw new IllegalArgumentException("the states of a segment are [" + n + ", "
                        + states.get(0).dimension() + "] like the first, not [" + state.size() + ", "
                        + state.dimension() + "]");
            }
        }
    }

    /** Measures one particle; returns its angles at the joints, NaN between segments and beside steps of length 0. */
    private double[] measure(List<? extends List<? extends Points>> segments, int particle) {
        double[] angles = new double[turningAngles.length];
        Arrays.fill(angles, Double.NaN);
        int moving = 0;
        double resultant = 0;
        double variation = 0;
        int compared = 0;
        int first = 0;
        for (List<? extends Points> states : segments) {
            Path path = Path.of(states, particle);
            moving += path.moving();
            resultant += path.resultant();
            straightness[particle] += path.straightness();
            path.turn(angles, first);
            if (path.lengths.length > 1 && path.moving() > 0) {
                variation += path.lengths.length * path.variation();
                compared += path.lengths.length;
            }
            first += path.lengths.length;
        }
        double[] turns = Arrays.stream(angles).filter(angle -> !Double.isNaN(angle)).toArray();
        lineShapeScores[particle] = moving == 0 ? Double.NaN : moving / resultant;
        totalCurvatures[particle] = turns.length == 0 ? Double.NaN : Arrays.stream(turns).sum();
        stepVariations[particle] = compared == 0 ? Double.NaN : variation / compared;
        return angles;
    }

    /**
     * The line-shape score of every particle (Gai and Zhang 2021): the number of steps, divided by the length of the
     * sum of their directions v_k/‖v_k‖. In [1, ∞]: 1 for a straight path at any speed, about √K for independent
     * directions. With several segments, numerator and denominator are summed over segments. NaN if nothing moves.
     */
    public double[] lineShapeScores() {
        return lineShapeScores.clone();
    }

    /**
     * The total curvature of every particle's path (Milnor 1950): the sum of its turning angles, in radians, in
     * [0, (K − 1)π]. 0 for a straight path. NaN if there is no joint between two steps.
     */
    public double[] totalCurvatures() {
        return totalCurvatures.clone();
    }

    /**
     * The unevenness of every particle's steps: standard deviation of ‖v_k‖ over the blocks of a segment, divided by
     * the mean; the mean over segments, weighted by their numbers of blocks. In [0, √(K − 1)]; 0 for equispaced states.
     * NaN if nothing moves or no segment has 2 blocks.
     */
    public double[] stepVariations() {
        return stepVariations.clone();
    }

    /**
     * The mean turning angle at each of the K − 1 joints between consecutive blocks, in radians, in [0, π]: 0 for
     * straight on, π/2 for a right angle. NaN between segments, and where no particle moves in both blocks.
     */
    public double[] turningAngles() {
        return turningAngles.clone();
    }

    /**
     * The straightness integral of every particle: ∫₀¹ ‖(x_K − x₀) − v(t)‖² dt, where the K blocks of a segment are
     * Euler steps of time 1/K with velocities K·v_k; summed over segments. Squared length; 0 for a straight path at
     * constant speed. Its mean equals action − displacement.
     */
    public double[] straightness() {
        return straightness.clone();
    }

    /** The steps of one particle through one segment. */
    private static final class Path {

        private final double[][] steps;
        private final double[] lengths;

        private Path(double[][] steps, double[] lengths) {
            this.steps = steps;
            this.lengths = lengths;
        }

        static Path of(List<? extends Points> states, int particle) {
            double[][] steps = new double[states.size() - 1][];
            double[] lengths = new double[steps.length];
            double[] from = row(states.get(0), particle);
            for (int k = 0; k < steps.length; k++) {
                double[] to = row(states.get(k + 1), particle);
                double[] step = to.clone();
                for (int j = 0; j < step.length; j++) {
                    step[j] -= from[j];
                }
                steps[k] = step;
                lengths[k] = norm(step);
                from = to;
            }
            return new Path(steps, lengths);
        }

        private static double[] row(Points state, int particle) {
            return state.rows(particle, particle + 1).toDouble().toArray();
        }

        int moving() {
            return (int) Arrays.stream(lengths).filter(length -> length > 0).count();
        }

        /** The length of the sum of directions. */
        double resultant() {
            double[] sum = new double[steps[0].length];
            for (int k = 0; k < steps.length; k++) {
                if (lengths[k] > 0) {
                    add(sum, 1 / lengths[k], steps[k]);
                }
            }
            return norm(sum);
        }

        double straightness() {
            int blocks = steps.length;
            double[] displacement = new double[steps[0].length];
            for (double[] step : steps) {
                add(displacement, 1, step);
            }
            double integral = 0;
            for (double[] step : steps) {
                for (int j = 0; j < step.length; j++) {
                    double difference = displacement[j] - blocks * step[j];
                    integral += difference * difference / blocks;
                }
            }
            return integral;
        }

        double variation() {
            double mean = Arrays.stream(lengths).average().orElseThrow();
            double variance = Arrays.stream(lengths).map(length -> (length - mean) * (length - mean)).average()
                    .orElseThrow();
            return Math.sqrt(variance) / mean;
        }

        /** Kahan's formula, which is exact for small angles: 2·atan2(‖u − w‖, ‖u + w‖) of the directions u and w. */
        void turn(double[] angles, int first) {
            for (int k = 1; k < steps.length; k++) {
                if (lengths[k - 1] > 0 && lengths[k] > 0) {
                    double difference = 0;
                    double sum = 0;
                    for (int j = 0; j < steps[k].length; j++) {
                        double u = steps[k - 1][j] / lengths[k - 1];
                        double w = steps[k][j] / lengths[k];
                        difference += (u - w) * (u - w);
                        sum += (u + w) * (u + w);
                    }
                    angles[first + k - 1] = 2 * Math.atan2(Math.sqrt(difference), Math.sqrt(sum));
                }
            }
        }

        private static void add(double[] sum, double factor, double[] vector) {
            for (int j = 0; j < sum.length; j++) {
                sum[j] += factor * vector[j];
            }
        }

        private static double norm(double[] vector) {
            double squared = 0;
            for (double coordinate : vector) {
                squared += coordinate * coordinate;
            }
            return Math.sqrt(squared);
        }
    }
}
