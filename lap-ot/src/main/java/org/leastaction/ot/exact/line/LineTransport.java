package org.leastaction.ot.exact.line;

import java.util.Arrays;
import java.util.Optional;
import org.leastaction.ot.Masses;
import org.leastaction.ot.SparsePlan;
import org.leastaction.ot.TransportPlan;
import org.leastaction.ot.Weights;
import org.leastaction.ot.WholeMasses;
import org.leastaction.ot.kernel.CompensatedSum;
import org.leastaction.ot.kernel.LineOrder;

/** The cost of transport on the line, without plan or certificate, as slicing needs it thousands of times. */
public final class LineTransport {

    private LineTransport() {}

    /**
     * W<sub>p</sub><sup>p</sup> between weighted numbers: ∫₀¹ |F⁻¹(t) − G⁻¹(t)|<sup>p</sup> dt. O(n log n + m log m).
     *
     * @param x n finite numbers, in any order
     * @param y m finite numbers
     * @param p finite and at least 1
     * @throws IllegalArgumentException for other values, or if the number of weights is not that of numbers
     */
    public static double cost(double[] x, double[] y, Weights a, Weights b, double p) {
        check(x, a);
        check(y, b);
        if (!(p >= 1) || Double.isInfinite(p)) {
            throw new IllegalArgumentException("the power p of a cost must be finite and at least 1, not " + p);
        }
        return cost(x, y, a, b, Optional.empty(), p);
    }

    /**
     * The same for weights whose masses are already computed, as when one problem is projected onto many lines.
     *
     * @param masses the masses of these weights
     */
    public static double cost(double[] x, double[] y, Weights a, Weights b, WholeMasses masses, double p) {
        check(x, a);
        check(y, b);
        return cost(x, y, a, b, Optional.of(masses), p);
    }

    private static double cost(
            double[] x, double[] y, Weights a, Weights b, Optional<WholeMasses> masses, double p) {
        return x.length == y.length && a.isUniform() && b.isUniform()
                ? sorted(x, y, p)
                : weighted(x, y, masses.orElseGet(() -> WholeMasses.of(a, b)), p);
    }

    /** W₂² between numbers of uniform weights. */
    public static double squared(double[] x, double[] y) {
        return cost(x, y, Weights.uniform(x.length), Weights.uniform(y.length), 2);
    }

    /**
     * The monotone plan between weighted numbers: optimal for every p ≥ 1. O(n log n + m log m).
     *
     * @param masses the masses of the weights
     * @throws IllegalArgumentException for numbers that are not finite, or if the number of weights is not that of
     *                                  numbers
     */
    public static TransportPlan plan(double[] x, double[] y, Weights a, Weights b, WholeMasses masses) {
        check(x, a);
        check(y, b);
        return Staircase.plan(LineOrder.of(x), LineOrder.of(y), masses);
    }

    private static void check(double[] numbers, Weights weights) {
        if (weights.size() != numbers.length) {
            throw new IllegalArgumentException(
                    numbers.length + " numbers with " + weights.size() + " weights: each needs one");
        }
        for (int i = 0; i < numbers.length; i++) {
            if (!Double.isFinite(numbers[i])) {
                throw new IllegalArgumentException("number " + i + " is " + numbers[i] + ": all must be finite");
            }
        }
    }

    private static double sorted(double[] x, double[] y, double p) {
        double[] from = x.clone();
        double[] to = y.clone();
        Arrays.sort(from);
        Arrays.sort(to);
        CompensatedSum sum = new CompensatedSum();
        for (int i = 0; i < from.length; i++) {
            sum.add(power(from[i] - to[i], p));
        }
        return sum.value() / from.length;
    }

    private static double weighted(double[] x, double[] y, WholeMasses masses, double p) {
        CompensatedSum sum = new CompensatedSum();
        Staircase.shares(LineOrder.of(x), LineOrder.of(y), masses,
                (i, j, share) -> sum.add(share * power(x[i] - y[j], p)));
        return sum.value();
    }

    private static double power(double difference, double p) {
        return p == 2 ? difference * difference : Math.pow(Math.abs(difference), p);
    }

    /**
     * The monotone plan between sorted points: the lowest mass goes to the lowest target. Its cells (i, j), counted in
     * sorted order, step down or right from the first pair to the last: n + m − 1 of them, those without mass included.
     */
    static final class Staircase {

        private Staircase() {}

        /** Receives one cell with mass. */
        @FunctionalInterface
        interface Cell {
            void take(int source, int target);
        }

        /** Receives one cell and its share of the total mass, above 0. */
        @FunctionalInterface
        interface Share {
            void take(int source, int target, double mass);
        }

        /** Visits the cells with mass in order. */
        static void walk(int[] sortedSources, int[] sortedTargets, WholeMasses masses, Cell cell) {
            steps(sortedSources, sortedTargets, masses, (i, j, mass) -> {
                if (!mass.isZero(0)) {
                    cell.take(i, j);
                }
            });
        }

        /** Visits the cells with mass, except for shares that underflow. */
        static void shares(int[] sortedSources, int[] sortedTargets, WholeMasses masses, Share consumer) {
            steps(sortedSources, sortedTargets, masses, (i, j, mass) -> {
                double share = mass.quotient(0, masses.total(), 0);
                if (share > 0) {
                    consumer.take(i, j, share);
                }
            });
        }

        /** The plan of the cells with mass. */
        static SparsePlan plan(int[] sortedSources, int[] sortedTargets, WholeMasses masses) {
            SparsePlan.Builder plan = SparsePlan.builder(sortedSources.length + sortedTargets.length);
            shares(sortedSources, sortedTargets, masses, plan::add);
            return plan.build();
        }

        /** Receives one cell and its mass, a single number that is reused. */
        private interface Step {
            void take(int i, int j, Masses mass);
        }

        private static void steps(int[] sortedSources, int[] sortedTargets, WholeMasses masses, Step step) {
            int lastSource = sortedSources.length - 1;
            int lastTarget = sortedTargets.length - 1;
            int s = 0;
            int t = 0;
            Masses supply = Masses.zeros(1, masses.total());
            Masses demand = Masses.zeros(1, masses.total());
            Masses mass = Masses.zeros(1, masses.total());
            supply.set(0, masses.sources(), sortedSources[0]);
            demand.set(0, masses.targets(), sortedTargets[0]);
            while (true) {
                mass.set(0, supply.compare(0, demand, 0) <= 0 ? supply : demand, 0);
                step.take(sortedSources[s], sortedTargets[t], mass);
                supply.subtract(0, mass, 0);
                demand.subtract(0, mass, 0);
                if (s == lastSource && t == lastTarget) {
                    return;
                }
                if (t == lastTarget || (supply.isZero(0) && s < lastSource)) {
                    supply.set(0, masses.sources(), sortedSources[++s]);
                } else {
                    demand.set(0, masses.targets(), sortedTargets[++t]);
                }
            }
        }
    }
}
