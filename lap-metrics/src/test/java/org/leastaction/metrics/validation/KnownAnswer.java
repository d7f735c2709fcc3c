package org.leastaction.metrics.validation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.frontier.ClassSeparation;
import org.leastaction.metrics.frontier.Frontiers;
import org.leastaction.metrics.jacobian.JacobianOptions;
import org.leastaction.metrics.jacobian.LocalJacobian;
import org.leastaction.metrics.jacobian.Matrices;
import org.leastaction.metrics.regularity.EpsilonFit;
import org.leastaction.metrics.regularity.HolderFit;
import org.leastaction.metrics.regularity.HolderOptions;
import org.leastaction.metrics.regularity.IntrinsicDimension;
import org.leastaction.metrics.regularity.LocalRegularity;
import org.leastaction.metrics.regularity.Maps;
import org.leastaction.metrics.regularity.PairDistances;
import org.leastaction.metrics.regularity.PairIncrements;
import org.leastaction.metrics.regularity.PairSelection;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

/**
 * A measure of something whose answer is known.
 *
 * @param measure what is measured
 * @param of      of what
 * @param trial   one trial by its seed: what is true there, and what was stated
 */
record KnownAnswer(String measure, String of, LongFunction<Trial> trial) {

    private static final int N = 300;
    private static final double TEAR = 0.5;

    /** One answer, and what is true. */
    record Trial(double truth, Estimate stated) {

        boolean held() {
            return stated.contains(truth);
        }
    }

    static List<KnownAnswer> all() {
        List<KnownAnswer> all = new ArrayList<>();
        holder(all);
        jacobians(all);
        frontiers(all);
        return all;
    }

    private static void holder(List<KnownAnswer> all) {
        for (int d : new int[] {1, 2, 5, 10}) {
            for (double eta : new double[] {0.25, 0.5, 0.75, 1}) {
                String map = "|x|^" + eta + ", d = " + d;
                all.add(new KnownAnswer("holder_exponent", map,
                        seed -> new Trial(eta, power(seed, d, eta).exponent())));
                all.add(new KnownAnswer("holder_constant", map, seed -> new Trial(
                        Math.pow(d, (1 - eta) / 2), power(seed, d, eta).constant())));
            }
        }
        for (int d : new int[] {2, 20}) {
            all.add(new KnownAnswer("holder_exponent", "linear, spectrum 1 to 3, d = " + d,
                    seed -> new Trial(1, stretch(seed, d).exponent())));
            all.add(new KnownAnswer("holder_constant", "linear, spectrum 1 to 3, d = " + d,
                    seed -> new Trial(3, stretch(seed, d).constant())));
        }
        all.add(new KnownAnswer("holder_exponent", "rotation of the plane", seed -> {
            DoublePoints x = Maps.normal(seed, N, 2);
            return new Trial(1, fit(x, Maps.rotate(x, 0.7)).exponent());
        }));
        all.add(new KnownAnswer("holder_constant", "rotation of the plane", seed -> {
            DoublePoints x = Maps.normal(seed, N, 2);
            return new Trial(1, fit(x, Maps.rotate(x, 0.7)).constant());
        }));
        for (int d : new int[] {1, 2}) {
            all.add(new KnownAnswer("holder_epsilon", "jump of " + TEAR + " across x₀ = 0, d = " + d, seed -> {
                DoublePoints x = Maps.uniform(seed, N, d);
                return new Trial(TEAR, epsilon(x, Maps.jump(x, TEAR)));
            }));
            all.add(new KnownAnswer("holder_epsilon", "linear, spectrum 1 to 3, d = " + d, seed -> {
                DoublePoints x = Maps.uniform(seed, N, d);
                return new Trial(0, epsilon(x, Maps.stretch(x, 1, 3)));
            }));
            all.add(new KnownAnswer("singular_fraction", "jump of 2 across x₀ = 0, d = " + d,
                    seed -> torn(Maps.uniform(seed, N, d), 2)));
            all.add(new KnownAnswer("singular_fraction", "linear, spectrum 1 to 3, d = " + d, seed -> {
                DoublePoints x = Maps.uniform(seed, N, d);
                return new Trial(0, LocalRegularity.of(pairs(x, Maps.stretch(x, 1, 3)),
                        LocalRegularity.USUAL_NEIGHBOURS).singularFraction());
            }));
        }
        for (int d : new int[] {2, 5}) {
            all.add(new KnownAnswer("intrinsic_dimension", "uniform on the sphere of d = " + d, seed -> {
                DoublePoints x = Maps.sphere(seed, 2_000, d);
                return new Trial(d, IntrinsicDimension.of(pairs(x, x)));
            }));
        }
    }

    private static void jacobians(List<KnownAnswer> all) {
        for (int d : new int[] {10, 200}) {
            String map = "linear, singular values 0.5 to 3, d = " + d;
            all.add(new KnownAnswer("lipschitz_jacobian", map,
                    seed -> new Trial(3, spectrum(seed, d).singularValues().largest())));
            all.add(new KnownAnswer("jacobian_min_singular", map,
                    seed -> new Trial(0.5, spectrum(seed, d).singularValues().smallest())));
            all.add(new KnownAnswer("jacobian_asymmetry", map, seed -> {
                RealMatrix matrix = Matrices.ofSingularValues(evenly(d, 0.5, 3), new Random(seed));
                double truth =
                        matrix.subtract(matrix.transpose()).getFrobeniusNorm() / (2 * matrix.getFrobeniusNorm());
                return new Trial(truth, local(matrix, seed).asymmetry().orElseThrow());
            }));
            String convex = "gradient of a convex function (softplus of random features), d = " + d;
            all.add(new KnownAnswer("jacobian_asymmetry", convex,
                    seed -> new Trial(0, local(hessian(seed, d), seed).asymmetry().orElseThrow())));
            all.add(new KnownAnswer("jacobian_min_eigenvalue", convex, seed -> {
                RealMatrix hessian = hessian(seed, d);
                double[] values = new EigenDecomposition(hessian).getRealEigenvalues();
                return new Trial(Arrays.stream(values).min().orElseThrow(),
                        local(hessian, seed).smallestEigenvalue().orElseThrow().value());
            }));
        }
        all.add(new KnownAnswer("jacobian_asymmetry", "rotation of the plane by 0.7", seed -> new Trial(
                Math.sin(0.7), local(turn(0.7), seed).asymmetry().orElseThrow())));
        all.add(new KnownAnswer("jacobian_min_eigenvalue", "rotation of the plane by 0.7", seed -> new Trial(
                Math.cos(0.7), local(turn(0.7), seed).smallestEigenvalue().orElseThrow().value())));
    }

    private static void frontiers(List<KnownAnswer> all) {
        BiPredicate<Double, Double> circle = Frontiers::circle;
        BiPredicate<Double, Double> koch = Frontiers::koch;
        all.add(new KnownAnswer("frontier_dimension, boxes", "circle",
                seed -> new Trial(1, Frontiers.boxes(circle, seed, 512).dimension())));
        all.add(new KnownAnswer("frontier_dimension, boxes", "Koch's snowflake",
                seed -> new Trial(Frontiers.KOCH, Frontiers.boxes(koch, seed, 512).dimension())));
        all.add(new KnownAnswer("frontier_dimension, neighbours", "circle, 1,500 points",
                seed -> new Trial(1, Frontiers.neighbours(circle, seed, 1_500).dimension())));
        all.add(new KnownAnswer("frontier_dimension, neighbours", "Koch's snowflake, 1,500 points",
                seed -> new Trial(Frontiers.KOCH, Frontiers.neighbours(koch, seed, 1_500).dimension())));
        all.add(new KnownAnswer("frontier_dimension, neighbours", "hyperplane in 5 dimensions, 1,500 points",
                seed -> new Trial(4, Frontiers.hyperplane(seed, 1_500, 5).dimension())));
        all.add(new KnownAnswer("probe", "two Gaussians of 5 dimensions, 2 apart, 400 points", seed -> {
            DoublePoints x = Maps.normal(seed, 400, 5);
            int[] labels = new int[400];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = i % 2;
                x.array()[5 * i] += labels[i] * 2;
            }
            return new Trial(NormalDistribution.of(0, 1).cumulativeProbability(1), ClassSeparation.of(
                    PairDistances.of(x, Parallelism.sequential()), labels, 2, 10).probe());
        }));
    }

    private static HolderFit power(long seed, int d, double eta) {
        DoublePoints x = Maps.uniform(seed, N, d);
        return fit(x, Maps.power(x, eta));
    }

    private static HolderFit stretch(long seed, int d) {
        DoublePoints x = Maps.normal(seed, N, d);
        return fit(x, Maps.stretch(x, 1, 3));
    }

    private static HolderFit fit(DoublePoints x, DoublePoints tx) {
        return HolderFit.of(pairs(x, tx), HolderOptions.defaults().withResamples(200)).orElseThrow();
    }

    private static Estimate epsilon(DoublePoints x, DoublePoints tx) {
        return EpsilonFit.of(pairs(x, tx), HolderOptions.defaults().withResamples(200)).orElseThrow().offset();
    }

    /** The true value for a sample with a jump: the share of points with a near one on the other side. */
    private static Trial torn(DoublePoints x, double height) {
        PairIncrements pairs = pairs(x, Maps.jump(x, height));
        LocalRegularity local = LocalRegularity.of(pairs, LocalRegularity.USUAL_NEIGHBOURS);
        double torn = 0;
        for (int i = 0; i < N; i++) {
            int point = i;
            double[] distances = IntStream.range(0, N).filter(j -> j != point)
                    .mapToDouble(j -> pairs.distance(point, j)).sorted().toArray();
            double reach = distances[LocalRegularity.USUAL_NEIGHBOURS - 1];
            boolean across = false;
            for (int j = 0; j < N; j++) {
                across |= j != i && pairs.distance(i, j) <= reach && x.get(i, 0) > 0 != x.get(j, 0) > 0;
            }
            torn += across ? 1.0 / N : 0;
        }
        return new Trial(torn, local.singularFraction());
    }

    private static PairIncrements pairs(DoublePoints x, DoublePoints tx) {
        return PairIncrements.between(x, tx, PairSelection.defaults(), Parallelism.sequential());
    }

    private static LocalJacobian spectrum(long seed, int d) {
        return local(Matrices.ofSingularValues(evenly(d, 0.5, 3), new Random(seed)), seed);
    }

    private static LocalJacobian local(RealMatrix matrix, long seed) {
        return LocalJacobian.of(Matrices.field(matrix, 1), JacobianOptions.defaults().withSeed(seed)).get(0);
    }

    private static double[] evenly(int size, double from, double to) {
        double[] values = new double[size];
        Arrays.setAll(values, i -> from + (to - from) * i / (size - 1));
        return values;
    }

    /** Of Σ softplus(⟨wᵣ, x⟩) over 2d features at a random point: Σ σ'(⟨wᵣ, x⟩) wᵣwᵣᵀ. */
    private static RealMatrix hessian(long seed, int d) {
        Random random = new Random(seed);
        RealMatrix hessian = new Array2DRowRealMatrix(d, d);
        for (int feature = 0; feature < 2 * d; feature++) {
            double[] weights = random.doubles(d).map(u -> (2 * u - 1) / Math.sqrt(d)).toArray();
            double at = random.nextGaussian();
            double share = 1 / (1 + Math.exp(-at));
            RealMatrix column = new Array2DRowRealMatrix(weights);
            hessian = hessian.add(column.multiply(column.transpose()).scalarMultiply(share * (1 - share)));
        }
        return hessian;
    }

    private static RealMatrix turn(double angle) {
        return new Array2DRowRealMatrix(new double[][] {
                {Math.cos(angle), -Math.sin(angle)}, {Math.sin(angle), Math.cos(angle)}});
    }
}
